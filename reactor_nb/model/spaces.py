"""The modules of an app as spaces of names: the notebook itself, and those beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reactor_nb.model.meaning import Meanings

NOTEBOOK = ""
"""The name of the space that the cells share."""

_LONGEST_WAY = 50


@dataclass(slots=True)
class Space:
    """One module.

    Args:
        name: its dotted name; empty for the notebook.
        path: its file, as seen from the notebook; empty for the notebook.
        package: the package that its relative imports start from.
        meanings: what its names stand for.
        units: the indices of its units, in file order.
        futures: what it imports of ``__future__``.
        broken: whether its file could not be read.
    """

    name: str = NOTEBOOK
    path: str = ""
    package: str = ""
    meanings: Meanings = field(default_factory=Meanings)
    units: list[int] = field(default_factory=list)
    futures: list[str] = field(default_factory=list)
    broken: bool = False

    @property
    def is_package(self) -> bool:
        """Whether other modules may be in it."""
        return bool(self.name) and self.package == self.name


class Spaces:
    """All modules of an app by their names."""

    def __init__(self) -> None:
        self._spaces: dict[str, Space] = {}
        self._way = 0
        self.add(Space())

    def __getitem__(self, name: str) -> Space:
        return self._spaces[name]

    def __contains__(self, name: object) -> bool:
        return name in self._spaces and name != NOTEBOOK

    def __iter__(self) -> Iterator[Space]:
        """Return the modules beside the notebook."""
        return (space for space in self._spaces.values() if space.name != NOTEBOOK)

    def __len__(self) -> int:
        """Return how many modules are beside the notebook."""
        return len(self._spaces) - 1

    def add(self, space: Space) -> None:
        """Add a module, and have its names followed into the others."""
        space.meanings = Meanings(space.package, self._follow)
        self._spaces[space.name] = space

    def holds(self, path: str | None) -> bool:
        """Tell whether a dotted path begins with a module beside the notebook."""
        return path is not None and path.partition(".")[0] in self

    def module_of(self, path: str) -> tuple[str, str]:
        """Return the module that a path leads to, and what follows it."""
        parts = path.split(".")
        length = 0
        while length < len(parts) and ".".join(parts[: length + 1]) in self:
            length += 1
        return ".".join(parts[:length]), ".".join(parts[length:])

    def _follow(self, path: str) -> str:
        """Return what a path stands for, if it is a name that a module only passes on."""
        if len(self._spaces) == 1 or not self.holds(path):
            return path
        module, rest = self.module_of(path)
        if not rest or self._way > _LONGEST_WAY:
            return path
        self._way += 1
        try:
            return self._spaces[module].meanings.of(rest) or path
        finally:
            self._way -= 1
