"""Typed values from the fields of an HTML form: texts, and files as bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from reactor_nb.core.codec_classes import Faults, check_names
from reactor_nb.core.codec_plan import Fault, Plan

Texts = Mapping[str, Sequence[str | bytes]]
Plans = Mapping[str, tuple[Plan, bool]]

_ITEMS: Final = frozenset(("list", "set", "frozenset", "tuple"))
_ABSENT: Final = object()


def fields_from_text(fields: Texts, plans: Plans) -> tuple[dict[str, Any], list[Fault]]:
    """Return the values that the fields of a form stand for, and every fault among them."""
    values: dict[str, Any] = {}
    faults = _unknown(fields, plans)
    for name, (plan, needed) in plans.items():
        try:
            value = _value(name, fields, plan, needed)
        except Faults as found:
            faults.extend(found.all)
        except Fault as found:
            faults.append(found)
        else:
            if value is not _ABSENT:
                values[name] = value
    return values, faults


def _unknown(fields: Texts, plans: Plans) -> list[Fault]:
    known = plans.keys()
    return [
        Fault("is not a field of this form", name)
        for name in fields
        if name not in known and name.partition(".")[0] not in known
    ]


def _value(name: str, fields: Texts, plan: Plan, needed: bool) -> Any:
    if plan.role in ("record", "model"):
        return _record(name, fields, plan, needed)
    texts = fields.get(name)
    if any(other.startswith(f"{name}.") for other in fields):
        raise Fault("has no fields of its own", name)
    try:
        return _single(texts, plan, needed)
    except Fault as fault:
        fault.steps.append(name)
        raise


def _single(texts: Sequence[str | bytes] | None, plan: Plan, needed: bool) -> Any:
    if plan.role in _ITEMS:
        return _items(texts or [], plan)
    if plan.role == "optional" and plan.parts[0].role not in ("record", "model"):
        return _optional(texts, plan.parts[0], needed)
    if texts is None:
        if plan.cls is bool:
            return False
        if needed:
            raise Fault("is missing")
        return _ABSENT
    return _one(texts, plan)


def _optional(texts: Sequence[str | bytes] | None, plan: Plan, needed: bool) -> Any:
    if texts is None:
        return None if needed else _ABSENT
    if texts == [""] and plan.role not in _ITEMS:
        return None
    return _single(texts, plan, needed)


def _items(texts: Sequence[str | bytes], plan: Plan) -> Any:
    if plan.make is None:
        raise Fault("cannot come from a form")
    done: list[Any] = []
    try:
        for text in texts:
            done.append(_one([text], plan.parts[0]))
    except Fault as fault:
        fault.steps.append(len(done))
        raise
    return plan.make(done)  # type: ignore[arg-type]


def _one(texts: Sequence[str | bytes], plan: Plan) -> Any:
    if len(texts) != 1:
        raise Fault("is given more than once")
    if plan.role == "union":
        return _first(texts[0], plan)
    text = texts[0]
    if isinstance(text, bytes):
        if plan.cls is bytes:
            return text
        raise Fault("cannot be a file")
    if plan.from_text is None:
        raise Fault("cannot come from a form")
    return plan.from_text(text if plan.cls is str else text.strip())


def _first(text: str | bytes, plan: Plan) -> Any:
    """Return what the most exact member of a union reads in a text; any text is a ``str``."""
    for member in sorted(plan.parts, key=lambda one: one.cls is str or one.role == "json"):
        try:
            return _one([text], member)
        except Fault:
            continue
    raise Fault(f"must be {plan.name}")


def _record(name: str, fields: Texts, plan: Plan, needed: bool) -> Any:
    """Return a dataclass or model from the fields whose names start with its own and a dot."""
    start = f"{name}."
    inner = {key.removeprefix(start): one for key, one in fields.items() if key.startswith(start)}
    if name in fields:
        raise Fault(
            f"comes in fields of its own, such as {start}{next(iter(plan.fields), '…')}", name
        )
    if not inner and not needed:
        return _ABSENT
    if plan.make is None:
        raise Fault("cannot come from a form", name)
    try:
        if plan.role == "model":
            return plan.make({key: _text_or_list(texts) for key, texts in inner.items()})
        return _made(inner, plan)
    except Faults as found:
        raise Faults([Fault(one.message, *one.steps, name) for one in found.all]) from None
    except Fault as fault:
        fault.steps.append(name)
        raise


def _made(inner: Texts, plan: Plan) -> Any:
    values, faults = fields_from_text(inner, plan.fields)
    if faults:
        raise Faults(faults)
    check_names(plan.name, plan.fields, values)
    return plan.make(values) if plan.make is not None else values


def _text_or_list(texts: Sequence[str | bytes]) -> Any:
    return texts[0] if len(texts) == 1 else texts
