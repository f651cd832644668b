"""A request of the page in the preview, to the app in this kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from reactor_nb.asgi import App, Response
from reactor_nb.asgi import ask as ask_app

# Where the app seems to be: no such name exists, and none of it ever reaches a network.
ORIGIN: Final = "https://preview.invalid"


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


async def ask(app: App, question: Question) -> Response:
    """Ask an app as a browser on its own pages does.

    Args:
        app: an ASGI app.
        question: what to ask.
    """
    # What only a browser sets.
    own = {
        "content-length": str(len(question.body)),
        "origin": ORIGIN,
        "referer": f"{ORIGIN}/",
        "sec-fetch-site": "same-origin",
    }
    given = {name.lower(): text for name, text in question.headers.items()}
    headers = {**given, **own}
    headers.pop("host", None)
    return await ask_app(
        app, question.method, question.url, headers.items(), question.body, origin=ORIGIN
    )
