"""The page behind ``postMessage`` as a Transport."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from reactor_nb.core.protocol import Message


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
        self._post(json.dumps(message, ensure_ascii=False, separators=(",", ":")))

    def defer(self, flush: Callable[[], None]) -> None:
        """Call ``flush`` when the current code is done."""
        self._loop.call_soon(flush)

    def spawn(self, work: Coroutine[Any, Any, None]) -> Callable[[], None]:
        """Run a coroutine to its first ``await`` at once, then on; return what cancels it."""
        # The types know it from 3.14 on only, which is what runs here.
        eager: dict[str, Any] = {"eager_start": True}
        task: asyncio.Task[None] = asyncio.Task(work, loop=self._loop, **eager)
        if not task.done():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return partial(_cancel, task)


def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
