"""A second definition of a component: the kernel takes the last one, and its author is told."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from reactor_nb.core.component import Component
from reactor_nb.runtime.registry import Action


class Definitions:
    """Which cell made each component and action of a notebook.

    Args:
        names: the names and values of the notebook.
    """

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names
        self._known: dict[str, tuple[Any, str | None]] = {}

    def after_cell(self, result: Any) -> None:
        """Look at what a cell made; a console has no cells, and nothing is told there.

        Args:
            result: what IPython says of the run.
        """
        cell: str | None = getattr(result.info, "cell_id", None)
        for name, kind in self._made_anew(cell):
            if not _refines(name, result.info):
                warnings.warn(
                    f"the {kind} {name!r} was made by another cell, too. Here the last one holds; "
                    "an export takes no second one, so rename it, or delete the other cell",
                    stacklevel=1,
                )

    def _made_anew(self, cell: str | None) -> Iterator[tuple[str, str]]:
        """Yield what stands for something else now than what another cell made."""
        for name, (value, origin) in list(self._known.items()):
            now = self._names.get(name, value)
            if now is not value:
                del self._known[name]
                if None not in (cell, origin) and cell != origin:
                    yield name, "action" if isinstance(value, Action) else "component"
        for name, value in list(self._names.items()):
            if isinstance(value, Component | Action) and not name.startswith("_"):
                self._known.setdefault(name, (value, cell))


def _refines(name: str, info: Any) -> bool:
    """Tell whether a cell only gives a component more, as ``Row = framed(Row)`` does."""
    from reactor_nb.model.reader import read_facts

    try:
        tree = ast.parse(getattr(info, "transformed_cell", None) or "")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(name in read_facts([node]).now for node in tree.body)
