"""What authors give becomes what stands in the slots of a template: for one block, or for a list.

Each slot takes the values of the holes of one block, and has a second way that takes those of a
whole list at once, at the speed of ``map`` and ``join``; it falls back to the first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import FunctionType, MethodType
from typing import Any, Final, TypeAlias

from reactor_nb.core.attributes import TEXT_KINDS, Attributes
from reactor_nb.core.template import ABSENT, Attribute, NotConstant, Rows, Run
from reactor_nb.core.vnode import (
    VBlock,
    VComponent,
    VElement,
    VFragment,
    VHead,
    VRows,
    is_clean,
    make_children,
)

Holes: TypeAlias = tuple[Any, ...]
Fill: TypeAlias = Callable[[Holes], Any]

# What is the same child whatever stands around it.
_NODES: Final = frozenset(
    (str, int, float, bool, type(None), list, tuple)
    + (VElement, VBlock, VComponent, VFragment, VRows, VHead)
)
# These are equal only if they look the same.
_TEXTS: Final = frozenset((str, type(None)))
# So many different values are filled once each and looked up.
_FEW: Final = 64
_FUNCTIONS: Final = frozenset((FunctionType, MethodType))


class Columns:
    """The values of the holes for each block of a list: as rows, and hole by hole."""

    def __init__(self, rows: Sequence[Holes]) -> None:
        self.rows = rows
        self.holes = list(zip(*rows, strict=True))
        self._texts: dict[int, Sequence[str] | None] = {}

    def texts(self, hole: int) -> Sequence[str] | None:
        """Return the texts of a hole if all its values are integers, or texts that are plain."""
        if hole not in self._texts:
            self._texts[hole] = _plain_texts(self.holes[hole])
        return self._texts[hole]


FillAll: TypeAlias = Callable[[Columns], Sequence[Any]]


def _plain_texts(column: Sequence[Any]) -> Sequence[str] | None:
    kinds = set(map(type, column))
    if kinds == {int}:
        return list(map(str, column))
    if kinds == {str} and "" not in column and is_clean("".join(column)):
        return column
    return None


def filler(slot: Run | Rows | Attribute) -> Fill:
    """Return the function that gives what stands in a slot for the holes of one block.

    It raises ``NotConstant`` where the calls must be done one by one, and whatever the element
    would raise.
    """
    if isinstance(slot, Attribute):
        return _attribute(slot)
    if isinstance(slot, Rows):
        return _rows(slot)
    return _child(slot.parts[0]) if len(slot.parts) == 1 else _run(slot)


def column_filler(slot: Run | Rows | Attribute) -> FillAll:
    """Return the function that gives what stands in a slot for each block of a list."""
    one_by_one = filler(slot)
    if isinstance(slot, Attribute):
        if slot.kind in TEXT_KINDS:
            return _text_attributes(slot, one_by_one)
    elif isinstance(slot, Run) and len(slot.parts) == 1:
        return _texts(slot.parts[0], one_by_one)
    return lambda columns: list(map(one_by_one, columns.rows))


def _child(hole: int) -> Fill:
    def child(holes: Holes) -> Any:
        value = holes[hole]
        kind = value.__class__
        if kind is str and value and is_clean(value):
            return value
        if kind is int:
            return str(value)
        if kind not in _NODES:
            raise NotConstant
        return make_children((value,))

    return child


def _run(slot: Run) -> Fill:
    def run(holes: Holes) -> Any:
        values = [holes[part] if isinstance(part, int) else part[0] for part in slot.parts]
        if any(value.__class__ not in _NODES for value in values):
            raise NotConstant
        return make_children(values)

    return run


def _rows(slot: Rows) -> Fill:
    def rows(holes: Holes) -> VFragment:
        value = holes[slot.hole]
        if value.__class__ is not VRows:
            raise NotConstant
        return value

    return rows


def _attribute(slot: Attribute) -> Fill:
    hole, name, written, tag = slot.hole, slot.name, slot.written, slot.tag
    is_text = slot.kind in TEXT_KINDS
    is_event = slot.kind == "event"

    def attribute(holes: Holes) -> Any:
        value = holes[hole]
        kind = value.__class__
        if is_text and kind is str and value and is_clean(value):
            return value
        if is_event and kind in _FUNCTIONS:
            return value
        if value is None and (is_text or is_event):
            return ABSENT
        found = Attributes(tag)
        found.add_all({written: value})
        for group in (found.attributes, found.properties, found.handlers):
            if name in group:
                return group[name]
        return ABSENT

    return attribute


def _texts(hole: int, one_by_one: Fill) -> FillAll:
    def texts(columns: Columns) -> Sequence[Any]:
        found = columns.texts(hole)
        return list(map(one_by_one, columns.rows)) if found is None else found

    return texts


def _text_attributes(slot: Attribute, one_by_one: Fill) -> FillAll:
    hole = slot.hole
    row = (None,) * hole

    def attributes(columns: Columns) -> Sequence[Any]:
        column = columns.holes[hole]
        kinds = set(map(type, column))
        if kinds <= _TEXTS and len(values := set(column)) <= _FEW:
            filled = {value: one_by_one((*row, value)) for value in values}
            return list(map(filled.__getitem__, column))
        found = columns.texts(hole) if slot.kind != "class" or kinds == {str} else None
        return list(map(one_by_one, columns.rows)) if found is None else found

    return attributes
