"""Which units a name leads to, in file order."""

from __future__ import annotations

import ast
import builtins
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reactor_nb.model.app import Side
from reactor_nb.model.facts import Facts, Place, dotted_name
from reactor_nb.model.spaces import Spaces
from reactor_nb.model.unit import NEVER, Unit

BUILTINS = frozenset(
    {
        *(name for name in dir(builtins) if name != "_"),
        *("__annotations__", "__builtins__", "__class__", "__doc__", "__file__", "__loader__"),
        *("__name__", "__package__", "__path__", "__spec__", "__debug__"),
    }
)


class Need(NamedTuple):
    """One name that a unit needs.

    Args:
        now: whether it is needed when the unit runs, not only when its functions are called.
        soft: whether nothing is wrong when the name does not exist.
        path: whether it is the full name of something in a module beside the notebook.
        attributes: what of it is used, if it should be such a module; empty for all of it.
    """

    name: str
    place: Place
    now: bool
    soft: bool = False
    path: bool = False
    attributes: tuple[str, ...] = ("",)


@dataclass(slots=True)
class Found:
    """The units that give a name.

    Args:
        names: what a unit is called where it is in another module.
        clash: the cells that give it different meanings.
        too_late: the first unit that gives it, when all of them come after its use.
        deleted: the unit that deletes it before its use.
        missing: what is not there, in which module beside the notebook.
    """

    units: list[int] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    clash: tuple[int, ...] = ()
    too_late: int | None = None
    deleted: int | None = None
    missing: tuple[str, str] | None = None


