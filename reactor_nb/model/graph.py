"""Which units a name leads to, in file order."""

from __future__ import annotations

import ast
import builtins
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reactor_nb.model.analyze import Unit
from reactor_nb.model.facts import Facts, Place

Side = Literal["server", "client"]

BUILTINS = frozenset(
    {
        *(name for name in dir(builtins) if name != "_"),
        *("__annotations__", "__builtins__", "__class__", "__doc__", "__file__", "__loader__"),
        *("__name__", "__package__", "__path__", "__spec__", "__debug__"),
    }
)


@dataclass(frozen=True, slots=True)
class Need:
    """One name that a unit needs.

    Args:
        now: whether it is needed when the unit runs, not only when its functions are called.
        soft: whether nothing is wrong when the name does not exist.
    """

    name: str
    place: Place
    now: bool
    soft: bool = False


@dataclass(slots=True)
class Found:
    """The units that give a name.

    Args:
        clash: the cells that give it different meanings.
        too_late: the first unit that gives it, when all of them come after its use.
        deleted: the unit that deletes it before its use.
    """

    units: list[int] = field(default_factory=list)
    clash: tuple[int, ...] = ()
    too_late: int | None = None
    deleted: int | None = None


class Graph:
    """Answers where a name comes from; changes nothing."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self.stars = [unit.index for unit in units if unit.kind == "star"]
        self._bindings: dict[str, list[int]] = defaultdict(list)
        self._deletions: dict[str, list[int]] = defaultdict(list)
        self._late: dict[str, list[int]] = defaultdict(list)
        self._changers: dict[int, list[int]] = defaultdict(list)
        for unit in units:
            if unit.kind == "typing":
                continue
            for name in unit.facts.defines:
                self._bindings[name].append(unit.index)
            if unit.kind == "delete":
                for name in unit.facts.deletes:
                    self._deletions[name].append(unit.index)
            for name in unit.facts.late:
                self._late[name].append(unit.index)
        for unit in units:
            for owner in self._owners(unit):
                self._changers[owner].append(unit.index)

    def bindings(self, name: str) -> list[Unit]:
        """Return every unit that binds a name."""
        return [self.units[index] for index in self._bindings.get(name, ())]

    def changers(self, index: int) -> list[int]:
        """Return the units that change what a unit made: they go where it goes."""
        return self._changers.get(index, [])

    def _owners(self, unit: Unit) -> Iterator[int]:
        # The last expression of a cell is there to be looked at, unless its method's name says
        # that it changes something.
        effects = {} if unit.last else unit.facts.effects
        deletes = unit.facts.deletes if unit.kind == "delete" else {}
        for name in {**unit.facts.changes, **effects, **deletes}:
            for owner in self.find(Need(name, Place(1, 1), True), unit, "server").units:
                if owner != unit.index:
                    yield owner

    def find(self, need: Need, unit: Unit, side: Side) -> Found:
        """Return the units that give a name to a unit, as one side sees them."""
        every = self._visible(need.name, side)
        if not every:
            return Found(list(self._late.get(need.name, ())))
        names = every[: bisect_left(every, unit.index)] if need.now else every
        deleted = self._deleted(need.name, unit.index if need.now else len(self.units), side)
        if deleted is not None:
            remaining = [index for index in names if index > deleted]
            if not remaining and need.name not in BUILTINS:
                # A function may have been called before that.
                return Found([] if need.now else names, deleted=deleted)
            names = remaining
        if not names:
            builtin = need.name in BUILTINS or unit.index in every
            return Found(too_late=None if builtin else every[0])
        if all(self._is_plain_import(index) for index in names):
            return Found(self._submodules(need.name, unit, names))
        if self._is_one_import(names):
            return Found(names[:1])
        if need.now:
            return Found(self._until_definite(names))
        # Which of them a function sees depends on when it is called.
        return Found(names, self._clash(need.name, names))

    def _visible(self, name: str, side: Side) -> list[int]:
        every = self._bindings.get(name, [])
        hidden = "client" if side == "server" else "server"
        return [index for index in every if self.units[index].mark != hidden] or every

    def _deleted(self, name: str, limit: int, side: Side) -> int | None:
        """Return the last unit before another that deletes a name."""
        hidden = "client" if side == "server" else "server"
        for index in reversed(self._deletions.get(name, ())):
            if index < limit and self.units[index].mark != hidden:
                return index
        return None

    def _until_definite(self, names: Sequence[int]) -> list[int]:
        found = []
        for index in reversed(names):
            found.append(index)
            if self.units[index].definite:
                break
        return found

    def _clash(self, name: str, names: Sequence[int]) -> tuple[int, ...]:
        """Return the cells that define a name anew; ``x = clean(x)`` only refines it."""
        fresh = [i for i in names if i == names[0] or name not in self.units[i].facts.now]
        if self._is_one_import(fresh):
            return ()
        cells = tuple(dict.fromkeys(self.units[index].cell for index in fresh))
        return cells if len(cells) > 1 else ()

    def _is_one_import(self, names: Sequence[int]) -> bool:
        units = [self.units[index] for index in names]
        if not all(unit.alias for unit in units):
            return False
        return len({_import_key(unit) for unit in units}) == 1

    def _is_plain_import(self, index: int) -> bool:
        unit = self.units[index]
        return (
            isinstance(unit.node, ast.Import) and unit.alias is not None and not unit.alias.asname
        )

    def _submodules(self, name: str, unit: Unit, names: Sequence[int]) -> list[int]:
        """``import a.b`` and ``import a.c`` both bind ``a``; return those that are used."""
        modules: dict[str, int] = {}
        for index in names:
            alias = self.units[index].alias
            if alias:
                modules.setdefault(alias.name, index)
        uses = [each for each in unit.facts.dotted if each.partition(".")[0] == name]
        used = [i for module, i in modules.items() if _touches(module, uses)]
        return used or list(modules.values())


def _touches(module: str, uses: Sequence[str]) -> bool:
    return any(f"{use}.".startswith(f"{module}.") for use in uses)


def _import_key(unit: Unit) -> tuple[object, ...]:
    node, alias = unit.node, unit.alias
    assert alias is not None
    module = (node.module, node.level) if isinstance(node, ast.ImportFrom) else None
    return (module, alias.name, alias.asname)


def needs(unit: Unit, side: Side) -> Iterator[Need]:
    """Return what a unit needs on one side; in the browser an action is only a stub."""
    if side == "client":
        yield from _needs_of(unit.stub if unit.kind == "action" else unit.facts)
        return
    yield from _needs_of(unit.facts)
    yield from _needs_of(unit.loaders)
    for name, place in unit.facts.hints.items():
        yield Need(name, place, now=True, soft=True)


def _needs_of(facts: Facts) -> Iterator[Need]:
    for name, place in facts.now.items():
        yield Need(name, place, now=True, soft=name in facts.defines)
    for name, place in facts.later.items():
        yield Need(name, place, now=False)
    for name, place in {**facts.maybe, **facts.late}.items():
        yield Need(name, place, now=False, soft=True)
