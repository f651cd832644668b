"""Edits of values from a panel: data alone, of the kind that is there already.

What comes is JSON, and it stays what JSON says: nothing in it is run, looked up or formatted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import is_dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from itertools import islice
from math import isfinite
from typing import Any, Final, NamedTuple
from uuid import UUID

from reactor_nb.core.codec import decode, encode
from reactor_nb.errors import CodecError

MOST_CHARACTERS: Final = 100_000
_MOST_SHOWN: Final = 4_000
_MOST_PARTS: Final = 200
_DEEPEST: Final = 20
_MOST_WHOLE: Final = 1 << 53
_CODED: Final = (Enum, datetime, date, time, timedelta, Decimal, UUID)
"""What the codec writes as a JSON text or number of its own."""


class EditRefusedError(Exception):
    """A value that cannot be put there; its text says why and what would do."""


def as_json(value: Any) -> str | None:
    """Return a value as JSON that can be edited, or nothing if it is no such value."""
    try:
        data = encode(value, type(value)) if isinstance(value, _CODED) else value
        if not _is_json(data, _DEEPEST):
            return None
        text = json.dumps(data, ensure_ascii=False)
    except Exception:  # whatever an odd subclass does: it cannot be edited
        return None
    return text if len(text) <= _MOST_SHOWN else None


def read_json(text: str) -> Any:
    """Return the data that a text says.

    Raises:
        EditRefusedError: it is too long, or no JSON.
    """
    if len(text) > MOST_CHARACTERS:
        raise EditRefusedError(
            f"that is {len(text):,} characters long; {MOST_CHARACTERS:,} is the most"
        )
    try:
        return json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError:
        raise EditRefusedError("that is nested too deep") from None
    except ValueError as error:
        raise EditRefusedError(
            f'this is no JSON: {error}; a text is written in quotes, as in "milk"'
        ) from None


class Edit(NamedTuple):
    """What is to be put in the place of a value: JSON data, and the JSON of what it was."""

    data: Any
    was: str


def replaced(value: Any, path: Sequence[int], new: Edit, *, is_part: bool = False) -> Any:
    """Return a value with another one at a place in it; what is on the way there is copied.

    Args:
        value: what is there now.
        path: the number of the part, of the part in that, and so on.
        new: what shall be there.
        is_part: whether the value is a part of another one: it may be another part by now. A text
            or a number of its own is the one that was meant, however often it changes.

    Raises:
        EditRefusedError: there is no such place, or what is there is another value than was seen,
            or of another kind.
    """
    if not path:
        is_one = not (is_part or isinstance(value, (list, dict, tuple)))
        present = None if is_one else as_json(value)
        # What cannot be edited says so itself.
        if present is not None and present != new.was:
            raise EditRefusedError("it is another value by now; look again")
        return fitting(value, new.data)
    number, rest = path[0], path[1:]
    exchange = _exchange(value)
    try:
        return exchange(number, lambda part: replaced(part, rest, new, is_part=True))
    except (IndexError, StopIteration):
        raise EditRefusedError("this part is not there any more") from None


def can_be_copied(value: Any) -> bool:
    """Return whether a copy with another part can take the place of a value."""
    kind = type(value)
    if kind in (list, dict, tuple):
        return True
    is_named = issubclass(kind, tuple) and hasattr(kind, "_fields")
    return is_named or (is_dataclass(value) and not isinstance(value, type))


def fitting(present: Any, new: Any) -> Any:
    """Return JSON data as what may stand in the place of a value.

    Raises:
        EditRefusedError: it is of another kind.
    """
    if present is None:
        return new
    if isinstance(present, _CODED):
        try:
            return decode(new, type(present), path="the value")
        except CodecError as error:
            raise EditRefusedError(str(error)) from None
    kind = type(present)
    if kind is float and type(new) is int:
        return float(new)
    if kind is tuple and type(new) is list and _is_json(present, _DEEPEST):
        return tuple(new)
    if kind not in _NAMES:
        raise EditRefusedError(f"a {kind.__qualname__} cannot be edited here")
    if type(new) is not kind:
        raise EditRefusedError(f"this is {_NAMES[type(new)]}, and {_NAMES[kind]} is there")
    if not _is_json(present, _DEEPEST):
        raise EditRefusedError("there is more in it than JSON can say; edit its parts")
    return new


_NAMES: Final[dict[type, str]] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
    tuple: "a list",
    type(None): "null",
}


def _is_json(value: Any, depth: int) -> bool:
    kind = type(value)
    if kind is int:
        return bool(abs(value) <= _MOST_WHOLE)
    if kind is float:
        return isfinite(value)
    if kind is str:
        return len(value) <= _MOST_SHOWN
    if kind in (bool, type(None)):
        return True
    if not depth or kind not in (list, tuple, dict) or len(value) > _MOST_PARTS:
        return False
    if kind is dict:
        texts = all(type(name) is str for name in value)
        return texts and all(_is_json(part, depth - 1) for part in value.values())
    return all(_is_json(part, depth - 1) for part in value)


def _exchange(value: Any) -> Callable[[int, Callable[[Any], Any]], Any]:
    """Return what copies a value with another part in place of one."""

    def in_list(number: int, change: Callable[[Any], Any]) -> Any:
        parts = list(value)
        parts[number] = change(parts[number])
        if hasattr(value, "_fields"):
            return type(value)._make(parts)
        return tuple(parts) if isinstance(value, tuple) else parts

    def in_dict(number: int, change: Callable[[Any], Any]) -> Any:
        name = next(islice(value, number, None))
        return {**value, name: change(value[name])}

    def in_record(number: int, change: Callable[[Any], Any]) -> Any:
        name = next(islice(value.__dataclass_fields__, number, None))
        changed = change(getattr(value, name))
        try:
            return replace(value, **{name: changed})
        except EditRefusedError:
            raise
        except Exception as error:  # the author's class checks what it holds
            raise EditRefusedError(f"{type(value).__qualname__} refuses it: {error}") from None

    if not can_be_copied(value):
        raise EditRefusedError(f"what is in a {type(value).__qualname__} cannot be edited here")
    if isinstance(value, (list, tuple)):
        return in_list
    return in_dict if isinstance(value, dict) else in_record


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text[:20]} is too large")
    return number
