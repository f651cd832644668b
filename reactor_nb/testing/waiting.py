"""Waiting for what goes on, in code with an event loop and in code without one."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Generator
from typing import Any

LONGEST = 5.0


class Done:
    """What a step of a test returns: it has happened; ``await`` it where an event loop runs.

    In code without an event loop all that the step started has ended already.
    """

    def __init__(self, rest: Coroutine[Any, Any, None] | None) -> None:
        self._rest = rest

    def __await__(self) -> Generator[Any, None, None]:
        if self._rest is not None:
            rest, self._rest = self._rest, None
            yield from rest.__await__()

    def __del__(self) -> None:
        if self._rest is not None:
            self._rest.close()


class Loop:
    """The event loop of a test: the one that runs, or one of its own."""

    def __init__(self) -> None:
        self._own: asyncio.AbstractEventLoop | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    def do(self, step: Callable[[], None], rest: Callable[[], Coroutine[Any, Any, None]]) -> Done:
        """Take a step, and then wait for the rest, here or where the answer is awaited."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            self._own_loop().run_until_complete(_both(step, rest))
            return Done(None)
        step()
        return Done(rest())

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run a coroutine in a context of its own: to its first ``await`` at once, then on."""
        # Python 3.11 begins it a moment later.
        eager: dict[str, Any] = {"eager_start": True} if sys.version_info >= (3, 12) else {}
        task: asyncio.Task[None] = asyncio.Task(work, loop=asyncio.get_running_loop(), **eager)
        if not task.done():
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        return task

    def close(self) -> None:
        """End what goes on."""
        own, self._own = self._own, None
        if own is not None and own.is_closed():
            return
        for task in list(self.tasks):
            task.cancel()
        if own is not None:
            own.run_until_complete(asyncio.sleep(0))
            own.close()

    def _own_loop(self) -> asyncio.AbstractEventLoop:
        if self._own is None:
            self._own = asyncio.new_event_loop()
        return self._own


async def _both(step: Callable[[], None], rest: Callable[[], Coroutine[Any, Any, None]]) -> None:
    step()
    await rest()
