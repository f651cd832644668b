"""The author's code in time: what takes too long is given up, and the rest of the app goes on."""

from __future__ import annotations

import asyncio
import atexit
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from contextvars import copy_context
from math import inf
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, TypeAlias, TypeVar

from reactor_nb.server.in_pyodide import THREADLESS, run_here

T = TypeVar("T")

_Outcome: TypeAlias = tuple[Any, BaseException | None]
_Work: TypeAlias = Callable[[Callable[[], None]], None]
"""A call for a thread to run, which tells when the thread is free for the next one."""

_MOST_THREADS: Final = 40
# To start a thread takes longer than most calls.
_IDLE_SECONDS: Final = 10.0
# Cancelled work that is not at its end yet; the event loop itself would forget it.
_given_up: set[asyncio.Task[Any]] = set()
# What runs in a thread, as a lock until its end, and how long the end of the process waits for it.
_deadlines: dict[Lock, float] = {}


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
        self._threads = _Threads()

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
        """Return the result of a function that may block, from a thread that has nothing else.

        Where there are no threads it is called at once, and ends when it likes.
        """
        if THREADLESS:
            return run_here(function)
        await self._places.acquire()
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[_Outcome] = loop.create_future()
        context = copy_context()
        running = Lock()
        running.acquire()

        def end(result: Any, error: BaseException | None) -> None:
            self._places.release()
            if not ended.done():
                ended.set_result((result, error))

        def work(free: Callable[[], None]) -> None:
            result, failure = None, None
            try:
                result = context.run(function)
            except BaseException as error:
                failure = error
            _deadlines.pop(running, None)
            running.release()
            free()
            # Nobody waits any more when the event loop has ended first.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(end, result, failure)

        _deadlines[running] = time.monotonic() + (self._seconds or inf)
        try:
            self._threads.run(work)
        except RuntimeError as error:
            del _deadlines[running]
            end(None, error)
        return _opened(await ended)


class _Threads:
    """Threads that run one call after another, and end when there is nothing to do."""

    def __init__(self) -> None:
        self._idle: list[SimpleQueue[_Work]] = []

    def run(self, work: _Work) -> None:
        """Run a call in a thread that has nothing to do.

        Raises:
            RuntimeError: there is none, and no new one can be started.
        """
        try:
            calls = self._idle.pop()
        except IndexError:
            calls = SimpleQueue()
            # A daemon, since the end of the process cannot wait for an endless one.
            Thread(target=self._run_all, args=(calls,), name="reactor_nb", daemon=True).start()
        calls.put(work)

    def _run_all(self, calls: SimpleQueue[_Work]) -> None:
        while True:
            try:
                work = calls.get(timeout=_IDLE_SECONDS)
            except Empty:
                with suppress(ValueError):
                    self._idle.remove(calls)
                    return
                # It has just been given a call.
                continue
            work(lambda: self._idle.append(calls))
            # Nothing of a visit stays until the next one.
            del work


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
    for running, deadline in list(_deadlines.items()):
        left = deadline - time.monotonic()
        if left > 0:
            running.acquire(timeout=-1 if left == inf else left)
