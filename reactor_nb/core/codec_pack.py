"""Values that say themselves what they are, for state that has no annotation.

``None``, booleans, numbers, text and lists are themselves. Every JSON object is a mark: it has
one key, which says what its value stands for. A dict is marked, too, so that no dict of an
author's, whatever its keys, can be taken for a mark.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import Any, Final
from uuid import UUID

from reactor_nb.core.codec_classes import is_model
from reactor_nb.core.codec_containers import sort_key
from reactor_nb.core.codec_plan import Fault, Json, too_deep
from reactor_nb.core.codec_scalars import SCALARS
from reactor_nb.core.codec_types import plan_of

_PLAIN: Final = frozenset((type(None), bool, int, str))
_SCALAR_MARKS: Final[dict[type, str]] = {
    bytes: "bytes",
    date: "date",
    time: "time",
    datetime: "datetime",
    timedelta: "timedelta",
    UUID: "uuid",
    Decimal: "decimal",
}
_SCALARS_BY_MARK: Final = {mark: cls for cls, mark in _SCALAR_MARKS.items()}
_ITEM_MARKS: Final[dict[type, str]] = {tuple: "tuple", set: "set", frozenset: "frozenset"}
_ITEMS_BY_MARK: Final[dict[str, Callable[[list[Any]], Any]]] = {
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
}

Types = Mapping[str, type]


def pack_value(value: Any, types: Types, depth: int) -> Json:
    """Return a value with its marks.

    Raises:
        Fault: something in it is of a type that is neither of the wire nor in the table.
    """
    cls = value.__class__
    if cls in _PLAIN:
        return value
    if cls is float:
        if not isfinite(value):
            raise Fault("is not a finite number")
        return value
    if depth <= 0:
        raise too_deep()
    if cls is list:
        return _pack_items(value, types, depth)
    if cls is dict:
        return _pack_dict(value, types, depth)
    if cls in _ITEM_MARKS:
        items = _pack_items(value, types, depth)
        return {_ITEM_MARKS[cls]: items if cls is tuple else sorted(items, key=sort_key)}
    if cls in _SCALAR_MARKS:
        return {_SCALAR_MARKS[cls]: SCALARS[cls].encode(value, depth)}
    return _pack_typed(value, types, depth)


def _pack_items(values: Any, types: Types, depth: int) -> list[Json]:
    packed: list[Json] = []
    try:
        for value in values:
            packed.append(
                value if value.__class__ in _PLAIN else pack_value(value, types, depth - 1)
            )
    except Fault as fault:
        fault.steps.append(len(packed))
        raise
    return packed


def _pack_dict(value: dict[Any, Any], types: Types, depth: int) -> Json:
    if all(key.__class__ is str for key in value):
        return {"dict": dict(zip(value, _pack_items(value.values(), types, depth), strict=True))}
    return {"pairs": [_pack_items(pair, types, depth) for pair in value.items()]}


def _pack_typed(value: Any, types: Types, depth: int) -> Json:
    cls = type(value)
    name = cls.__qualname__
    if types.get(name) is not cls:
        raise Fault(f"is a {cls.__name__}, which is not one of the app's types")
    if isinstance(value, Enum):
        return {"enum": [name, _enum_code(value)]}
    if is_model(cls):
        return {"model": [name, plan_of(cls).encode(value, depth)]}
    if dataclasses.is_dataclass(value):
        return {"data": [name, *_pack_items(_field_values(value), types, depth)]}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {"data": [name, *_pack_items(value, types, depth)]}
    raise Fault(f"is a {cls.__name__}, which cannot be packed")


def _enum_code(value: Enum) -> str | int:
    """Return the name of a member; a combination of flags has none, and goes by its number."""
    name = value.name
    if value.__class__.__members__.get(name) is value:
        return name
    code: int = value.value
    return code


def _field_values(value: Any) -> list[Any]:
    names = [field.name for field in dataclasses.fields(value)]
    if getattr(value, "__dict__", {}).keys() - set(names):
        raise Fault(f"is a {type(value).__name__} with attributes that are not fields")
    try:
        return [getattr(value, name) for name in names]
    except AttributeError as error:
        raise Fault(f"is a {type(value).__name__} without {error.name}") from None


def unpack_value(data: Json, types: Types, depth: int) -> Any:
    """Return the value that was packed.

    Raises:
        Fault: ``pack_value`` never gives this.
    """
    cls = data.__class__
    if cls in _PLAIN or cls is float:
        return data
    if depth <= 0:
        raise too_deep()
    if cls is list:
        return [unpack_value(one, types, depth - 1) for one in data]
    if cls is not dict or len(data) != 1:
        raise Fault("is not packed data")
    ((mark, inner),) = data.items()
    if mark in _SCALARS_BY_MARK:
        return SCALARS[_SCALARS_BY_MARK[mark]].decode(inner, depth)
    if mark == "dict" and inner.__class__ is dict:
        return {key: unpack_value(one, types, depth - 1) for key, one in inner.items()}
    if inner.__class__ is not list:
        raise Fault("is not packed data")
    if mark in _ITEMS_BY_MARK:
        return _hashed(_ITEMS_BY_MARK[mark], unpack_value(inner, types, depth))
    if mark == "pairs":
        return _hashed(dict, [_pair(pair, types, depth) for pair in inner])
    return _unpack_typed(mark, inner, types, depth)


def _pair(data: Json, types: Types, depth: int) -> list[Any]:
    if data.__class__ is not list or len(data) != 2:
        raise Fault("is not packed data")
    return [unpack_value(one, types, depth - 1) for one in data]


def _hashed(make: Callable[[list[Any]], Any], items: list[Any]) -> Any:
    try:
        return make(items)
    except TypeError:
        raise Fault("is not packed data") from None


def _unpack_typed(mark: str, inner: list[Json], types: Types, depth: int) -> Any:
    name = inner[0] if inner else None
    cls = types.get(name) if name.__class__ is str else None
    if cls is None:
        raise Fault("is of a type that the app does not have")
    if mark == "enum" and issubclass(cls, Enum) and len(inner) == 2:
        return _enum_member(cls, inner[1])
    if mark == "model" and is_model(cls) and len(inner) == 2:
        return plan_of(cls).decode(inner[1], depth)
    if mark == "data":
        return _record(cls, [unpack_value(one, types, depth - 1) for one in inner[1:]])
    raise Fault("is not packed data")


def _enum_member(cls: type[Enum], code: Json) -> Any:
    try:
        return cls[code] if code.__class__ is str else cls(code)
    except (KeyError, ValueError):
        raise Fault(f"is not a member of {cls.__name__}") from None


def _record(cls: Any, values: list[Any]) -> Any:
    """Return an object with these fields; its ``__init__`` has run where it was made."""
    is_data = dataclasses.is_dataclass(cls)
    names = [field.name for field in dataclasses.fields(cls)] if is_data else []
    names = names if is_data else list(getattr(cls, "_fields", ()))
    if len(names) != len(values) or not (is_data or issubclass(cls, tuple)):
        raise Fault(f"has not the fields of {cls.__name__}")
    if not is_data:
        return cls._make(values)
    made = object.__new__(cls)
    for name, value in zip(names, values, strict=True):
        object.__setattr__(made, name, value)
    return made
