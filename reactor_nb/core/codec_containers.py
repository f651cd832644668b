"""Values with parts: lists, tuples, sets, dicts, and plain JSON data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from math import isfinite
from typing import Any, Final

from reactor_nb.core.codec_plan import (
    Convert,
    Fault,
    Json,
    Plan,
    too_deep,
    unexpected,
)

_LIST: Final = frozenset(("list",))
_DICT: Final = frozenset(("dict",))
_EVERY: Final = frozenset(("null", "bool", "int", "float", "str", "list", "dict"))


def items_plan(
    name: str, cls: Any, item: Plan, make: Callable[[list[Any]], Any], role: str
) -> Plan:
    """Return the plan of a list, set, frozenset or tuple of any length."""
    unordered = role in ("set", "frozenset")

    def encode(value: Any, depth: int) -> Json:
        if not isinstance(value, cls):
            raise unexpected(f"a {role}", value)
        encoded = _each(value, item, item.encode, depth)
        # One order for one content, whatever the hash seed.
        return sorted(encoded, key=sort_key) if unordered else encoded

    def decode(data: Json, depth: int) -> Any:
        if data.__class__ is not list:
            raise unexpected("a list", data)
        value = _made(make, _each(data, item, item.decode, depth), name)
        if unordered and len(value) != len(data):
            raise Fault("holds the same item twice")
        return value

    return Plan(name, encode, decode, _LIST, cls=cls, role=role, parts=(item,), make=make)  # type: ignore[arg-type]


def _each(values: Iterable[Any], item: Plan, convert: Convert, depth: int) -> list[Any]:
    if depth <= 0:
        raise too_deep()
    depth -= 1
    same = item.same
    done: list[Any] = []
    append = done.append
    try:
        for value in values:
            append(value if value.__class__ is same else convert(value, depth))
    except Fault as fault:
        fault.steps.append(len(done))
        raise
    return done


def sort_key(data: Json) -> tuple[str, Any]:
    """Return what orders the items of a set, whatever the hash seed."""
    if isinstance(data, (str, int, float)):
        return (data.__class__.__name__, data)
    return ("", json.dumps(data, sort_keys=True))


def _made(make: Callable[[list[Any]], Any], items: list[Any], name: str) -> Any:
    try:
        return make(items)
    except TypeError:
        raise Fault(f"cannot be a {name}: an item is not hashable") from None


def tuple_plan(name: str, parts: Sequence[Plan]) -> Plan:
    """Return the plan of a tuple whose every place has a type of its own."""
    size = len(parts)

    def encode(value: Any, depth: int) -> Json:
        if not isinstance(value, tuple):
            raise unexpected("a tuple", value)
        return places(value, depth, [part.encode for part in parts])

    def decode(data: Json, depth: int) -> Any:
        if data.__class__ is not list:
            raise unexpected("a list", data)
        return tuple(places(data, depth, [part.decode for part in parts]))

    def places(values: Sequence[Any], depth: int, converts: list[Any]) -> list[Any]:
        if depth <= 0:
            raise too_deep()
        if len(values) != size:
            raise Fault(f"must have {size} items, not {len(values)}")
        done: list[Any] = []
        try:
            for value, convert in zip(values, converts, strict=True):
                done.append(convert(value, depth - 1))
        except Fault as fault:
            fault.steps.append(len(done))
            raise
        return done

    return Plan(name, encode, decode, _LIST, cls=tuple, role="places", parts=parts)


def dict_plan(name: str, keys: Plan, values: Plan) -> Plan:
    """Return the plan of a dict; its keys are text in JSON.

    Raises:
        Fault: the keys cannot be text.
    """
    if keys.to_text is None or keys.from_text is None:
        raise Fault(f"a dict with keys of type {keys.name} cannot cross; keys must be text-like")
    codec = _DictCodec(keys, values)
    return Plan(
        name, codec.encode, codec.decode, _DICT, cls=dict, role="dict", parts=(keys, values)
    )


class _DictCodec:
    def __init__(self, keys: Plan, values: Plan) -> None:
        self._keys = keys
        self._values = values

    def encode(self, value: Any, depth: int) -> Json:
        if not isinstance(value, dict):
            raise unexpected("a dict", value)
        texts = [self._to_text(key, depth) for key in value]
        return _each_named(texts, value.values(), self._values, self._values.encode, depth)

    def decode(self, data: Json, depth: int) -> Any:
        if data.__class__ is not dict:
            raise unexpected("an object", data)
        done = _each_named(data, data.values(), self._values, self._values.decode, depth)
        if self._keys.same is str:
            return done
        named = {self._from_text(text): value for text, value in done.items()}
        if len(named) != len(data):
            raise Fault("has the same key twice")
        return named

    def _to_text(self, key: Any, depth: int) -> str:
        try:
            encoded = self._keys.encode(key, depth)
        except Fault as fault:
            raise Fault(f"has a key that {fault.message}") from None
        text: str = encoded if encoded.__class__ is str else self._keys.to_text(key)  # type: ignore[misc]
        return text

    def _from_text(self, text: str) -> Any:
        try:
            key = self._keys.from_text(text)  # type: ignore[misc]
            written = self._keys.to_text(key)  # type: ignore[misc]
        except Fault as fault:
            raise Fault(f"has a key that {fault.message}", text) from None
        if written != text:
            raise Fault(f"has a key that is not written as a {self._keys.name} is", text)
        return key


def _each_named(
    names: Iterable[str], values: Iterable[Any], plan: Plan, convert: Convert, depth: int
) -> dict[str, Any]:
    if depth <= 0:
        raise too_deep()
    depth -= 1
    same = plan.same
    done: dict[str, Any] = {}
    name = ""
    try:
        for name, value in zip(names, values, strict=True):
            done[name] = value if value.__class__ is same else convert(value, depth)
    except Fault as fault:
        fault.steps.append(name)
        raise
    return done


def _encode_json(value: Any, depth: int) -> Json:
    """Return a copy of plain JSON data; nothing else passes."""
    if value is None or value.__class__ is bool:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, float):
        if not isfinite(value):
            raise Fault("must be a finite number; JSON has no NaN and no infinity")
        return float.__float__(value)
    if isinstance(value, list):
        return _each(value, JSON, _encode_json, depth)
    if isinstance(value, dict):
        return _encode_object(value, depth)
    raise Fault(
        f"is a {type(value).__name__}, which is not plain JSON data; annotate its type, "
        "as in list[Todo], to send it"
    )


def _encode_object(value: dict[Any, Any], depth: int) -> Json:
    for key in value:
        if not isinstance(key, str):
            raise Fault(f"has the key {key!r:.40}; without an annotation keys are text")
    names = [str.__str__(key) for key in value]
    return _each_named(names, value.values(), JSON, _encode_json, depth)


JSON: Final = Plan("Any", _encode_json, _encode_json, _EVERY, from_text=str, role="json")
