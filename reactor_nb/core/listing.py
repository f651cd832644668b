"""Lists whose rows depend on their items alone: only what changed is worked out anew.

The compiler gives a function for each argument of the rows, which works it out for a list of items
at once, and notes what it reads (``reactor_nb.core.pure``). Where that is found to be immutable, an
item that was there at the last render has the values it had then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from reactor_nb.core.fill import Columns, arguments_of
from reactor_nb.core.reading import HANDLER, ROW, SAME, Change, Made, New, Reading
from reactor_nb.core.template import Attribute, NotConstant, Rows, Run
from reactor_nb.core.vnode import Handlers, Make, VRows

if TYPE_CHECKING:
    from reactor_nb.core.block import Block


class _Kept(NamedTuple):
    """A list as the last render of an instance had it; nothing in it calls the author's code."""

    items: list[Any]
    frees: list[Any]
    columns: list[Sequence[Any] | None]


class _Need(NamedTuple):
    """What a hole takes, or the key: the kind and numbers of its arguments, and their frees."""

    kind: str
    arguments: Sequence[int]
    frees: set[int]


class Listing(Reading):
    """How the rows of a list depend on its items.

    Args:
        plan: what ``reactor_nb.core.pure`` read.
        holes: those of a row.
        fills: what fills each of them, and then what makes the keys.
        key: the number of the key's argument, or whatever else a block has for a key.

    Raises:
        NotConstant: a function stands where no handler is.
    """

    def __init__(
        self,
        plan: Any,
        holes: Sequence[Run | Rows | Attribute],
        fills: Sequence[Callable[[Columns], Sequence[Any] | None]],
        key: Any,
    ) -> None:
        super().__init__(plan)
        needs = [self._need(arguments_of(hole), hole) for hole in holes]
        needs.append(self._need([key] if isinstance(key, int) else [], None))
        self._holes = list(zip(needs, fills, strict=True))

    def _need(self, arguments: Sequence[int], hole: Any) -> _Need:
        given = [self.arguments[one] for one in arguments]
        kinds = {one[0] for one in given}
        if HANDLER in kinds and getattr(hole, "kind", "") != "event":
            raise NotConstant
        kind = next((one for one in (HANDLER, ROW) if one in kinds), SAME)
        return _Need(kind, arguments, {free for one in given for free in one[1]})

    def rows(
        self,
        block: Block,
        lists: dict[Any, Any],
        make: Make,
        items: Iterable[Any],
        condition: Make | None,
        bases: Callable[[], Sequence[Any]],
        makes: Sequence[Make],
    ) -> VRows:
        """Return the rows.

        Args:
            block: what makes them.
            lists: what is kept from one render to the next, by block.
            make: works out all arguments of the rows of a list of items.
            items: a list or tuple.
            condition: tells which items have a row.
            bases: returns the values of the names from elsewhere.
            makes: for each argument but handlers, what works it out for a list of items.

        Raises:
            NotConstant: an item or a name is such that the author's code might notice.
            Exception: the author's code failed.
        """
        frees = self.free_values(bases)
        items = self.chosen(items, condition, makes)
        old = lists.pop(block, None)
        if not items:
            return VRows(block, [], None, 0)
        change = Change(old.items, items) if old else New(items)
        fresh = Made(self, makes, change.fresh)
        is_fixed = self.look(fresh)
        stale = self.stale(old and old.frees, frees)
        whole = Made(self, makes, items) if old else fresh
        columns: list[Any] = []
        for (kind, arguments, needed), fill in self._holes:
            if kind == HANDLER:
                handlers = Handlers(make, arguments[0], items)
                # Of what may change in place, the handlers are of what it is now.
                columns.append(handlers if is_fixed else [*handlers])
            elif kind == SAME:
                columns.append([*(fill(Made(self, makes, items[:1])) or ())] * len(items))
            elif old is None or not needed.isdisjoint(stale):
                columns.append(fill(whole))
            else:
                before = old.columns[len(columns)] or ()
                columns.append(change.merged(before, fill(fresh) or ()))
        keys = columns[-1] or None
        if keys and keys is not (old and old.columns[-1]) and len(set(keys)) < len(keys):
            raise NotConstant
        if is_fixed:
            kept = [None if one.__class__ is Handlers else one for one in columns]
            lists[block] = _Kept(items, frees, kept)
        columns.pop()
        return VRows(block, columns, keys, len(items))
