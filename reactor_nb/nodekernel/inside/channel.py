"""The way out of Pyodide: messages, marked with the request that they come of."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any

# The number of the request whose code runs; tasks that it starts keep it.
_parent: ContextVar[int | None] = ContextVar("reactor_nb_parent", default=None)


class Channel:
    """Sends messages to the kernel, in their order.

    Args:
        post: writes a line, at once.
    """

    def __init__(self, post: Callable[[str], None]) -> None:
        self._post = post
        self._latest: int | None = None
        # Called before anything but the text of a stream, which it must not overtake.
        self.flush: Callable[[], None] = lambda: None

    def enter(self, parent: int | None) -> None:
        """Mark what this task sends from now on."""
        _parent.set(parent)
        self._latest = parent

    def publish(
        self,
        kind: str,
        content: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        buffers: Sequence[Any] = (),
    ) -> None:
        """Send an output that every front end sees."""
        self.flush()
        message: dict[str, Any] = {"publish": kind, "content": content}
        if metadata:
            message["metadata"] = metadata
        if buffers:
            message["buffers"] = [b64encode(each).decode() for each in buffers]
        self.send(message)

    def reply(self, number: int, content: dict[str, Any]) -> None:
        """Answer a request; its outputs were sent before."""
        self.flush()
        self.send({"reply": number, "content": content})

    def send(self, message: dict[str, Any]) -> None:
        """Send any message, marked with the request that it comes of."""
        parent = _parent.get()
        message["parent"] = self._latest if parent is None else parent
        self._post(json.dumps(message, default=_plain))


def _plain(value: Any) -> Any:
    """Return what JSON has not got in a form that it has, as ipykernel does."""
    if isinstance(value, bytes | bytearray | memoryview):
        return b64encode(value).decode()
    return list(value) if isinstance(value, set | frozenset | tuple) else str(value)
