"""From a line of an emitted module back to the author's cell and line."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from reactor_nb.core.location import CELLS_NAME
from reactor_nb.model.app import Source
from reactor_nb.model.cell import Row
from reactor_nb.model.diagnostics import Span


class Places:
    """Where the lines of an emitted module come from.

    Args:
        source: the module.
        rows: its line table: first line in the module, cell, first line in the cell; without
            one, the table that the module ends with.
    """

    def __init__(self, source: str, rows: Iterable[Row] | None = None) -> None:
        self._tree = ast.parse(source)
        self._rows = list(_own_rows(self._tree) if rows is None else rows)

    def find(self, line: int) -> Span:
        """Return the cell and the line in it; an empty span for a line that is ours."""
        found = Span(None, None)
        for first, cell, first_in_cell in self._rows:
            if first <= line:
                found = Span.at(cell, line - first + first_in_cell)
        return found

    def imports(self) -> dict[str, Span]:
        """Return each top-level module that is imported, and where first."""
        found: dict[str, Span] = {}
        for module, line in sorted(_imports(self._tree), key=lambda pair: pair[1]):
            found.setdefault(module, self.find(line))
        return found


def imports_of(sources: Iterable[Source]) -> dict[str, Span]:
    """Return each top-level module that some code imports, and where first."""
    found: dict[str, Span] = {}
    for source in sources:
        for module, span in Places(source.text, source.rows).imports().items():
            found.setdefault(module, span)
    return found


def _own_rows(tree: ast.Module) -> Iterator[Row]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == CELLS_NAME:
            yield from ast.literal_eval(node.value)


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.partition(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0], node.lineno
