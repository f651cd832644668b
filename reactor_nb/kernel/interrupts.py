"""An interrupt of the kernel ends what it does for a preview, too: ipykernel ends only cells."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from types import FrameType
from typing import Any, Final

from reactor_nb.errors import ReactorError

# Where threads wait for the next call.
_THREADS: Final = "reactor_nb.server.time_limit"
# What renders the pages that the kernel renders, and what their handlers run in.
_PAGES: Final = "reactor_nb.kernel.half"
_TASKS: Final = "reactor_nb.core.root"

_working: set[asyncio.Task[Any]] = set()


class Interrupted(ReactorError):
    """The author has interrupted the kernel."""

    def __init__(self, message: str = "the kernel was interrupted") -> None:
        super().__init__(message)


class Stopped(BaseException):
    """The author has interrupted a page that the kernel renders, in its midst.

    No ``Exception``: a component would have failed, and the next one would go on without end.
    """


def begin(task: asyncio.Task[Any]) -> None:
    """Have an interrupt end a task of ours."""
    _working.add(task)
    task.add_done_callback(_working.discard)


def listen() -> None:
    """Hear of interrupts, where the kernel itself would let them pass.

    To be called by what runs, and not by what answers a message: while it answers one, ipykernel
    has a handler of its own, and puts back what was there before.
    """
    try:
        handler = signal.getsignal(signal.SIGINT)
        if handler is signal.SIG_IGN:
            signal.signal(signal.SIGINT, _interrupted)
        elif sys.platform == "emscripten" and not isinstance(handler, _InPyodide):
            signal.signal(signal.SIGINT, _InPyodide(handler))
    except ValueError:
        pass  # not in the main thread, which alone hears of signals


def _interrupted(number: int, frame: FrameType | None) -> None:
    """End what runs now, in threads too, and what waits; without any, nothing happens."""
    if _working:
        for thread, running in sys._current_frames().items():
            if thread != threading.get_ident() and _is_at_work(running):
                _raise_in(thread)
    if _is_below(frame, _PAGES):
        raise Stopped
    if _is_ours(frame):
        # Not a KeyboardInterrupt: that would leave the event loop, and end the kernel.
        raise Interrupted
    for task in list(_working):
        # Not at once: the event loop sleeps, and hears of nothing else.
        task.get_loop().call_soon_threadsafe(task.cancel)


class _InPyodide:
    """What hears of interrupts there: its kernel knows the notebook's code, and not that of pages.

    Args:
        usual: what the kernel has for them.
    """

    def __init__(self, usual: Any) -> None:
        self._usual = usual

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if _is_below(frame, _PAGES):
            raise Stopped
        if callable(self._usual):
            self._usual(number, frame)
        if _is_below(frame, _TASKS):
            raise Interrupted


def _is_at_work(frame: FrameType) -> bool:
    """Tell whether a thread does something for us, and does not wait for something to do."""
    return _module(frame) != _THREADS and _is_ours(frame)


def _is_ours(frame: FrameType | None) -> bool:
    """Tell whether what runs was called by us, and not by the kernel for itself."""
    return _is_below(frame, "reactor_nb.")


def _is_below(frame: FrameType | None, module: str) -> bool:
    """Tell whether what runs was called by a module whose name begins so."""
    while frame is not None:
        if _module(frame).startswith(module):
            return True
        frame = frame.f_back
    return False


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _raise_in(thread: int) -> None:
    """Have a thread raise at its next step; signals reach the main one alone."""
    import ctypes  # not where kernels run in Pyodide

    if python := getattr(ctypes, "pythonapi", None):
        python.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(Interrupted))
