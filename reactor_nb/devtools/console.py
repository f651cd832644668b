"""What the app prints: kept for a panel that may be opened later, as much as is worth keeping."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final, TextIO

MOST_LINES: Final = 1000
_LONGEST: Final = 2_000

Line = tuple[str, str]


class Console:
    """Keeps the newest lines of what is written to some streams.

    Nothing is told while a program runs on and on: who listens is called once, and then takes all
    lines there are at a time that suits it.
    """

    def __init__(self) -> None:
        self._lines: deque[Line] = deque(maxlen=MOST_LINES)
        self._left_out = 0
        self.heard: Callable[[], None] | None = None

    def add(self, stream: str, line: str) -> None:
        """Keep a line."""
        if len(self._lines) == MOST_LINES:
            self._left_out += 1
        self._lines.append((stream, line[:_LONGEST]))
        heard, self.heard = self.heard, None
        if heard is not None:
            heard()

    def take(self) -> tuple[list[Line], int]:
        """Return the lines that were kept, and how many came before them and were not."""
        taken = list(self._lines), self._left_out
        self._lines.clear()
        self._left_out = 0
        return taken


class Tee:
    """A stream that writes to another one, and whose lines a console keeps.

    Args:
        stream: the other one.
        name: what the console calls it.
        console: keeps the lines.
    """

    def __init__(self, stream: TextIO, name: str, console: Console) -> None:
        self._stream = stream
        self._name = name
        self._console = console
        self._begun = ""

    def write(self, text: str) -> int:
        """Write a text; its lines are kept when they are whole."""
        count = self._stream.write(text)
        *lines, rest = (self._begun + text).split("\n")
        # A line without an end is cut here and there.
        self._begun = rest[-_LONGEST:]
        for line in lines[-MOST_LINES:]:
            self._console.add(self._name, line)
        return count

    def flush(self) -> None:
        """Write what the other one has not written yet."""
        self._stream.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
