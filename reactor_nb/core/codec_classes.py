"""Classes with named fields, enums and pydantic models: what an author's own types become."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from enum import Enum, Flag
from operator import attrgetter
from typing import Any, Final

from reactor_nb.core.codec_containers import JSON
from reactor_nb.core.codec_plan import Fault, Json, Plan, too_deep, unexpected

_DICT: Final = frozenset(("dict",))
_STR: Final = frozenset(("str",))
_INT: Final = frozenset(("int",))

Fields = Mapping[str, tuple[Plan, bool]]


def dataclass_fields(cls: type) -> dict[str, bool]:
    """Return the fields of a dataclass that cross, and whether each must be given.

    Raises:
        Fault: the class cannot be made from its fields.
    """
    for name, field in getattr(cls, "__dataclass_fields__", {}).items():
        if field._field_type is dataclasses._FIELD_INITVAR and _is_needed(field):  # type: ignore[attr-defined]
            raise Fault(f"{cls.__name__} needs {name}, an InitVar, which is not kept")
    return {field.name: _is_needed(field) for field in dataclasses.fields(cls) if field.init}


def _is_needed(field: dataclasses.Field[Any]) -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def record_plan(cls: type, name: str, fields: Fields) -> Plan:
    """Return the plan of a dataclass or a NamedTuple: an object with its declared fields.

    Of a subclass only the declared fields are sent.
    """
    get = attrgetter(*fields) if fields else None
    alone = len(fields) == 1

    def encode(value: Any, depth: int) -> Json:
        if not isinstance(value, cls):
            raise unexpected(f"a {cls.__name__}", value)
        values = () if get is None else get(value)
        return _fields_to_json(fields, (values,) if alone else values, depth)

    def decode(data: Json, depth: int) -> Any:
        return make(_fields_from_json(cls, fields, data, depth))

    def make(values: dict[str, Any]) -> Any:
        try:
            return cls(**values)
        except (ValueError, TypeError) as error:
            raise Fault(f"does not make a valid {cls.__name__}") from error

    return Plan(name, encode, decode, _DICT, cls=cls, role="record", fields=dict(fields), make=make)


def _fields_to_json(fields: Fields, values: tuple[Any, ...], depth: int) -> Json:
    if depth <= 0:
        raise too_deep()
    depth -= 1
    done: dict[str, Any] = {}
    name = ""
    try:
        for (name, (plan, _)), value in zip(fields.items(), values, strict=True):
            done[name] = value if value.__class__ is plan.same else plan.encode(value, depth)
    except Fault as fault:
        fault.steps.append(name)
        raise
    return done


def _fields_from_json(cls: type, fields: Fields, data: Json, depth: int) -> dict[str, Any]:
    if data.__class__ is not dict:
        raise unexpected("an object", data)
    if depth <= 0:
        raise too_deep()
    if data.keys() != fields.keys():
        check_names(cls.__name__, fields, data)
        fields = {name: field for name, field in fields.items() if name in data}
    depth -= 1
    values: dict[str, Any] = {}
    name = ""
    try:
        for name, (plan, _) in fields.items():
            value = data[name]
            values[name] = value if value.__class__ is plan.same else plan.decode(value, depth)
    except Fault as fault:
        fault.steps.append(name)
        raise
    return values


def check_names(owner: str, fields: Fields, data: Mapping[str, Any]) -> None:
    """Raise if a field that must be given is missing, or one is given that is none.

    Raises:
        Fault: which field, and which of the two it is.
    """
    for name, (_, needed) in fields.items():
        if needed and name not in data:
            raise Fault("is missing", name)
    for name in data:
        if name not in fields:
            raise Fault(f"is not a field of {owner}", name)


def typed_dict_plan(cls: type, name: str, fields: Fields) -> Plan:
    """Return the plan of a ``TypedDict``: an object with its declared keys."""

    def encode(value: Any, depth: int) -> Json:
        if not isinstance(value, dict):
            raise unexpected(f"a {cls.__name__} (a dict)", value)
        check_names(cls.__name__, fields, {key: 0 for key in fields if key in value})
        there = {key: field for key, field in fields.items() if key in value}
        return _fields_to_json(there, tuple(value[key] for key in there), depth)

    def decode(data: Json, depth: int) -> Any:
        return _fields_from_json(cls, fields, data, depth)

    return Plan(
        name, encode, decode, _DICT, cls=dict, role="record", fields=dict(fields), make=dict
    )


def enum_plan(cls: type[Enum]) -> Plan:
    """Return the plan of an enum: by value if all values are text or all integers, else by name."""
    members = list(cls)
    if issubclass(cls, Flag):
        return _flag_plan(cls)
    classes = {member.value.__class__ for member in members}
    by_value = classes in ({str}, {int})
    codes: dict[Any, Enum] = {m.value if by_value else m.name: m for m in members}
    wanted = "one of " + ", ".join(json.dumps(code) for code in codes)

    def encode(value: Any, depth: int) -> Json:
        if not isinstance(value, cls):
            raise unexpected(f"a {cls.__name__}", value)
        return value.value if by_value else value.name

    def decode(data: Json, depth: int) -> Any:
        found = codes.get(data) if data.__class__ in (str, int) else None
        if found is None or encode(found, 0).__class__ is not data.__class__:
            raise Fault(f"must be {wanted}")
        return found

    def from_text(text: str) -> Any:
        for code, member in codes.items():
            if str(code) == text:
                return member
        raise Fault(f"must be {wanted}")

    return Plan(
        cls.__name__,
        encode,
        decode,
        _INT if classes == {int} else _STR,
        cls=cls,
        role="enum",
        to_text=lambda member: str(encode(member, 0)),
        from_text=from_text,
    )


def _flag_plan(cls: type[Flag]) -> Plan:
    mask = 0
    for member in cls:
        mask |= member.value

    def encode(value: Any, depth: int) -> Json:
        if not isinstance(value, cls):
            raise unexpected(f"a {cls.__name__}", value)
        return value.value

    def decode(data: Json, depth: int) -> Any:
        if data.__class__ is not int or data < 0 or data & ~mask:
            raise Fault(f"must be a combination of the flags of {cls.__name__}")
        return cls(data)

    return Plan(cls.__name__, encode, decode, _INT, cls=cls, role="enum")


def is_model(cls: Any) -> bool:
    """Return whether a class is a pydantic model; pydantic itself is not needed to see that."""
    return isinstance(cls, type) and all(
        hasattr(cls, name) for name in ("model_validate_json", "model_dump", "model_fields")
    )


def model_plan(cls: Any) -> Plan:
    """Return the plan of a pydantic model: pydantic dumps it and validates it, strictly."""
    declared = None if getattr(cls, "__pydantic_root_model__", False) else set(cls.model_fields)

    def encode(value: Any, depth: int) -> Json:
        if not isinstance(value, cls):
            raise unexpected(f"a {cls.__name__}", value)
        try:
            data = value.model_dump(mode="json", by_alias=True, include=declared)
        except Exception as error:
            # Serializers are the author's code and may raise anything.
            raise Fault(f"could not be dumped as a {cls.__name__}") from error
        return JSON.encode(data, depth)

    def decode(data: Json, depth: int) -> Any:
        text = json.dumps(JSON.decode(data, depth))
        return _validated(lambda: cls.model_validate_json(text, strict=True), cls.__name__)

    def make(values: dict[str, Any]) -> Any:
        return _validated(lambda: cls.model_validate(values), cls.__name__)

    kinds = _DICT if declared is not None else JSON.kinds
    return Plan(cls.__name__, encode, decode, kinds, cls=cls, role="model", make=make)


class Faults(Fault):
    """Several faults of one value, as pydantic finds them."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults[0].message, *faults[0].steps)
        self.all = faults


def _validated(validate: Callable[[], Any], name: str) -> Any:
    try:
        return validate()
    except ValueError as error:
        found = getattr(error, "errors", None)
        if not callable(found):
            raise Fault(f"does not make a valid {name}") from error
        raise Faults([_model_fault(one) for one in found()]) from None


def _model_fault(found: Mapping[str, Any]) -> Fault:
    steps = [step if isinstance(step, int) else str(step) for step in found.get("loc", ())]
    return Fault(str(found.get("msg", "is not valid")), *reversed(steps))
