"""An ASGI app asked in this process: what production has a server and a network for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

App: TypeAlias = Callable[..., Awaitable[None]]
ORIGIN = "http://localhost"
"""Where an app seems to be; none of it ever reaches a network."""


@dataclass(frozen=True, slots=True)
class Response:
    """What an app answered.

    Args:
        status: the HTTP status.
        headers: names, in small letters, and values.
        body: the whole content.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """Return a header, or nothing."""
        return next(self.values(name), "")

    def values(self, name: str) -> Iterator[str]:
        """Yield all headers of a name."""
        return (value for key, value in self.headers if key == name)

    @property
    def text(self) -> str:
        """The content as text."""
        return self.body.decode("utf-8", "replace")


async def ask(
    app: App,
    method: str,
    url: str,
    headers: Iterable[tuple[str, str]] = (),
    body: bytes = b"",
    *,
    origin: str = ORIGIN,
    root: str = "",
) -> Response:
    """Send one request to an app, and return the whole answer.

    Args:
        app: an ASGI app.
        method: such as ``GET``.
        url: the path inside the app, with its query.
        headers: names and values; ``host`` is there.
        body: the content.
        origin: where the app seems to be.
        root: the path that it seems to be mounted at.
    """
    place, parts = urlsplit(origin), urlsplit(url)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": place.scheme,
        "server": (place.hostname, 443 if place.scheme == "https" else 80),
        "client": ("127.0.0.1", 0),
        "root_path": root,
        "path": unquote(parts.path) or "/",
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [_header(one) for one in (("host", place.netloc), *headers)],
    }
    requests = [{"type": "http.request", "body": body, "more_body": False}]
    start: Mapping[str, Any] = {"status": 500}
    chunks: list[bytes] = []

    async def receive() -> dict[str, Any]:
        if not requests:
            # Nobody goes away before the answer is there.
            await asyncio.Future()
        return requests.pop()

    async def send(message: Mapping[str, Any]) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
        elif message["type"] == "http.response.body":
            chunks.append(message.get("body", b""))

    await app(scope, receive, send)
    found = start.get("headers", ())
    pairs = ((name.decode("latin-1").lower(), text.decode("latin-1")) for name, text in found)
    return Response(start["status"], tuple(pairs), b"".join(chunks))


def _header(pair: tuple[str, str]) -> tuple[bytes, bytes]:
    name, text = pair
    return name.lower().encode("latin-1", "replace"), text.encode("latin-1", "replace")
