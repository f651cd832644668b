"""Values of one of several types: unions and literals."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, Final

from reactor_nb.core.codec_plan import NULL, Fault, Json, Plan, too_deep, unexpected

_DICT: Final = frozenset(("dict",))
_KIND_CLASSES: Final[dict[str, type]] = {
    "null": type(None),
    "bool": bool,
    "int": int,
    "float": float,
    "str": str,
    "list": list,
    "dict": dict,
}


def literal_plan(name: str, options: Sequence[tuple[Any, Plan]]) -> Plan:
    """Return the plan of a ``Literal``: each option with the plan of its type."""
    by_value = {(value.__class__, value): plan.encode(value, 1) for value, plan in options}
    by_json = {(data.__class__, data): value for (_, value), data in by_value.items()}
    if len(by_json) != len(by_value):
        raise Fault(f"two options of {name} would be the same in JSON")
    kinds = frozenset().union(*(plan.kinds for _, plan in options))
    texts = {value: plan.to_text(value) for value, plan in options if plan.to_text is not None}
    wanted = "one of " + ", ".join(json.dumps(data) for data in by_value.values())

    def encode(value: Any, depth: int) -> Json:
        try:
            return by_value[value.__class__, value]
        except (KeyError, TypeError):
            raise Fault(f"must be {wanted}") from None

    def decode(data: Json, depth: int) -> Any:
        try:
            return by_json[data.__class__, data]
        except (KeyError, TypeError):
            raise Fault(f"must be {wanted}") from None

    def from_text(text: str) -> Any:
        for value, known in texts.items():
            if known == text:
                return value
        raise Fault(f"must be {wanted}")

    whole = len(texts) == len(options) and len(set(texts.values())) == len(texts)
    return Plan(
        name,
        encode,
        decode,
        kinds,
        role="literal",
        parts=tuple(plan for _, plan in options),
        to_text=texts.__getitem__ if whole else None,
        from_text=from_text if whole else None,
    )


def union_plan(name: str, members: Sequence[Plan]) -> Plan:
    """Return the plan of a union.

    Members that JSON tells apart go as they are. If any two could be taken for each other, each
    goes as ``{"type": its name, "value": …}``; ``None`` is always ``null``.

    Raises:
        Fault: two members have one name and one look.
    """
    optional = any(member.role != "json" and member.kinds == NULL for member in members)
    rest = _reduced([member for member in members if member.kinds != NULL])
    if len(rest) == 1:
        return _optional_plan(name, rest[0]) if optional else rest[0]
    plan = _plain_union(name, rest) if _are_apart(rest) else _tagged_union(name, rest)
    return _optional_plan(name, plan) if optional else plan


def _reduced(members: list[Plan]) -> list[Plan]:
    """Leave out members that another covers: a literal text beside ``str``, JSON beside Any."""
    if any(member.role == "json" for member in members):
        members = [one for one in members if one.role == "json" or one.same is None]
    covered = {member.kinds for member in members if member.same is not None}
    return [
        one
        for one in members
        if not (one.role == "literal" and one.kinds in covered and _is_native(one))
    ]


def _is_native(literal: Plan) -> bool:
    return all(part.same is not None for part in literal.parts)


def _are_apart(members: list[Plan]) -> bool:
    kinds = [kind for member in members for kind in member.kinds]
    return len(kinds) == len(set(kinds))


def _optional_plan(name: str, plan: Plan) -> Plan:
    def encode(value: Any, depth: int) -> Json:
        return None if value is None else plan.encode(value, depth)

    def decode(data: Json, depth: int) -> Any:
        return None if data is None else plan.decode(data, depth)

    return Plan(
        name,
        encode,
        decode,
        plan.kinds | NULL,
        cls=plan.cls,
        role="optional",
        parts=(plan,),
    )


def _plain_union(name: str, members: list[Plan]) -> Plan:
    by_class = {_KIND_CLASSES[kind]: member for member in members for kind in member.kinds}
    if float in by_class:
        # JSON as others write it has 1 for 1.0.
        by_class.setdefault(int, by_class[float])
    select = _selector(name, members)

    def encode(value: Any, depth: int) -> Json:
        return select(value, depth)[1]

    def decode(data: Json, depth: int) -> Any:
        member = by_class.get(data.__class__)
        if member is None:
            raise unexpected(_either(members), data)
        return member.decode(data, depth)

    kinds = frozenset(kind for member in members for kind in member.kinds)
    return Plan(name, encode, decode, kinds, role="union", parts=members)


def _tagged_union(name: str, members: list[Plan]) -> Plan:
    by_name = {member.name: member for member in members}
    if len(by_name) != len(members):
        raise Fault(f"two types in {name} have the same name; give one another name")
    select = _selector(name, members)

    def encode(value: Any, depth: int) -> Json:
        if depth <= 0:
            raise too_deep()
        member, data = select(value, depth - 1)
        return {"type": member.name, "value": data}

    def decode(data: Json, depth: int) -> Any:
        if data.__class__ is not dict or data.keys() != {"type", "value"}:
            raise Fault('must be an object with "type" and "value"')
        if depth <= 0:
            raise too_deep()
        tag = data["type"]
        member = by_name.get(tag) if tag.__class__ is str else None
        if member is None:
            raise Fault(f"must be {_either(members)}", "type")
        try:
            return member.decode(data["value"], depth - 1)
        except Fault as fault:
            fault.steps.append("value")
            raise

    return Plan(name, encode, decode, _DICT, role="union", parts=members)


def _either(members: list[Plan]) -> str:
    return " or ".join(member.name for member in members)


def _selector(name: str, members: list[Plan]) -> Callable[[Any, int], tuple[Plan, Json]]:
    """Return what finds the member that a value belongs to, and encodes the value by it."""
    classes = [member.cls for member in members]
    exact = {
        member.cls: member
        for member in members
        if member.cls is not None and classes.count(member.cls) == 1
    }

    def select(value: Any, depth: int) -> tuple[Plan, Json]:
        member = exact.get(value.__class__)
        if member is not None:
            return member, member.encode(value, depth)
        for member in members:
            try:
                return member, member.encode(value, depth)
            except Fault:
                continue
        shown = value.name if isinstance(value, Enum) else type(value).__name__
        raise Fault(f"must be {_either(members)}, not {shown}")

    return select
