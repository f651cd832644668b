"""Lines that only a notebook understands: found and left out, never run."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

_HELP = re.compile(r"\?{1,2}[\w%].*|%{0,2}[\w.*]+\?{1,2}")
_CELL = re.compile(r"\s*%%(?P<name>\w+)")
_PYTHON_CELLS = frozenset({"capture", "prun", "time"})
_INSTALL = re.compile(r"\s*[%!]\s*(?:python3?\s+-m\s+)?pip3?\s+install\b(?P<rest>.*)", re.DOTALL)
_SIGNS = re.compile(r"[%!?]")
_TRIPLE = ("'''", '"""')


@dataclass(frozen=True, slots=True)
class Magic:
    """A line that is left out, and the names it would have set."""

    line: int
    text: str
    names: tuple[str, ...] = ()

    @property
    def install(self) -> str | None:
        """The arguments of ``pip install``, if that is what the line does."""
        match = _INSTALL.match(self.text)
        return match["rest"] if match else None


@dataclass(frozen=True, slots=True)
class Plain:
    """A cell as plain Python, its lines kept, and what was left out of it.

    Args:
        tree: its syntax tree, where it is Python as it stands.
    """

    source: str
    magics: tuple[Magic, ...] = ()
    tree: ast.Module | None = None


def strip_magics(source: str) -> Plain:
    """Blank every line of a cell that is not Python but a command to the notebook."""
    if not _SIGNS.search(source):
        return Plain(source)
    first = next((line for line in source.split("\n") if line.strip()), "")
    cell = _CELL.match(first)
    if cell and cell["name"] not in _PYTHON_CELLS:
        line = source.split("\n").index(first) + 1
        return Plain("", (Magic(line, first.strip()),))
    if not cell:
        try:
            return Plain(source, (), ast.parse(source))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass  # or it has lines that are none
    return _strip_lines(source.split("\n"))


def _strip_lines(lines: list[str]) -> Plain:
    kept: list[str] = []
    magics: list[Magic] = []
    state = _Lexer()
    number = 0
    while number < len(lines):
        text = lines[number]
        names = None if state.inside else _command(text.strip())
        if names is None:
            state.feed(text)
            kept.append(text)
            number += 1
            continue
        end = number
        while lines[end].endswith("\\") and end + 1 < len(lines):
            end += 1
        joined = " ".join(line.rstrip("\\").strip() for line in lines[number : end + 1])
        magics.append(Magic(number + 1, joined, names))
        indent = text[: len(text) - len(text.lstrip())]
        # An indented magic may be the only line of its block.
        kept += [f"{indent}pass" if indent else ""] + [""] * (end - number)
        number = end + 1
    return Plain("\n".join(kept), tuple(magics))


def _command(text: str) -> tuple[str, ...] | None:
    """Return the names that a command sets, or nothing when the line is Python."""
    if text[:1] in {"%", "!"} or _HELP.fullmatch(text):
        return ()
    targets, equals, value = text.partition("=")
    value = value.lstrip()
    if not equals or value[:1] not in {"%", "!"} or value[1:2] == "=":
        return None
    if not re.fullmatch(r"[\w.,\s*]+", targets):
        return None
    return tuple(re.findall(r"[^\W\d]\w*", targets))


class _Lexer:
    """Knows whether a line ends inside a string or a bracket, so that the next continues it."""

    _token = re.compile(
        r"""\#.* | ''' | \"{3} | \\$ | [()\[\]{}]
        | '(?:\\.|[^'\\])*+(?:'|\\?$) | "(?:\\.|[^"\\])*+(?:"|\\?$)""",
        re.VERBOSE,
    )

    def __init__(self) -> None:
        self._depth = 0
        self._quote = ""
        self._continued = False

    @property
    def inside(self) -> bool:
        return bool(self._depth or self._quote or self._continued)

    def feed(self, line: str) -> None:
        """Take one line."""
        self._continued = False
        position = 0
        while position < len(line):
            step = self._skip_string if self._quote else self._step
            position = step(line, position)

    def _skip_string(self, line: str, position: int) -> int:
        pattern = re.compile(rf"(?:\\.|(?!{self._quote})[^\\])*+{self._quote}")
        end = pattern.match(line, position)
        if end is None:
            return len(line)
        self._quote = ""
        return end.end()

    def _step(self, line: str, position: int) -> int:
        token = self._token.search(line, position)
        if token is None:
            return len(line)
        text = token[0]
        if text in _TRIPLE:
            self._quote = text
        elif text in "([{":
            self._depth += 1
        elif text in ")]}":
            self._depth = max(0, self._depth - 1)
        elif text == "\\":
            self._continued = True
        return token.end()
