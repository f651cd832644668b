"""Rows of one block: what changed is found column by column, at the speed of ``map``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import compress, repeat
from operator import itemgetter, ne
from typing import TYPE_CHECKING, Any, TypeAlias

from reactor_nb.core import ops
from reactor_nb.core.events import On, wire_options
from reactor_nb.core.host import HostRows, following_id, parent_id
from reactor_nb.core.mounted import Mounted
from reactor_nb.core.ops import Op
from reactor_nb.core.sequence import longest_increasing, run_of_new
from reactor_nb.core.vnode import ABSENT, Handlers

if TYPE_CHECKING:
    from reactor_nb.core.layout import Layout, NamedHole

# Takes some rows out of a column.
Pick: TypeAlias = Callable[[Sequence[Any]], Sequence[Any]]


def empty_property(name: str) -> Any:
    """Return what a form control has when a property is no longer given."""
    return "" if name == "value" else False


def wire_value(hole: NamedHole, value: Any) -> Any:
    """Return what the page is told of a value; ``None`` where it is absent."""
    if value is ABSENT:
        return None
    return wire_options(hole.name, value) if hole.kind == "e" else value


def named_op(hole: NamedHole, node: int, value: Any) -> Op:
    """Return the op that gives a node another value; of a handler, its options."""
    if hole.kind == "e":
        return ops.set_event(node, hole.name, value)
    if hole.kind == "a":
        return ops.set_attribute(node, hole.name, None if value is ABSENT else value)
    if value is ABSENT:
        value = empty_property(hole.name)
    return ops.set_property(node, hole.name, value)


def has_options(hole: NamedHole, column: Sequence[Any]) -> bool:
    """Return whether the page must know more of handlers than that they are there."""
    if hole.name == "submit" or column.__class__ is Handlers:
        return hole.name == "submit"
    return not {*map(type, column)}.isdisjoint((On, object))


def wire_columns(layout: Layout, columns: list[Sequence[Any]]) -> list[Any]:
    """Return columns as the page is told of them: one value where it is the same in all rows."""
    wired = list(columns)
    for hole in layout.named:
        column = columns[hole.hole]
        if hole.kind == "e" and not has_options(hole, column):
            wired[hole.hole] = [1]
        elif hole.kind == "e" or ABSENT in column:
            wired[hole.hole] = [wire_value(hole, value) for value in column]
    return [_joined(column) for column in wired]


def _joined(column: Sequence[Any]) -> Any:
    first = column[0]
    is_same = not isinstance(first, list) and column.count(first) == len(column)
    return first if is_same else list(column)


class RowsPatch:
    """Turns the rows on the page into those that a render wants.

    Args:
        mounted: the tables of the root.
        out: takes the ops.
        old: the rows on the page.
        new: the rows that go on from them, of the same block.
    """

    def __init__(self, mounted: Mounted, out: list[Op], old: HostRows, new: HostRows) -> None:
        self._mounted = mounted
        self._out = out
        self._old = old
        self._new = new
        self._layout = new.layout

    def run(self) -> None:
        """Append the ops, and number the new rows."""
        old, new = self._old, self._new
        new.prev = None
        new.firsts = old.firsts
        self._mounted.replace(old, new)
        before, after = _keys(old), _keys(new)
        if before == after:
            new.ids = old.ids
            self._patch(_all, _all)
        else:
            self._reorder(before, after)
        self._mounted.drop_unused(new)

    def _reorder(self, before: list[Any], after: list[Any]) -> None:
        """Remove, create and move rows, from the last to the first, and patch those that stay."""
        start = _common(before, after)
        end = _common(before[start:][::-1], after[start:][::-1])
        middle = before[start : len(before) - end]
        wanted = after[start : len(after) - end]
        positions = dict(zip(middle, range(start, len(before)), strict=False))
        sequence = list(map(positions.get, wanted, repeat(-1)))
        ids = self._old.ids
        kept = set(sequence)
        gone = [ids[row] for row in positions.values() if row not in kept]
        if gone:
            self._out.append(ops.remove(*gone))
        moved = [ids[row] if row >= 0 else 0 for row in sequence]
        self._new.ids = [*ids[:start], *moved, *ids[len(ids) - end :]]
        self._place(start, sequence)
        first = itemgetter(slice(start))
        self._patch(first, first)
        self._patch(
            itemgetter(slice(len(before) - end, None)), itemgetter(slice(len(after) - end, None))
        )
        rows = [start + at for at, source in enumerate(sequence) if source >= 0]
        self._patch(_picking([source for source in sequence if source >= 0]), _picking(rows))

    def _place(self, start: int, sequence: list[int]) -> None:
        """Create and move rows; nothing is done for those that stay."""
        ids = self._new.ids
        done = len(sequence)
        for at in sorted(set(range(done)) - _staying(sequence), reverse=True):
            if at >= done:
                continue
            done = at
            position = start + at
            before = ids[position + 1] if position + 1 < len(ids) else following_id(self._new)
            if sequence[at] < 0:
                done = run_of_new(sequence, at)
                self._create(start + done, position + 1, before)
            else:
                self._out.append(ops.move(parent_id(self._new), ids[position], before))

    def _create(self, start: int, end: int, before: int) -> None:
        new = self._new
        first = self._mounted.add_rows(new, end - start)
        new.ids[start:end] = range(first, self._mounted.next_node, self._layout.size)
        number = self._mounted.template(new.vnode.block, self._out)
        columns = [column[start:end] for column in new.columns]
        form = ops.rows(number, end - start, wire_columns(self._layout, columns))
        self._out.append(ops.create(parent_id(new), before, first, [form]))

    def _patch(self, before: Pick, after: Pick) -> None:
        """Patch rows that were there: those that each picks out of a column go together."""
        ids = after(self._new.ids)
        if not ids:
            return
        old, new = self._old.columns, self._new.columns
        for child in self._layout.children:
            for row, text in _changed(before, after, old[child.hole], new[child.hole]):
                self._out.append(ops.set_text(ids[row] + child.offset, text))
        for hole in self._layout.named:
            values = old[hole.hole], new[hole.hole]
            if hole.kind == "e":
                # What is there is called whatever it is; the page knows its options alone.
                if not any(has_options(hole, column) for column in values):
                    continue
                values = _options(hole, values[0]), _options(hole, values[1])
            for row, value in _changed(before, after, *values):
                self._out.append(named_op(hole, ids[row] + hole.offset, value))


def _all(column: Sequence[Any]) -> Sequence[Any]:
    return column


def _picking(rows: list[int]) -> Pick:
    return lambda column: list(map(column.__getitem__, rows))


def _keys(rows: HostRows) -> list[Any]:
    """Return the keys of rows; those without any are told apart by their place."""
    return list(rows.vnode.keys or range(rows.vnode.count))


def _options(hole: NamedHole, column: Sequence[Any]) -> Sequence[Any]:
    return [wire_value(hole, value) for value in column]


def _changed(
    before: Pick, after: Pick, old: Sequence[Any], new: Sequence[Any]
) -> Iterable[tuple[int, Any]]:
    """Return the rows in which two columns differ, and what is there now."""
    if old is new and before is after:
        return ()
    was, values = before(old), after(new)
    if was == values:
        return ()
    rows = list(compress(range(len(values)), map(ne, was, values)))
    return zip(rows, map(values.__getitem__, rows), strict=True)


def _common(old: list[Any], new: list[Any]) -> int:
    """Return how many items are the same from the start."""
    limit = min(len(old), len(new))
    if old[:limit] == new[:limit]:
        return limit
    return list(map(ne, old, new)).index(True)


def _staying(sequence: list[int]) -> set[int]:
    """Return which rows need not move; for two that change places there is no search."""
    if len(sequence) > 2 and -1 not in sequence:
        first = min(sequence)
        if sequence[1:-1] == list(range(first + 1, first + len(sequence) - 1)):
            return set(range(1, len(sequence) - 1))
    return longest_increasing(sequence)
