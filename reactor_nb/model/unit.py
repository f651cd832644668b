"""The smallest piece that goes to the server, to the browser, to both or to neither."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from reactor_nb.model.cell import Where
from reactor_nb.model.declare import PageCall, Root
from reactor_nb.model.facts import NO_FACTS, Facts, Place, place_of
from reactor_nb.model.parse import Mark

Kind = Literal[
    "import",
    "star",
    "function",
    "class",
    "component",
    "page",
    "action",
    "state",
    "value",
    "delete",
    "block",
    "expression",
    "typing",
    "main",
]

EXPORTED = frozenset({"component", "page", "action"})
"""The kinds of unit that an app is made of."""

NEVER = frozenset({"typing", "main"})
"""The kinds of unit that no app runs."""

BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.Match)


@dataclass(slots=True, eq=False)
class Links:
    """What a unit has to do with the modules beside the notebook; paths are dotted names.

    Args:
        named: what the names that it imports stand for.
        taken: what its functions import for themselves.
        used: what its functions use of what they import for themselves.
        modules: the modules that its import statements name.
        spelled: those that it names by a text, where no statement can be changed.
        lost: relative imports that stand in no package.
    """

    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    taken: Mapping[str, Place] = field(default_factory=dict)
    used: Mapping[str, Place] = field(default_factory=dict)
    modules: tuple[str, ...] = ()
    spelled: Mapping[str, Place] = field(default_factory=dict)
    lost: Mapping[str, Place] = field(default_factory=dict)


NO_LINKS = Links()


@dataclass(slots=True)
class Unit:
    """A top-level statement, or one imported name.

    Args:
        index: its position among all units, in file order.
        cell: the cell or the module that it stands in.
        facts: what it does to names; a loader that it names is not among them.
        alias: for an import, the one name of the statement that this unit is.
        mark: what the author forces its cell to be.
        last: whether it is the last statement of its cell, whose value a notebook shows.
        loaders: what a page needs for its loaders, on the server only.
        stub: what the browser's stub of an action needs.
        root: where it is needed though nothing names it.
        module: the module beside the notebook that it is in; empty for a cell.
        links: what it needs of modules beside the notebook.
        memo: what others worked out of this unit alone, by a name of theirs.
    """

    index: int
    cell: Where
    node: ast.stmt
    kind: Kind
    facts: Facts
    alias: ast.alias | None = None
    mark: Mark = ""
    last: bool = False
    pages: tuple[PageCall, ...] = ()
    loaders: Facts = NO_FACTS
    stub: Facts = NO_FACTS
    root: Root = ""
    public: bool = False
    open: bool = False
    module: str = ""
    links: Links = NO_LINKS
    memo: dict[str, Any] = field(default_factory=dict)

    def moved(self, index: int, cell: Where, module: str) -> Unit:
        """Return the unit at another place, with all that is known of it."""
        return Unit(
            index,
            cell,
            self.node,
            self.kind,
            self.facts,
            self.alias,
            self.mark,
            self.last,
            self.pages,
            self.loaders,
            self.stub,
            self.root,
            self.public,
            self.open,
            module,
            self.links,
            self.memo,
        )

    @property
    def name(self) -> str:
        """The first name it defines, or nothing."""
        return next(iter(self.facts.defines), "")

    @property
    def definite(self) -> bool:
        """Whether it surely binds what it binds."""
        return not isinstance(self.node, BLOCKS)

    @property
    def place(self) -> Place:
        """Where its author reads it: a function at its ``def``."""
        return place_of(self.node)