class Graph:
    """Answers where a name comes from; changes nothing.

    Args:
        units: all units of an app.
        spaces: its modules.
    """

    def __init__(self, units: Sequence[Unit], spaces: Spaces) -> None:
        self.units = units
        self.spaces = spaces
        self._bindings: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._deletions: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._late: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._stars: dict[str, list[int]] = defaultdict(list)
        self._changers: dict[int, list[int]] = defaultdict(list)
        self._one_import: dict[tuple[str, str], bool] = {}
        self._has_sides = any(unit.mark in {"server", "client"} for unit in units)
        for unit in units:
            if unit.kind not in NEVER:
                self._enter(unit)
        for unit in units:
            for owner in dict.fromkeys(self._owners(unit)):
                if owner != unit.index:
                    self._changers[owner].append(unit.index)

    def _enter(self, unit: Unit) -> None:
        for name in unit.facts.defines:
            self._bindings[unit.module, name].append(unit.index)
        if unit.kind == "delete":
            for name in unit.facts.deletes:
                self._deletions[unit.module, name].append(unit.index)
        for name in unit.facts.late:
            self._late[unit.module, name].append(unit.index)
        if unit.kind == "star":
            self._stars[unit.module].append(unit.index)

    def bindings(self, unit: Unit, name: str) -> list[Unit]:
        """Return every unit that binds a name in the module of a unit."""
        return [self.units[index] for index in self._bindings.get((unit.module, name), ())]

    def stars(self, module: str) -> list[Unit]:
        """Return the units of a module that import every name of another."""
        return [self.units[index] for index in self._stars.get(module, ())]

    def changers(self, index: int) -> list[int]:
        """Return the units that change what a unit made: they go where it goes."""
        return self._changers.get(index, [])

    def _owners(self, unit: Unit) -> Iterator[int]:
        """Yield the units whose objects a unit changes when it runs."""
        facts = unit.facts
        # The last expression of a cell is there to be looked at, unless its method's name says
        # that it changes something.
        names = dict(facts.changes) if unit.last else {**facts.changes, **facts.effects}
        if unit.kind == "delete":
            names |= facts.deletes
        for name in names:
            # What is done to a whole module has no owner in it.
            need = Need(name, Place(1, 1), True, attributes=touched_attributes(facts, name))
            yield from self.origins(need, unit)
        for decorator in getattr(unit.node, "decorator_list", ()):
            yield from self._owners_by_decorator(decorator, unit)

    def _owners_by_decorator(self, decorator: ast.expr, unit: Unit) -> Iterator[int]:
        """``@register`` may put what it decorates into a table, which then needs it."""
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        name, _, path = (dotted_name(called) or "").partition(".")
        if not name:
            return
        for index in self.origins(Need(name, Place(1, 1), True, attributes=(path,)), unit):
            function = self.units[index]
            for changed in function.facts.changes_later:
                need = Need(changed, Place(1, 1), False, attributes=())
                yield from self.origins(need, function)

    def origins(self, need: Need, unit: Unit) -> Iterator[int]:
        """Yield the units that give a name, those in other modules included."""
        found = self.find(need, unit, "server")
        yield from found.units
        for index in found.units:
            for path in self.units[index].links.named.get(need.name, ()):
                yield from self._in_module(path, "server", whole=False).units

    def find(self, need: Need, unit: Unit, side: Side) -> Found:
        """Return the units that give a name to a unit, as one side sees them."""
        if need.path:
            return self._in_module(need.name, side, whole=bool(need.attributes))
        found = self._here(need, unit, side)
        for index in list(found.units):
            for path in self.units[index].links.named.get(need.name, ()):
                if self.spaces.module_of(path)[1] == "":
                    self._add_attributes(found, path, need.attributes, side)
        return found

    def _add_attributes(
        self, found: Found, path: str, attributes: Iterable[str], side: Side
    ) -> None:
        """Add what is used of a module beside the notebook."""
        for attribute in attributes:
            inside = self._in_module(f"{path}.{attribute}" if attribute else path, side)
            found.names |= {index: inside.names.get(index, "") for index in inside.units}
            found.units += [index for index in inside.units if index not in found.units]
            found.missing = found.missing or inside.missing

    # --- names of the same module

    def _here(self, need: Need, unit: Unit, side: Side) -> Found:
        key = (unit.module, need.name)
        every = self._bindings.get(key)
        if every is None:
            return Found(list(self._late.get(key, ())))
        if len(every) == 1 and every[0] < unit.index and key not in self._deletions:
            return Found(every[:])
        return self._among(key, self._visible(key, side), need, unit, side)

    def _among(
        self, key: tuple[str, str], every: list[int], need: Need, unit: Unit, side: Side
    ) -> Found:
        """Return which of the units that bind a name give it to another."""
        if self._is_always_one_import(key):
            first = every[0]
            return Found(too_late=first) if need.now and first >= unit.index else Found([first])
        names = every[: bisect_left(every, unit.index)] if need.now else every
        deleted = self._deleted(key, unit.index if need.now else len(self.units), side)
        if deleted is not None:
            remaining = [index for index in names if index > deleted]
            if not remaining and need.name not in BUILTINS:
                # A function may have been called before that.
                return Found([] if need.now else list(names), deleted=deleted)
            names = remaining
        if not names:
            builtin = need.name in BUILTINS or unit.index in every
            return Found(too_late=None if builtin else every[0])
        if len(names) == 1:
            return Found(list(names))
        if all(self._is_plain_import(index) for index in names):
            return Found(self._submodules(need, names))
        if self._is_one_import(names):
            return Found(names[:1])
        if need.now:
            return Found(self._until_definite(names))
        # Which of them a function sees depends on when it is called.
        return Found(list(names), clash=self._clash(need.name, names))

    def _is_always_one_import(self, key: tuple[str, str]) -> bool:
        """Tell whether a name is the same import wherever it is bound, and stays it."""
        known = self._one_import.get(key)
        if known is None:
            every = self._bindings[key]
            same = len(every) > 1 and self._is_one_import(every)
            known = same and key not in self._deletions
            self._one_import[key] = known
        return known

    def _visible(self, key: tuple[str, str], side: Side) -> list[int]:
        every = self._bindings.get(key, [])
        if not self._has_sides:
            return every
        hidden = "client" if side == "server" else "server"
        return [index for index in every if self.units[index].mark != hidden] or every

    def _deleted(self, key: tuple[str, str], limit: int, side: Side) -> int | None:
        """Return the last unit before another that deletes a name."""
        hidden = "client" if side == "server" else "server"
        for index in reversed(self._deletions.get(key, ())):
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
        return tuple(each for each in cells if isinstance(each, int)) if len(cells) > 1 else ()

    def _is_one_import(self, names: Sequence[int]) -> bool:
        first = self.units[names[0]]
        if first.alias is None:
            return False
        key = _import_key(first)
        return all(
            self.units[index].alias is not None and _import_key(self.units[index]) == key
            for index in names
        )

    def _is_plain_import(self, index: int) -> bool:
        unit = self.units[index]
        return (
            isinstance(unit.node, ast.Import) and unit.alias is not None and not unit.alias.asname
        )

    def _submodules(self, need: Need, names: Sequence[int]) -> list[int]:
        """``import a.b`` and ``import a.c`` both bind ``a``; return those that are used."""
        modules: dict[str, int] = {}
        for index in names:
            alias = self.units[index].alias
            if alias:
                modules.setdefault(alias.name, index)
        uses = [f"{need.name}.{each}" for each in need.attributes if each]
        used = [i for module, i in modules.items() if _touches(module, uses)]
        return used or list(modules.values())

    # --- names of modules beside the notebook

    def _in_module(self, path: str, side: Side, *, whole: bool = True) -> Found:
        """Return the units that a full name leads to.

        Args:
            whole: whether all of a module is taken where it is one.
        """
        first, *parts = path.split(".")
        module = first
        for position, name in enumerate(parts):
            if self._visible((module, name), side):
                return self._member(module, name, parts[position + 1 :], side)
            if f"{module}.{name}" not in self.spaces:
                return self._absent(module, name)
            module = f"{module}.{name}"
        if not whole:
            return Found()
        units = [i for i in self.spaces[module].units if self.units[i].kind not in NEVER]
        return Found(units, dict.fromkeys(units, module))

    def _member(self, module: str, name: str, rest: Sequence[str], side: Side) -> Found:
        last = self.units[self.spaces[module].units[-1]]
        attributes = (".".join(rest),)
        need = Need(name, Place(1, 1), False, attributes=attributes)
        found = self._here(need, last, side)
        names = dict.fromkeys(found.units, f"{module}.{name}")
        if found.deleted is not None:
            return replace(found, names=names, missing=(module, name))
        found.names = names
        for index in list(found.units):
            for inner in self.units[index].links.named.get(name, ()):
                deeper = ".".join([inner, *rest])
                # ``from .queries import load`` in a package brings its own need.
                if self.spaces.module_of(inner)[1] == "" and deeper != f"{module}.{name}":
                    self._add_attributes(found, inner, attributes, side)
        return found

    def _absent(self, module: str, name: str) -> Found:
        """A module may make names when it is asked for them, or take them all from elsewhere."""
        maker = self._bindings.get((module, "__getattr__"))
        if maker:
            return Found(list(maker), dict.fromkeys(maker, f"{module}.{name}"))
        stars = self._stars.get(module)
        if stars:
            return Found(list(stars), dict.fromkeys(stars, f"{module}.{name}"))
        known = self.spaces[module].broken or (name.startswith("__") and name.endswith("__"))
        return Found(missing=None if known else (module, name))


