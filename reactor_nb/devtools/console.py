"""What the app prints: kept for a panel that may be opened later, as much as is worth keeping."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from types import FrameType
from typing import Final, NamedTuple, TextIO

from reactor_nb.core.component import Component
from reactor_nb.core.instance import current
from reactor_nb.core.location import CELLS_NAME, describe

MOST_LINES: Final = 1000
_LONGEST: Final = 2_000


class Line(NamedTuple):
    """One line that was printed.

    Args:
        stream: where to, or how bad it is: ``stdout``, ``stderr``, ``warning`` or ``error``.
        text: the line.
        component: the component whose code printed it, where that is known.
        place: where in the author's code that was, as in ``cell 4, line 7``.
    """

    stream: str
    text: str
    component: str = ""
    place: str = ""


class Console:
    """Keeps the newest lines of what is written to some streams.

    Nothing is told while a program runs on and on: who listens is called once, and then takes all
    lines there are at a time that suits it.
    """

    def __init__(self) -> None:
        self._lines: deque[Line] = deque(maxlen=MOST_LINES)
        self._left_out = 0
        self.heard: Callable[[], None] | None = None

    def add(self, line: Line) -> None:
        """Keep a line."""
        if len(self._lines) == MOST_LINES:
            self._left_out += 1
        self._lines.append(line._replace(text=line.text[:_LONGEST]))
        heard, self.heard = self.heard, None
        if heard is not None:
            heard()

    def take(self) -> tuple[list[Line], int]:
        """Return the lines that were kept, and how many came before them and were not."""
        taken = list(self._lines), self._left_out
        self._lines.clear()
        self._left_out = 0
        return taken


class Lines:
    """Makes lines of what is written to a stream, for a console.

    Args:
        name: what the console calls the stream.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._begun = ""

    def add(self, text: str, console: Console) -> None:
        """Take a text; its lines are kept when they are whole."""
        *lines, rest = (self._begun + text).split("\n")
        # A line without an end is cut here and there.
        self._begun = rest[-_LONGEST:]
        if lines:
            writer = _writer()
            for line in lines[-MOST_LINES:]:
                console.add(Line(self._name, line, *writer))


class Tee:
    """A stream that writes to another one, and whose lines a console keeps.

    Args:
        stream: the other one.
        name: what the console calls it.
        console: keeps the lines.
    """

    def __init__(self, stream: TextIO, name: str, console: Console) -> None:
        self._stream = stream
        self._lines = Lines(name)
        self._console = console

    def write(self, text: str) -> int:
        """Write a text; its lines are kept when they are whole."""
        count = self._stream.write(text)
        self._lines.add(text, self._console)
        return count

    def flush(self) -> None:
        """Write what the other one has not written yet."""
        self._stream.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def _writer() -> tuple[str, str]:
    """Return the component whose code runs, and where that is; empty where it is not known."""
    place = ""
    instance = current.get()
    component = "" if instance is None or instance.component.is_ours else instance.component.name
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not (component and place):
        names, code = frame.f_globals, frame.f_code
        if CELLS_NAME in names:
            place = place or describe(names, code.co_filename, frame.f_lineno)
            # A handler or an effect is a function inside its component.
            outermost = code.co_qualname.partition(".")[0]
            if not component and isinstance(names.get(outermost), Component):
                component = outermost
        frame = frame.f_back
    return component, place
