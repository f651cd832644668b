"""What the components of a preview print in a kernel: it goes where it always goes, and is kept."""

from __future__ import annotations

import sys
from contextvars import ContextVar
from typing import Any, Final

from reactor_nb.core.work import using
from reactor_nb.devtools.console import Console, Lines

# In a context, not in a variable: what a handler awaits goes on in its own, between cells.
_console: Final[ContextVar[Console | None]] = ContextVar("reactor_nb_console", default=None)


def kept_in(console: Console | None) -> using:
    """Have a console keep what is printed inside the block, and by all that begins there.

    Args:
        console: what keeps it; nothing, for what is no part of the page.
    """
    # Each time: IPython, too, puts a function there, and takes away what came after it.
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not isinstance(getattr(stream, "write", None), _Write):
            # The stream stays what it is: kernels know theirs, and tell it which cell runs.
            stream.write = _Write(stream.write, name)
    return using(_console, console)


class _Write:
    """What writes to a stream, and gives lines to a console where one is meant.

    Args:
        own: what the stream does.
        name: of the stream.
    """

    def __init__(self, own: Any, name: str) -> None:
        self._own = own
        self._lines = Lines(name)

    def __call__(self, text: str) -> Any:
        console = _console.get()
        # There may be another one below.
        with using(_console, None):
            count = self._own(text)
        if console is not None:
            self._lines.add(text, console)
        return count
