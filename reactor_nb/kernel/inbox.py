"""What a comm brings, taken in the event loop of the cells, and no more of it than a page can have.

JupyterLab has comms answered by a subshell, which is a thread with an event loop of its own: what
came there would run beside a cell.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from reactor_nb.kernel.gate import Gate

_TOO_MANY = "more messages come than a page can have; they are dropped"


class Inbox:
    """Takes the messages of one comm, and its end.

    Args:
        comm: how who sends them is reached.
        loop: the event loop that the cells have.
        take: is given each message.
        refuse: is told why some were dropped.
        close: is called when the comm is closed.
    """

    def __init__(
        self,
        comm: Any,
        loop: asyncio.AbstractEventLoop,
        take: Callable[[Mapping[str, Any]], None],
        refuse: Callable[[str], None],
        close: Callable[[], None],
    ) -> None:
        self._loop = loop
        self._take = take
        self._refuse = refuse
        self._gate = Gate()
        comm.on_msg(self._receive)
        comm.on_close(lambda message: run_in(loop, close))

    def _receive(self, message: Mapping[str, Any]) -> None:
        if self._gate.lets():
            run_in(self._loop, partial(self._take, message))
        elif self._gate.tells():
            self._refuse(_TOO_MANY)


def run_in(loop: asyncio.AbstractEventLoop, work: Callable[[], None]) -> None:
    """Do something in an event loop: at once where it runs here, and else soon."""
    try:
        is_here = asyncio.get_running_loop() is loop
    except RuntimeError:
        is_here = True  # in Pyodide none need run, for there is one alone
    if is_here:
        work()
    else:
        loop.call_soon_threadsafe(work)


def loop_of(shell: Any) -> asyncio.AbstractEventLoop:
    """Return the event loop of a kernel's cells.

    Args:
        shell: the running ``InteractiveShell``.
    """
    # In Pyodide shells have no kernel that they know of, and there is one loop alone.
    kernel = getattr(shell, "kernel", None)
    known = getattr(getattr(kernel, "io_loop", None), "asyncio_loop", None)
    return known or asyncio.get_event_loop()
