"""An ASGI app called in this process, without a network."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

App: TypeAlias = Callable[..., Awaitable[None]]
HOST = "testserver"


@dataclass(frozen=True)
class Response:
    """What an app answered."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header, or nothing."""
        return next((value for key, value in self.headers if key == name), "")

    def values(self, name: str) -> Iterable[str]:
        """Yield all headers of a name."""
        return (value for key, value in self.headers if key == name)


async def call(
    app: App, method: str, url: str, headers: Iterable[tuple[str, str]] = (), body: bytes = b""
) -> Response:
    """Send one request to an app, and return the whole answer."""
    parts = urlsplit(url)
    scope: MutableMapping[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(parts.path) or "/",
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(k.encode(), v.encode("latin-1")) for k, v in (("host", HOST), *headers)],
        "client": ("testclient", 50000),
        "server": (HOST, 80),
    }
    requests = [{"type": "http.request", "body": body, "more_body": False}]
    status, chunks = 500, []
    found: tuple[tuple[str, str], ...] = ()

    async def receive() -> dict[str, Any]:
        return requests.pop() if requests else {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal status, found
        if message["type"] == "http.response.start":
            status = message["status"]
            found = tuple((k.decode().lower(), v.decode("latin-1")) for k, v in message["headers"])
        else:
            chunks.append(message.get("body", b""))

    await app(scope, receive, send)
    return Response(status, found, b"".join(chunks))
