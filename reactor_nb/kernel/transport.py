"""The page behind a comm as a Transport."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from reactor_nb.core.protocol import Message
from reactor_nb.testing.waiting import Loop


class CommTransport:
    """Gives messages to a page, and runs coroutines on the event loop of the kernel.

    Args:
        post: gives a message to the page.
    """

    def __init__(self, post: Callable[[Message], None]) -> None:
        self.send = post
        self._loop = asyncio.get_running_loop()
        self._work = Loop()

    def defer(self, flush: Callable[[], None]) -> None:
        """Call ``flush`` when the current code is done; a thread of the author's may ask for it."""
        self._loop.call_soon_threadsafe(flush)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run a coroutine in a context of its own."""
        return self._work.spawn(work)

    def close(self) -> None:
        """End what goes on."""
        self._work.close()
