"""What authors give becomes what stands in the holes of a template: for one block, or for a list.

Each hole takes the values of the arguments of one block, and has a second way that takes those of a
whole list at once, at the speed of ``map`` and ``join``; it falls back to the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from types import FunctionType, MethodType
from typing import Any, Final, TypeAlias

from reactor_nb.core.attributes import TEXT_KINDS, Attributes
from reactor_nb.core.template import Attribute, NotConstant, Rows, Run
from reactor_nb.core.vnode import (
    ABSENT,
    VBlock,
    VComponent,
    VElement,
    VFragment,
    VHead,
    VRows,
    is_clean,
    make_children,
)

Arguments: TypeAlias = tuple[Any, ...]
Fill: TypeAlias = Callable[[Sequence[Any]], Any]

# What is the same child whatever stands around it.
_NODES: Final = frozenset(
    (str, int, float, bool, type(None), list, tuple)
    + (VElement, VBlock, VComponent, VFragment, VRows, VHead)
)
# These are equal only if they look the same.
_TEXTS: Final = frozenset((str, type(None)))
# So many different values are filled once each and looked up.
_FEW: Final = 64
HANDLERS: Final = frozenset((FunctionType, MethodType))


class Columns:
    """The values of the arguments for each block of a list: as rows, and argument by argument."""

    def __init__(self, rows: Sequence[Arguments]) -> None:
        self.count = len(rows)
        self._rows = rows
        self._columns = list(zip(*rows, strict=True))
        self._texts: dict[int, Sequence[str] | None] = {}

    def column(self, argument: int) -> Sequence[Any]:
        """Return all values of an argument."""
        return self._columns[argument]

    def rows(self, arguments: Sequence[int]) -> Iterable[Sequence[Any]]:
        """Return rows in which these arguments stand."""
        return self._rows

    def texts(self, argument: int) -> Sequence[str] | None:
        """Return an argument as texts if all its values are integers, or texts that are plain."""
        if argument not in self._texts:
            self._texts[argument] = _plain_texts(self.column(argument))
        return self._texts[argument]


FillAll: TypeAlias = Callable[[Columns], Sequence[Any]]


def _plain_texts(column: Sequence[Any]) -> Sequence[str] | None:
    kinds = set(map(type, column))
    if kinds == {int}:
        return [*map(str, column)]
    if kinds == {str} and "" not in column and is_clean("".join(column)):
        return column
    return None


def arguments_of(hole: Run | Rows | Attribute) -> list[int]:
    """Return the numbers of the arguments that a hole takes."""
    if isinstance(hole, Run):
        return [part for part in hole.parts if isinstance(part, int)]
    return [hole.argument]


def filler(hole: Run | Rows | Attribute) -> Fill:
    """Return the function that gives what stands in a hole for the arguments of one block.

    It raises ``NotConstant`` where the calls must be done one by one, and whatever the element
    would raise.
    """
    if isinstance(hole, Attribute):
        return _attribute(hole)
    if isinstance(hole, Rows):
        return _rows(hole)
    return _child(hole.parts[0]) if len(hole.parts) == 1 else _run(hole)


def column_filler(hole: Run | Rows | Attribute) -> FillAll:
    """Return the function that gives what stands in a hole for each block of a list."""
    fill = filler(hole)
    arguments = arguments_of(hole)

    def one_by_one(columns: Columns) -> Sequence[Any]:
        return list(map(fill, columns.rows(arguments)))

    if isinstance(hole, Attribute):
        if hole.kind in TEXT_KINDS:
            return _text_attributes(hole, fill, one_by_one)
        if hole.kind == "event":
            return _handlers(hole.argument, one_by_one)
    elif isinstance(hole, Run) and len(hole.parts) == 1:
        return _texts(hole.parts[0], one_by_one)
    return one_by_one


def _child(argument: int) -> Fill:
    def child(arguments: Sequence[Any]) -> Any:
        value = arguments[argument]
        kind = value.__class__
        if kind is str and value and is_clean(value):
            return value
        if kind is int:
            return str(value)
        if kind not in _NODES:
            raise NotConstant
        return make_children((value,))

    return child


def _run(hole: Run) -> Fill:
    def run(arguments: Sequence[Any]) -> Any:
        values = [arguments[part] if isinstance(part, int) else part[0] for part in hole.parts]
        if any(value.__class__ not in _NODES for value in values):
            raise NotConstant
        nodes = make_children(values)
        # Texts that touch are one.
        return nodes[0] if nodes[0].__class__ is str and not any(nodes[1:]) else nodes

    return run


def _rows(hole: Rows) -> Fill:
    def rows(arguments: Sequence[Any]) -> VFragment:
        value = arguments[hole.argument]
        if value.__class__ is not VRows:
            raise NotConstant
        return value

    return rows


def _attribute(hole: Attribute) -> Fill:
    if hole.kind in TEXT_KINDS:
        return _text_attribute(hole)
    return _handler(hole) if hole.kind == "event" else _any_attribute(hole)


def _text_attribute(hole: Attribute) -> Fill:
    argument = hole.argument
    takes_numbers = hole.kind != "class"
    by_rules = _any_attribute(hole)

    def text_attribute(arguments: Sequence[Any]) -> Any:
        value = arguments[argument]
        if value.__class__ is str:
            if value and is_clean(value):
                return value
        elif value is None:
            return ABSENT
        elif value.__class__ is int and takes_numbers:
            return str(value)
        return by_rules(arguments)

    return text_attribute


def _handler(hole: Attribute) -> Fill:
    argument = hole.argument
    by_rules = _any_attribute(hole)

    def handler(arguments: Sequence[Any]) -> Any:
        value = arguments[argument]
        return value if value.__class__ in HANDLERS else by_rules(arguments)

    return handler


def _any_attribute(hole: Attribute) -> Fill:
    argument, name, written, tag = hole.argument, hole.name, hole.written, hole.tag
    known: dict[bool, Any] = {}

    def attribute(arguments: Sequence[Any]) -> Any:
        value = arguments[argument]
        if value is not True and value is not False:
            return by_rules(value)
        if value not in known:
            known[value] = by_rules(value)
        return known[value]

    def by_rules(value: Any) -> Any:
        found = Attributes(tag)
        found.add_all({written: value})
        for group in (found.attributes, found.properties, found.handlers):
            if name in group:
                return group[name]
        return ABSENT

    return attribute


def _texts(argument: int, one_by_one: FillAll) -> FillAll:
    def texts(columns: Columns) -> Sequence[Any]:
        found = columns.texts(argument)
        return one_by_one(columns) if found is None else found

    return texts


def _handlers(argument: int, one_by_one: FillAll) -> FillAll:
    def handlers(columns: Columns) -> Sequence[Any]:
        column = columns.column(argument)
        return column if set(map(type, column)) <= HANDLERS else one_by_one(columns)

    return handlers


def _text_attributes(hole: Attribute, fill: Fill, one_by_one: FillAll) -> FillAll:
    argument = hole.argument
    row = (None,) * argument

    def attributes(columns: Columns) -> Sequence[Any]:
        column = columns.column(argument)
        kinds = set(map(type, column))
        if kinds <= _TEXTS and len(values := set(column)) <= _FEW:
            filled = {value: fill((*row, value)) for value in values}
            return list(map(filled.__getitem__, column))
        found = columns.texts(argument) if hole.kind != "class" or kinds == {str} else None
        return one_by_one(columns) if found is None else found

    return attributes
