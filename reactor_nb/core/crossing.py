"""Values that are sent, and what they are once they have been: the text and the copy in one go.

The same as ``encode``, ``dump_json`` and ``decode`` after each other, several times as fast where
there are many values of one type. A server needs it; no browser has it.
"""

from __future__ import annotations

from enum import Flag
from typing import Any, Final

from reactor_nb.core.codec import decode, dump_json, encode
from reactor_nb.core.codec_columns import (
    Column,
    EnumColumn,
    OptionalColumn,
    PlannedColumn,
    scalar_column,
)
from reactor_nb.core.codec_made import (
    always,
    lasting,
    make_instances,
    make_tuples,
    take_attributes,
    take_places,
)
from reactor_nb.core.codec_plan import MAX_DEPTH, Plan
from reactor_nb.core.codec_rows import (
    DictColumn,
    ItemsColumn,
    JsonColumn,
    KeysColumn,
    RowsColumn,
    starts_of,
)
from reactor_nb.core.codec_types import plan_of

_ITEMS: Final = {"list": list, "tuple": tuple}
_MOST_COLUMNS: Final = 2_000

_columns: dict[Plan, Column] = {}


def cross(value: Any, annotation: Any = Any, *, path: str = "") -> tuple[str, Any]:
    """Return a value as JSON text, and as it is on the other side.

    Args:
        value: what to send.
        annotation: its type; ``Any`` takes plain JSON data.
        path: what the value is called in an error.

    Raises:
        CodecError: the value is not of that type, or no value of that type can cross.
        ValueError: it holds an integer of thousands of digits.
    """
    try:
        texts, copies = _column_of(plan_of(annotation)).convert([value], MAX_DEPTH)
        # Fails for half a character, too.
        texts[0].encode()
    except Exception:
        # Nothing is lost: what is right goes this way, what is wrong is told by it.
        data = encode(value, annotation, path=path)
        return dump_json(data), decode(data, annotation, path=path)
    return texts[0], copies[0]


def _column_of(plan: Plan) -> Column:
    known = _columns.get(plan)
    if known is not None:
        return known
    builder = _Builder()
    column = builder.build(plan)
    if len(_columns) > _MOST_COLUMNS:
        _columns.clear()
    _columns.update(builder.made)
    return column


class _Builder:
    """Makes the column of a plan and of all that is in it."""

    def __init__(self) -> None:
        self.made: dict[Plan, Column] = {}

    def build(self, plan: Plan) -> Column:
        known = self.made.get(plan) or _columns.get(plan)
        if known is not None:
            return known
        # For what is inside and contains this type again.
        self.made[plan] = PlannedColumn(plan)
        self.made[plan] = column = self._make(plan)
        return column

    def _make(self, plan: Plan) -> Column:
        role = plan.role
        if role == "scalar":
            return scalar_column(plan)
        if role == "optional":
            return OptionalColumn(self.build(plan.parts[0]))
        if role in _ITEMS:
            return ItemsColumn(_ITEMS[role], self.build(plan.parts[0]))
        if role == "dict" and plan.parts[0].same is str:
            return DictColumn(self.build(plan.parts[1]))
        if role == "enum" and not issubclass(plan.cls, Flag):  # type: ignore[arg-type]
            return EnumColumn(plan)
        if role == "places" and plan.parts:
            return self._places(plan)
        if role == "record" and plan.fields:
            return self._record(plan)
        if role == "json":
            return JsonColumn(plan)
        return PlannedColumn(plan)

    def _places(self, plan: Plan) -> Column:
        size = len(plan.parts)
        starts = ["[", *[","] * (size - 1)]
        row = RowsColumn(tuple, starts, "]", take_places(size), make_tuples, always)
        row.fill([self.build(one) for one in plan.parts])
        return row

    def _record(self, plan: Plan) -> Column:
        cls, names = plan.cls, tuple(plan.fields)
        assert cls is not None
        row: RowsColumn
        if cls is dict:
            row = KeysColumn(names)
        else:
            take, make = take_attributes(names), make_instances(cls, names)
            row = RowsColumn(cls, starts_of(names), "}", take, make, lasting(cls, names))
        self.made[plan] = row
        row.fill([self.build(one) for one, _ in plan.fields.values()])
        return row
