"""Lists of components: the calls for items that were there before are the very same ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from operator import is_not, ne, or_
from typing import Any, NamedTuple

from reactor_nb.core.component import Component
from reactor_nb.core.instance import current
from reactor_nb.core.memo import SCALARS, is_immutable, same_value
from reactor_nb.core.reading import SAME, Change, Made, New, Reading
from reactor_nb.core.template import NotConstant
from reactor_nb.core.vnode import MAX_CHILDREN, VComponent


class _Kept(NamedTuple):
    """A list as the last render of an instance had it.

    ``columns`` has arguments that read names from elsewhere, ``same`` those that are the same in
    all calls, by their numbers.
    """

    component: Component
    items: list[Any]
    frees: list[Any]
    columns: dict[int, Sequence[Any]]
    same: list[Any]
    calls: Sequence[VComponent]


class Calls(Reading):
    """What stands in a compiled source for a list of calls of one component."""

    def each(self, component: Any, make: Any, items: Any, condition: Any, *more: Any) -> list[Any]:
        """Return the calls.

        Args:
            component: what is called.
            make: does the calls for a list of items.
            items: what the author goes through.
            condition: tells which items have a call.
            more: what returns the values of names from elsewhere, and what works out each argument.
        """
        if component.__class__ is Component and items.__class__ in (list, tuple):
            try:
                return self._known(component, make, items, condition, *more)
            except Exception:
                # Done in the author's way, it is told at its line.
                pass
        if condition is None:
            return list(make(items))
        return [call for item in items if condition((item,))[0] for call in make((item,))]

    def _known(
        self, component: Component, make: Any, items: Iterable[Any], condition: Any, *more: Any
    ) -> list[Any]:
        bases, makes = more
        lists = getattr(current.get(), "lists", None)
        if lists is None or component.memo is not None:
            raise NotConstant
        old: _Kept | None = lists.pop(self, None)
        frees = self.free_values(bases)
        items = self.chosen(items, condition, makes)
        if not items or len(items) > MAX_CHILDREN:
            raise NotConstant
        same = [
            makes[at](items[:1])[0] for at, (kind, *_) in enumerate(self.arguments) if kind == SAME
        ]
        if old and not (old.component is component and all(map(same_value, old.same, same))):
            old = None
        change = Change(old.items, items) if old else New(items)
        fresh = Made(self, makes, change.fresh)
        if not (self.look(fresh) and all(map(is_immutable, same))):
            raise NotConstant
        columns, others = self._columns(old, frees, change, fresh, Made(self, makes, items))
        calls = [*change.merged(old.calls if old else (), make(change.fresh))]
        for at, call in zip(others, make([items[at] for at in others]), strict=True):
            calls[at] = call
        for call in calls:
            call.is_fixed = True
        lists[self] = _Kept(component, items, frees, columns, same, calls)
        return [*calls]

    def _columns(
        self, old: _Kept | None, frees: list[Any], change: New, fresh: Made, whole: Made
    ) -> tuple[dict[int, Sequence[Any]], list[int]]:
        """Return the arguments that read names from elsewhere, and where that makes another call.

        Raises:
            NotConstant: an argument may change.
        """
        stale = self.stale(old and old.frees, frees)
        columns: dict[int, Sequence[Any]] = {}
        others: set[int] = set()
        for at, (kind, needed, *path) in enumerate(self.arguments):
            if kind == SAME or path:
                continue
            column = fresh.column(at)
            if old and needed:
                before = column = change.merged(old.columns[at], column)
                if not stale.isdisjoint(needed):
                    column = whole.column(at)
                    others.update(_differing(before, column))
            if not SCALARS.issuperset(map(type, column)):
                raise NotConstant
            if needed:
                columns[at] = column
        return columns, sorted(others)


def _differing(old: Sequence[Any], new: Sequence[Any]) -> Iterable[int]:
    """Return where two columns of scalars differ; one and true do."""
    kinds = map(is_not, map(type, old), map(type, new))
    return compress(range(len(new)), map(or_, map(ne, old, new), kinds))
