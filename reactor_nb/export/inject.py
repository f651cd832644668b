"""Put a script into HTML on its way out, with the nonce that the page's policy asks for."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

_NONCE = re.compile(rb"'nonce-([A-Za-z0-9+/_=-]+)'")


class Injector:
    """A ``send`` that adds a script to pages and leaves all else alone.

    Args:
        send: where the messages go.
        tag: the script, with ``%s`` where the nonce belongs.
    """

    def __init__(self, send: Send, tag: str) -> None:
        self._send = send
        self._tag = tag
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Pass a message on, or keep it until the page is whole."""
        if message["type"] == "http.response.start" and _is_page(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        headers = [(name.lower(), value) for name, value in start["headers"]]
        policy = b" ".join(value for name, value in headers if name == b"content-security-policy")
        body = self._with_script(policy) if self._body else b""
        length = [(b"content-length", str(len(body)).encode())] if body else []
        rest = [(name, value) for name, value in headers if name != b"content-length"]
        await self._send({**start, "headers": [*rest, *length]})
        await self._send({"type": "http.response.body", "body": body})

    def _with_script(self, policy: bytes) -> bytes:
        found = _NONCE.search(policy)
        nonce = f' nonce="{found[1].decode()}"' if found else ""
        tag = (self._tag % nonce).encode()
        before, end, after = self._body.rpartition(b"</body>")
        return before + tag + end + after if end else self._body + tag


def _is_page(message: Message) -> bool:
    headers = {name.lower(): value for name, value in message.get("headers", ())}
    kind = headers.get(b"content-type", b"")
    return bool(kind.startswith(b"text/html")) and b"content-encoding" not in headers
