"""One cell as a syntax tree: its mark read, its magics left out, its mistakes reported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from reactor_nb.model.cell import Cell, Where
from reactor_nb.model.dead import without_dead_branches
from reactor_nb.model.diagnostics import Diagnostic, Severity, Span
from reactor_nb.model.facts import Place
from reactor_nb.model.magics import Magic, Plain, strip_magics

Mark = Literal["", "server", "client", "shared", "skip", "test"]

_MARK = re.compile(r"\s*reactor\s*:\s*(?P<word>\S*)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A cell that was read; ``tree`` is empty when the cell is not Python.

    Args:
        source: the cell's text with its magics and dead branches blanked, line for line.
        mark: what the author forces the cell to be.
    """

    cell: Cell
    source: str
    tree: ast.Module
    mark: Mark = ""
    magics: tuple[Magic, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def problem(
    code: str,
    message: str,
    cell: Where,
    place: Place | None = None,
    *,
    hint: str = "",
    severity: Severity = "error",
) -> Diagnostic:
    """Return a diagnostic at a place of a cell, or of a module."""
    line, column = place or (None, None)
    return Diagnostic(code, message, Span.at(cell, line, column), severity, hint)


def parse_cell(cell: Cell) -> Parsed:
    """Read one cell."""
    plain = strip_magics(cell.source)
    return _parse(cell, plain, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


def parse_module(cell: Cell) -> Parsed:
    """Read a module beside the notebook, which is Python and nothing more."""
    return _parse(cell, Plain(cell.source), 0)


def _parse(cell: Cell, plain: Plain, flags: int) -> Parsed:
    mark, problems = _read_mark(cell)
    tree = ast.Module(body=[], type_ignores=[])
    source = plain.source
    try:
        parsed = plain.tree or ast.parse(source)
        compile(parsed, "<cell>", "exec", flags, dont_inherit=True)
        source = without_dead_branches(source, parsed)
        tree = parsed if source is plain.source else ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        if mark != "skip":
            problems.append(_problem_of(cell, error))
    return Parsed(cell, source, tree, mark, plain.magics, tuple(problems))


def _problem_of(cell: Cell, error: Exception) -> Diagnostic:
    if isinstance(error, SyntaxError):
        return _syntax_problem(cell, error)
    if isinstance(error, ValueError):
        return problem("RNB001", f"the text cannot be read: {error}", cell.index)
    return problem("RNB001", "the code is nested too deeply", cell.index, Place(1, 1))


def _syntax_problem(cell: Cell, error: SyntaxError) -> Diagnostic:
    lines = cell.source.count("\n") + 1
    place = Place(min(error.lineno or 1, lines), max(error.offset or 1, 1))
    line = cell.source.split("\n")[place.line - 1]
    hint = "write %pip install, with a percent sign" if line.startswith("pip install") else ""
    return problem("RNB001", f"not valid Python: {error.msg}", cell.index, place, hint=hint)


def _read_mark(cell: Cell) -> tuple[Mark, list[Diagnostic]]:
    if "reactor" not in cell.source.lower() and not cell.tags:
        return "", []
    words = list(dict.fromkeys(_mark_words(cell)))
    allowed = get_args(Mark)[1:]
    for word in words:
        if word not in allowed:
            return "", [_bad_mark(cell, f"'reactor: {word}' means nothing")]
    if len(words) > 1:
        return "", [_bad_mark(cell, f"the cell is marked both {' and '.join(words)}")]
    return (next((each for each in allowed if each in words), "")), []


def _bad_mark(cell: Cell, message: str) -> Diagnostic:
    hint = "use one of: server, client, shared, skip, test"
    return problem("RNB011", message, cell.index, Place(1, 1), hint=hint)


def _mark_words(cell: Cell) -> Iterator[str]:
    lines = (line.strip() for line in cell.source.split("\n"))
    # A cell magic such as %%time must be the very first line.
    first = next((line for line in lines if line and not line.startswith("%%")), "")
    texts = [*cell.tags, *([first[1:]] if first.startswith("#") else [])]
    for text in texts:
        if match := _MARK.fullmatch(text):
            yield match["word"].lower()
