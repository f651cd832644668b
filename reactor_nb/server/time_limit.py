"""The author's code in time: what takes too long is given up, and the rest of the app goes on."""

from __future__ import annotations

import asyncio
import atexit
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from contextvars import copy_context
from math import inf
from threading import Thread
from typing import Any, Final, TypeAlias, TypeVar

T = TypeVar("T")

_Outcome: TypeAlias = tuple[Any, BaseException | None]

_MOST_THREADS: Final = 40
# Cancelled work that is not at its end yet; the event loop itself would forget it.
_given_up: set[asyncio.Task[Any]] = set()
# What runs in a thread, and until when the end of the process waits for it.
_deadlines: dict[Thread, float] = {}


class OutOfTimeError(Exception):
    """What the author's code was asked for did not come in time."""


class TimeLimit:
    """Runs the author's code, for a time.

    Python cannot stop a thread. One that is given up goes on, and keeps its place among those
    that may run at once, so that endless ones never take the whole machine.

    Args:
        seconds: how long one call may take; 0 for as long as it likes.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds or None
        self._places = asyncio.Semaphore(_MOST_THREADS)

    async def wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        """Return the result of a coroutine; cancel it and wait no more when it takes too long.

        Raises:
            OutOfTimeError: it took too long.
        """
        task = asyncio.create_task(outcome(work))
        try:
            done, _ = await asyncio.wait((task,), timeout=self._seconds)
        except BaseException:
            task.cancel()
            raise
        if not done:
            _give_up(task)
            raise OutOfTimeError
        result: T = _opened(task.result())
        return result

    async def run_sync(self, function: Callable[[], Any]) -> Any:
        """Return the result of a function that may block, from a thread of its own."""
        await self._places.acquire()
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[_Outcome] = loop.create_future()
        context = copy_context()

        def end(result: Any, error: BaseException | None) -> None:
            self._places.release()
            if not ended.done():
                ended.set_result((result, error))

        def work() -> None:
            result, failure = None, None
            try:
                result = context.run(function)
            except BaseException as error:
                failure = error
            _deadlines.pop(thread, None)
            # Nobody waits any more when the event loop has ended first.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(end, result, failure)

        # A daemon, since the end of the process cannot wait for an endless one.
        thread = Thread(target=work, name="reactor_nb", daemon=True)
        _deadlines[thread] = time.monotonic() + (self._seconds or inf)
        try:
            thread.start()
        except RuntimeError as error:
            del _deadlines[thread]
            end(None, error)
        return _opened(await ended)


async def outcome(work: Coroutine[Any, Any, Any]) -> _Outcome:
    """Return the result or the error of a coroutine: some errors would end the event loop."""
    try:
        return await work, None
    except (Exception, SystemExit, KeyboardInterrupt) as error:
        return None, error


def _opened(outcome: _Outcome) -> Any:
    result, error = outcome
    if error is not None:
        raise error
    return result


def _give_up(task: asyncio.Task[Any]) -> None:
    task.cancel()
    _given_up.add(task)
    task.add_done_callback(_given_up.discard)


@atexit.register
def _finish() -> None:
    """Let what is still in time come to its end, such as a file that is half written."""
    for thread, deadline in list(_deadlines.items()):
        left = deadline - time.monotonic()
        if left > 0:
            thread.join(None if left == inf else left)
