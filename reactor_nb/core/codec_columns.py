"""Many values of one type at once: their JSON texts, and what they are on the other side.

The plans of the codec say what a value becomes; here that is done for a whole column of values by
loops that are not Python's, for values that are just what their types say. For any other value,
and so for every error, the plans themselves are asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from json.encoder import encode_basestring
from math import isfinite
from operator import attrgetter
from typing import Any, Final, TypeAlias
from uuid import UUID, SafeUUID

from reactor_nb.core.codec_plan import Plan

Converted: TypeAlias = tuple[Sequence[str], Sequence[Any]]
"""The JSON text of each value, and what each value is once it has been sent."""

_write: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
quoted: Final[Callable[[str], str]] = encode_basestring
_WORDS: Final[dict[Any, str]] = {None: "null", False: "false", True: "true"}
NATIVE: Final[dict[Any, Callable[[Any], str]]] = {
    type(None): _WORDS.__getitem__,
    bool: _WORDS.__getitem__,
    int: repr,
    float: repr,
    str: quoted,
}
_ZONES: Final = frozenset((id(None), id(UTC)))
_zone: Final = attrgetter("tzinfo")
_fold: Final = attrgetter("fold")
_safety: Final = attrgetter("is_safe")


class UnusualError(Exception):
    """A value is not just what its type says; the plan of the type knows what becomes of it."""


class Column:
    """Converts the values of one type."""

    __slots__ = ()

    def convert(self, values: Sequence[Any], depth: int) -> Converted:
        """Return the texts and the copies of values.

        The copies are the very sequence that was given where each value is already what it is on
        the other side, and nobody can change it.

        Raises:
            Exception: of any kind, when one of them is unusual or wrong.
        """
        return self._convert(values, depth) if values else ((), values)

    def _convert(self, values: Sequence[Any], depth: int) -> Converted:
        raise NotImplementedError


class PlannedColumn(Column):
    """Values of which the plan converts each by itself."""

    __slots__ = ("_plan",)

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def _convert(self, values: Sequence[Any], depth: int) -> Converted:
        encode, decode = self._plan.encode, self._plan.decode
        encoded = [encode(value, depth) for value in values]
        return list(map(_write, encoded)), [decode(data, depth) for data in encoded]


class NativeColumn(PlannedColumn):
    """Values that JSON has: numbers, texts, ``None``, true and false."""

    __slots__ = ()

    def _convert(self, values: Sequence[Any], depth: int) -> Converted:
        cls = self._plan.cls
        return native(values, cls) if are_of(values, cls) else super()._convert(values, depth)


def native(values: Sequence[Any], cls: Any) -> Converted:
    """Convert values of one class that JSON has.

    Raises:
        UnusualError: one of them is a number that JSON does not have.
    """
    if cls is float and not all(map(isfinite, values)):
        raise UnusualError
    return list(map(NATIVE[cls], values)), values


class TextColumn(PlannedColumn):
    """Values that are text in JSON, such as dates."""

    __slots__ = ()

    def _convert(self, values: Sequence[Any], depth: int) -> Converted:
        plan = self._plan
        assert plan.to_text and plan.from_text
        if not are_of(values, plan.cls):
            return super()._convert(values, depth)
        texts = list(map(plan.to_text, values))
        copies = values if _say_all(values, plan.cls) else list(map(plan.from_text, texts))
        return list(map(quoted, texts)), copies


def _say_all(values: Sequence[Any], cls: Any) -> bool:
    """Tell whether the texts of values say all there is of them."""
    if cls in (datetime, time):
        return _ZONES.issuperset(map(id, map(_zone, values))) and not any(map(_fold, values))
    if cls is UUID:
        return all(one is SafeUUID.unknown for one in map(_safety, values))
    return cls in (bytes, date, timedelta)


class EnumColumn(PlannedColumn):
    """Members of an enum, each of which there is once."""

    __slots__ = ("_members", "_texts")

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._members = list(plan.cls)  # type: ignore[call-overload]
        self._texts = {id(one): _write(plan.encode(one, 1)) for one in self._members}

    def _convert(self, values: Sequence[Any], depth: int) -> Converted:
        return list(map(self._texts.__getitem__, map(id, values))), values


class OptionalColumn(Column):
    """Values of a type, or ``None``."""

    __slots__ = ("_part",)

    def __init__(self, part: Column) -> None:
        self._part = part

    def _convert(self, values: Sequence[Any], depth: int) -> Converted:
        there = [one for one in values if one is not None]
        if len(there) == len(values):
            return self._part.convert(values, depth)
        written, copied = self._part.convert(there, depth)
        texts, copies = iter(written), iter(copied)
        return (
            ["null" if one is None else next(texts) for one in values],
            values
            if copied is there
            else [None if one is None else next(copies) for one in values],
        )


def are_of(values: Sequence[Any], cls: Any) -> bool:
    """Tell whether values are of a class itself, rather than of one that is derived from it."""
    # By `type`: a class may say of its instances that they are something else.
    return set(map(type, values)) <= {cls}


def check_class(values: Sequence[Any], cls: Any) -> None:
    """Raise if not every value is of a class itself.

    Raises:
        UnusualError: one of them is something else.
    """
    if not are_of(values, cls):
        raise UnusualError


def check_depth(depth: int) -> None:
    """Raise if nothing may be nested this deeply.

    Raises:
        UnusualError: it is too deep.
    """
    if depth <= 0:
        raise UnusualError


def scalar_column(plan: Plan) -> Column:
    """Return the column of a plan without parts."""
    if plan.cls in NATIVE:
        return NativeColumn(plan)
    return TextColumn(plan) if plan.to_text and plan.from_text else PlannedColumn(plan)
