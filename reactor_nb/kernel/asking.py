"""A request to an ASGI app in this process: what production has a server and a network for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote, urlsplit

# Where the app seems to be: no such name exists, and none of it ever reaches a network.
HOST: Final = "preview.invalid"
ORIGIN: Final = f"https://{HOST}"


@dataclass(frozen=True, slots=True)
class Question:
    """A request of the page in the preview.

    Args:
        method: ``GET`` or ``POST``.
        url: the path inside the app, with its query.
        headers: those that the page may set.
        body: the content.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(slots=True)
class Reply:
    """What the app answered."""

    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


async def ask(app: Any, question: Question) -> Reply:
    """Ask an app as a browser on its own pages does.

    Args:
        app: an ASGI app.
        question: what to ask.
    """
    parts = urlsplit(question.url)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": question.method,
        "scheme": "https",
        "server": (HOST, 443),
        "client": ("127.0.0.1", 0),
        "root_path": "",
        "path": unquote(parts.path) or "/",
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": _headers(question),
    }
    reply = Reply()
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked:
            # Nobody goes away before the answer is there.
            await asyncio.Future()
        asked = True
        return {"type": "http.request", "body": question.body, "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            reply.status = message["status"]
            pairs = message.get("headers", ())
            reply.headers = {name.decode("latin-1"): text.decode("latin-1") for name, text in pairs}
        elif message["type"] == "http.response.body":
            reply.body += message.get("body", b"")

    await app(scope, receive, send)
    return reply


def _headers(question: Question) -> list[tuple[bytes, bytes]]:
    """Return the page's headers, and those that only a browser sets."""
    own = {
        "host": HOST,
        "content-length": str(len(question.body)),
        "origin": ORIGIN,
        "referer": f"{ORIGIN}/",
        "sec-fetch-site": "same-origin",
    }
    given = {name.lower(): text for name, text in question.headers.items()}
    return [
        (name.encode("latin-1", "replace"), text.encode("latin-1", "replace"))
        for name, text in {**given, **own}.items()
    ]
