"""What a cell has made of the names of its notebook, for outputs that are live."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

from reactor_nb.core.component import Component
from reactor_nb.core.context import Context
from reactor_nb.core.state import Computed, State
from reactor_nb.runtime.shape import Shape, shape_of
from reactor_nb.runtime.statements import Statement, read_statements

_SHARED: Final = (Component, Computed, Context, State, FunctionType, type)
_NOT_DATA: Final = (*_SHARED, ModuleType)
# What IPython keeps of outputs and inputs, and what stands in compiled cells.
_NOT_THE_AUTHORS: Final = re.compile(r"_+\d*|_i+\d*|_rnb_\w+")


@dataclass(frozen=True, slots=True)
class News:
    """What one cell has changed.

    Args:
        cell: the id of the cell.
        others: what stands for a name now, by what stood for it before.
        gone: what nothing of its kind stands for any more, with the name.
        names: those whose value or behaviour may be another one.
        resets: page state that is written in another way than before.
        shapes: of components, as they were before.
        made: the names that this cell has made, if it came to its end.
    """

    cell: str | None
    others: Mapping[Any, Any]
    gone: Mapping[Any, str]
    names: frozenset[str]
    resets: frozenset[State[Any]]
    shapes: Mapping[Component, Shape]
    made: frozenset[str]


class Changes:
    """Follows the names of a notebook from cell to cell.

    Args:
        names: the names and values of the notebook.
        ran: the ids and the sources of the cells that have run, in order.
    """

    def __init__(self, names: Mapping[str, Any], ran: Iterable[tuple[str | None, str]]) -> None:
        self._names = names
        self._texts: dict[str, str] = {}
        self._made: dict[str | None, frozenset[str]] = {}
        for cell, source in ran:
            self._read(cell, source)
        self._bound = self._now()
        self._missing: set[str] = set()
        self._shapes = {one: shape_of(one.function) for one in self._components()}

    def after(self, cell: str | None, source: str) -> News:
        """Return what a cell that has run has changed, whether it came to its end or not.

        Args:
            cell: its id.
            source: its source.
        """
        texts = dict(self._texts)
        statements = self._read(cell, source)
        others, gone = self._exchanged()
        defined = {name for one in statements for name in one.defines}
        needed = reach({name for one in statements for name in one.now}, self._names)
        touched = {
            name
            for name in needed
            if name in self._names and not isinstance(self._names[name], _NOT_DATA)
        }
        again = {self._name_of(new) for new in others.values()}
        news = News(
            cell,
            others,
            gone,
            frozenset(defined | touched | again | set(gone.values())),
            frozenset(self._resets(others, texts)),
            self._shapes,
            self._made.get(cell, frozenset()),
        )
        self._look_at_shapes(news)
        return news

    def _read(self, cell: str | None, source: str) -> list[Statement]:
        try:
            statements = read_statements(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return []
        for one in statements:
            self._texts.update(dict.fromkeys(one.defines, one.text))
        self._made[cell] = frozenset(name for one in statements for name in one.defines)
        return statements

    def _now(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in list(self._names.items())
            if isinstance(value, _SHARED) and not _NOT_THE_AUTHORS.fullmatch(name)
        }

    def _exchanged(self) -> tuple[dict[Any, Any], dict[Any, str]]:
        """Take note of what stands for each name now; return what is another thing, and gone."""
        now = self._now()
        others: dict[Any, Any] = {}
        gone: dict[Any, str] = {}
        for name, old in self._counting():
            new = now.get(name)
            if isinstance(new, type(old)):
                self._missing.discard(name)
                if new is not old:
                    others[old] = new
            elif name not in self._missing:
                self._missing.add(name)
                gone[old] = name
        # What is missing is known on, in case that it comes again.
        self._bound |= now
        for old in list(others):
            if isinstance(old, Context):
                others[vars(old)["_provider"]] = vars(others[old])["_provider"]
        return others, gone

    def _counting(self) -> Iterator[tuple[str, Any]]:
        """Yield each thing with the name that counts: of several that by which it calls itself."""
        names: dict[Any, str] = {}
        for name, value in self._bound.items():
            if value not in names or getattr(value, "name", "") == name:
                names[value] = name
        return ((name, value) for value, name in names.items())

    def _name_of(self, value: Any) -> str:
        return next((name for name, one in self._bound.items() if one is value), "")

    def _resets(self, others: Mapping[Any, Any], texts: Mapping[str, str]) -> Iterator[State[Any]]:
        for new in others.values():
            if isinstance(new, State):
                name = self._name_of(new)
                new.name = new.name or name
                if texts.get(name) != self._texts.get(name):
                    yield new

    def _components(self) -> Iterator[Component]:
        return (one for one in self._bound.values() if isinstance(one, Component))

    def _look_at_shapes(self, news: News) -> None:
        shapes = {}
        for one in self._components():
            known = self._shapes.get(one)
            if known is None or is_affected(one, news.names, self._names):
                known = shape_of(one.function)
            shapes[one] = known
        # Made anew: the news have those from before.
        self._shapes = shapes


def is_affected(value: Any, changed: frozenset[str], names: Mapping[str, Any]) -> bool:
    """Return whether code needs, when it runs, one of some names.

    Args:
        value: a component, a computed value, or a function.
        changed: the names.
        names: all names and values of the notebook.
    """
    needed = reach((), names, [value])
    return not changed.isdisjoint(needed)


def reach(wanted: Iterable[str], names: Mapping[str, Any], values: Iterable[Any] = ()) -> set[str]:
    """Return names, and all that is needed if each of them is called.

    Args:
        wanted: the names.
        names: all names and values of the notebook.
        values: what else is called.
    """
    found: set[str] = set()
    waiting = [*wanted]
    seen: set[int] = set()
    for one in values:
        waiting += _needs(one, seen)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _needs(names.get(name), seen)
    return found


def _needs(value: Any, seen: set[int]) -> set[str]:
    """Return the names in the code of a value, and in what that code has hold of."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or not isinstance(one, _SHARED):
            continue
        seen.add(id(one))
        if isinstance(one, FunctionType):
            found |= _names_in(one.__code__)
            waiting += _contents(one)
        elif isinstance(one, type):
            waiting += vars(one).values() if one.__module__ == "__main__" else ()
        elif isinstance(one, Component):
            waiting.append(one.function)
        elif isinstance(one, Computed):
            waiting.append(vars(one)["_function"])
    return found


def _contents(function: FunctionType) -> Iterator[Any]:
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:
            continue  # it is not bound yet


@lru_cache(maxsize=2_000)
def _names_in(code: CodeType) -> frozenset[str]:
    inside = (_names_in(one) for one in code.co_consts if isinstance(one, CodeType))
    return frozenset(code.co_names).union(*inside)
