"""What was found out about each cell, kept for the next build: few cells change between two."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reactor_nb.model.cell import Cell, Where
from reactor_nb.model.diagnostics import Diagnostic, Span
from reactor_nb.model.meaning import Asked, Meanings
from reactor_nb.model.parse import Parsed
from reactor_nb.model.unit import Unit


@dataclass(frozen=True, slots=True)
class Reading:
    """The units of a cell, and what of the cells before it they were made with.

    Args:
        where: the cell that it was, by which its problems are told.
        futures: what it imports of ``__future__``.
        asked: what the names that it uses stood for before it.
        modules: the modules beside the notebook, as they were.
    """

    where: Where
    units: Sequence[Unit]
    futures: Sequence[str]
    problems: Sequence[Diagnostic]
    asked: Mapping[str, Asked]
    modules: Sequence[str]

    def holds(self, meanings: Meanings, modules: Sequence[str]) -> bool:
        """Tell whether reading the cell again would come to the same."""
        if self.modules != modules:
            return False
        return all(meanings.state(name) == before for name, before in self.asked.items())

    def problems_at(self, where: Where) -> list[Diagnostic]:
        """Return the problems as those of another cell."""
        return relocated(self.problems, where) if where != self.where else list(self.problems)


@dataclass(slots=True)
class _Entry:
    parsed: Parsed
    reading: Reading | None = None


@dataclass(slots=True)
class _Cells:
    """What is known of cells: by their text, and by their trees."""

    by_text: dict[object, list[_Entry]] = field(default_factory=lambda: defaultdict(list))
    by_tree: dict[ast.Module, _Entry] = field(default_factory=dict)


class Memory:
    """The cells of the last build; one notebook has one memory.

    A build takes from it what it can, and leaves in it what the next one can take.
    """

    def __init__(self) -> None:
        self._before = _Cells()
        self._now = _Cells()

    def begin(self) -> None:
        """Begin a build: what the last one knew is what this one may take."""
        self._before, self._now = self._now, _Cells()

    def parse(self, cell: Cell, parse: Callable[[Cell], Parsed]) -> Parsed:
        """Return a cell as it was read before, or have it read."""
        key = (isinstance(cell.index, int), cell.source, cell.tags)
        same = self._before.by_text.get(key)
        entry = same.pop(0) if same else _Entry(parse(cell))
        entry.parsed = _at(entry.parsed, cell)
        self._now.by_text[key].append(entry)
        self._now.by_tree[entry.parsed.tree] = entry
        return entry.parsed

    def reading(self, parsed: Parsed) -> Reading | None:
        """Return what came of reading a cell the last time."""
        entry = self._now.by_tree.get(parsed.tree)
        return entry.reading if entry else None

    def keep(self, parsed: Parsed, reading: Reading) -> None:
        """Remember what came of reading a cell."""
        entry = self._now.by_tree.get(parsed.tree)
        if entry:
            entry.reading = reading


def _at(parsed: Parsed, cell: Cell) -> Parsed:
    if parsed.cell == cell:
        return parsed
    return replace(parsed, cell=cell, problems=tuple(relocated(parsed.problems, cell.index)))


def relocated(problems: Iterable[Diagnostic], where: Where) -> list[Diagnostic]:
    """Return problems of one cell as those of another."""
    return [
        replace(each, span=Span.at(where, each.span.line, each.span.column)) for each in problems
    ]