def touched_attributes(facts: Facts, name: str) -> tuple[str, ...]:
    """Return which attributes of a name a unit changes."""
    start = f"{name}."
    return tuple(each[len(start) :] for each in facts.touched if each.startswith(start))


def _touches(module: str, uses: Sequence[str]) -> bool:
    return any(f"{use}.".startswith(f"{module}.") for use in uses)


def _import_key(unit: Unit) -> tuple[object, ...]:
    node, alias = unit.node, unit.alias
    assert alias is not None
    module = (node.module, node.level) if isinstance(node, ast.ImportFrom) else None
    return (module, alias.name, alias.asname)


def needs(unit: Unit, side: Side) -> tuple[Need, ...]:
    """Return what a unit needs on one side; in the browser an action is only a stub."""
    found: tuple[Need, ...] | None = unit.memo.get(side)
    if found is None:
        found = unit.memo[side] = _needs_on(unit, side)
    return found


def _needs_on(unit: Unit, side: Side) -> tuple[Need, ...]:
    if side == "client":
        if unit.kind == "action":
            return tuple(_needs_of(unit.stub))
        return (*_needs_of(unit.facts), *_needs_of_modules(unit))
    hints = [(*dotted.partition("."), place) for dotted, place in unit.facts.hints.items()]
    # But for an action, the server needs all that the browser does.
    return (
        *(needs(unit, "client") if unit.kind != "action" else _needs_of(unit.facts)),
        *(_needs_of_modules(unit) if unit.kind == "action" else ()),
        *needs_of_loaders(unit),
        *(
            Need(name, place, now=True, soft=True, attributes=(path,))
            for name, _, path, place in hints
        ),
    )


def needs_of_loaders(unit: Unit) -> Iterator[Need]:
    """Return what a page needs for its loaders."""
    return _needs_of(unit.loaders)


def _needs_of(facts: Facts) -> Iterator[Need]:
    for name, place in facts.now.items():
        soft = name in facts.defines
        yield Need(name, place, now=True, soft=soft, attributes=facts.attributes(name))
    for name, place in facts.later.items():
        yield Need(name, place, now=False, attributes=facts.attributes(name))
    for name, place in {**facts.maybe, **facts.late}.items():
        yield Need(name, place, now=False, soft=True, attributes=facts.attributes(name))


def _needs_of_modules(unit: Unit) -> Iterator[Need]:
    links = unit.links
    if unit.kind == "star":
        for module in links.modules:
            yield Need(f"{module}.*", unit.place, now=False, path=True)
    soft = not unit.definite  # ``try: from fast import x`` has another way
    for name, paths in links.named.items():
        place = unit.facts.defines.get(name) or unit.place
        for path in paths:
            yield Need(path, place, now=False, soft=soft, path=True, attributes=())
    for path, place in links.taken.items():
        yield Need(path, place, now=False, path=True, attributes=())
    for path, place in links.used.items():
        yield Need(path, place, now=False, path=True)
