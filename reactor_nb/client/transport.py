"""The page behind ``postMessage`` as a Transport."""

from __future__ import annotations

import asyncio
import gc
from _json import make_encoder
from collections.abc import Callable, Coroutine
from json.decoder import JSONDecoder
from json.encoder import JSONEncoder, encode_basestring
from typing import Any, Final

from reactor_nb.core.protocol import Message

# The two halves of ``json`` in C: what it does around them takes longer than they do.
_decoder: Any = JSONDecoder()
_scan: Final[Callable[[str, int], tuple[Message, int]]] = _decoder.scan_once
_encode: Final = make_encoder(
    None, JSONEncoder().default, encode_basestring, None, ":", ",", False, False, True
)

# After so many new objects the collector looks for cycles, so many seconds after a message.
_MANY: Final = 20_000
_LATER: Final = 0.2


def read_message(text: str) -> Message:
    """Return the message that the page wrote as JSON; our page writes nothing around it."""
    message, _ = _scan(text, 0)
    return message


class WorkerTransport:
    """Sends messages as JSON text and runs coroutines on the browser's event loop.

    Args:
        post: gives a text to the page.
    """

    def __init__(self, post: Callable[[str], None]) -> None:
        self._post = post
        self._loop = asyncio.get_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, message: Message) -> None:
        """Give a message to the page."""
        self._post("".join(_encode(message, 0)))
        if gc.get_count()[0] > _MANY:
            self._loop.call_later(_LATER, gc.collect, 0)

    def defer(self, flush: Callable[[], None]) -> None:
        """Call ``flush`` when the current code is done."""
        self._loop.call_soon(flush)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run a coroutine in a context of its own: to its first ``await`` at once, then on."""
        # The types know it from 3.14 on only, which is what runs here.
        eager: dict[str, Any] = {"eager_start": True}
        task: asyncio.Task[None] = asyncio.Task(work, loop=self._loop, **eager)
        if not task.done():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return task
