"""When two sets of properties are surely the same, so that a render may be skipped."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import FunctionType
from typing import Any, Final
from uuid import UUID

SCALARS: Final = frozenset(
    (str, int, float, bool, bytes, type(None), complex)
    + (date, datetime, time, timedelta, Decimal, UUID)
)

# Two of these may be equal and look different: 1.0 and 1.00, noon in London and in Lisbon.
_EQUAL_BUT_WRITTEN_OTHERWISE: Final = frozenset((datetime, time, Decimal))


class Stable:
    """The base of our own callables that are the same at every render, such as setters."""

    __slots__ = ()


def same_props(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Return whether all properties are equal immutable values or the same stable function.

    Anything that could have been changed in place counts as different: no mutation is missed.
    """
    if len(old) != len(new):
        return False
    for name, value in new.items():
        if name not in old or not same_value(old[name], value):
            return False
    return True


def same_value(old: Any, new: Any) -> bool:
    """Return whether two values are equal and can never have differed."""
    kind = new.__class__
    if old.__class__ is not kind:
        return False
    if kind in SCALARS:
        if kind in _EQUAL_BUT_WRITTEN_OTHERWISE:
            return repr(old) == repr(new)
        return bool(old == new) or (old != old and new != new)
    if old is new:
        return is_immutable(new)
    if kind is tuple or _is_named_tuple(kind):
        return len(old) == len(new) and all(map(same_value, old, new))
    if kind is frozenset:
        return bool(old == new) and all(map(is_immutable, new))
    names = _frozen_fields(kind)
    if names is None:
        return False
    return all(same_value(getattr(old, name), getattr(new, name)) for name in names)


def is_immutable(value: Any) -> bool:
    """Return whether a value can never change, or is a function that is always the same."""
    kind = value.__class__
    if kind in SCALARS or isinstance(value, (Enum, Stable)):
        return True
    if kind is tuple or kind is frozenset or _is_named_tuple(kind):
        return SCALARS.issuperset(map(type, value)) or all(map(is_immutable, value))
    if kind is FunctionType:
        return value.__closure__ is None and "<locals>" not in value.__qualname__
    names = _frozen_fields(kind)
    if names is None:
        return False
    for name in names:
        part = getattr(value, name)
        if part.__class__ not in SCALARS and not is_immutable(part):
            return False
    return True


def is_frozen(kind: type) -> bool:
    """Return whether nothing that values of a type hold can be put in another's place."""
    return (
        kind in SCALARS
        or kind is tuple
        or _is_named_tuple(kind)
        or _frozen_fields(kind) is not None
    )


@lru_cache(maxsize=1024)
def _is_named_tuple(kind: type) -> bool:
    return issubclass(kind, tuple) and hasattr(kind, "_fields") and kind.__dictoffset__ == 0


@lru_cache(maxsize=1024)
def _frozen_fields(kind: type) -> tuple[str, ...] | None:
    """Return the names of a frozen dataclass's fields; ``None`` for any other class."""
    if not is_dataclass(kind) or not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        return None
    return tuple(field.name for field in fields(kind))
