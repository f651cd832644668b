"""Typed values as JSON and back: strict, by annotation, the same on every host.

Without an annotation, values are plain JSON data. ``decode(encode(value, T), T)`` equals
``value``; what does not fit is refused with the path to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reactor_nb.core.codec_classes import Faults
from reactor_nb.core.codec_pack import pack_value, unpack_value
from reactor_nb.core.codec_plan import MAX_DEPTH, Fault, Json
from reactor_nb.core.codec_text import fields_from_text
from reactor_nb.core.codec_types import classes_in, plan_of
from reactor_nb.core.json_text import dump_json, parse_json
from reactor_nb.errors import CodecError

__all__ = [
    "MAX_DEPTH",
    "CodecErrors",
    "Json",
    "check_annotation",
    "classes_in",
    "decode",
    "decode_text",
    "dump_json",
    "encode",
    "is_text_like",
    "pack",
    "parse_json",
    "unpack",
]


class CodecErrors(CodecError):
    """Several faults at once, each with its path.

    Args:
        faults: a message for each path.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        path, message = next(iter(faults.items()))
        super().__init__(path, message)
        self.faults = dict(faults)


def encode(value: Any, annotation: Any = Any, *, path: str = "", depth: int = MAX_DEPTH) -> Json:
    """Return a value as JSON data.

    Of a dataclass, NamedTuple, TypedDict or model only the declared fields are sent.

    Args:
        value: what to send.
        annotation: its type; ``Any`` takes plain JSON data.
        path: what the value is called in an error.
        depth: how deep it may be nested.

    Raises:
        CodecError: the value is not of that type, or no value of that type can cross.
    """
    try:
        return plan_of(annotation).encode(value, depth)
    except Fault as fault:
        raise _error(fault, path) from fault.__cause__


def decode(data: Json, annotation: Any = Any, *, path: str = "", depth: int = MAX_DEPTH) -> Any:
    """Return the value that JSON data stands for.

    Args:
        data: what ``encode`` gave, or what somebody sent.
        annotation: the type of the value; ``Any`` takes plain JSON data.
        path: what the value is called in an error.
        depth: how deep it may be nested.

    Raises:
        CodecError: the data does not fit the type exactly.
    """
    try:
        return plan_of(annotation).decode(data, depth)
    except Fault as fault:
        raise _error(fault, path) from fault.__cause__


def check_annotation(annotation: Any) -> str | None:
    """Return why values of an annotation cannot cross the wire, or ``None`` if they can."""
    try:
        plan_of(annotation)
    except Fault as fault:
        return str(_error(fault, ""))
    return None


def is_text_like(annotation: Any) -> bool:
    """Return whether values of an annotation can stand in a URL: texts, numbers, lists of such."""
    try:
        plan = plan_of(annotation)
    except Fault:
        return False
    if plan.role in ("optional", "list", "set", "frozenset", "tuple"):
        plan = plan.parts[0]
    return plan.from_text is not None


def pack(value: Any, types: Mapping[str, type]) -> Json:
    """Return a value as JSON that says itself what it is.

    Args:
        value: anything made of JSON values, the standard types of the wire and ``types``.
        types: the closed table of the author's types by qualified name.

    Raises:
        CodecError: something in it is of another type.
    """
    try:
        return pack_value(value, types, MAX_DEPTH)
    except Fault as fault:
        raise _error(fault, "") from fault.__cause__


def unpack(data: Json, types: Mapping[str, type]) -> Any:
    """Return the value that ``pack`` packed.

    Args:
        data: what ``pack`` gave.
        types: the same table; nothing outside of it is ever looked up.

    Raises:
        CodecError: the data is not what ``pack`` gives.
    """
    try:
        return unpack_value(data, types, MAX_DEPTH)
    except Fault as fault:
        raise _error(fault, "") from fault.__cause__


def decode_text(
    fields: Mapping[str, Sequence[str | bytes]], annotations: Mapping[str, tuple[Any, bool]]
) -> dict[str, Any]:
    """Return typed arguments from the fields of an HTML form.

    An unchecked checkbox and an empty multiple select are not among a form's fields: a missing
    ``bool`` is false, a missing list empty. An empty text is ``None`` where that is allowed.

    Args:
        fields: what each field holds, by its name: texts, and files as bytes; ``todo.title`` is
            field ``title`` of ``todo``.
        annotations: for each parameter its type and whether it must be given.

    Raises:
        CodecErrors: a message for every field that does not fit.
    """
    try:
        plans = {name: (plan_of(one), needed) for name, (one, needed) in annotations.items()}
    except Fault as fault:
        raise _error(fault, "") from fault.__cause__
    values, faults = fields_from_text(fields, plans)
    if faults:
        raise CodecErrors({fault.path(): fault.message for fault in faults})
    return values


def _error(fault: Fault, path: str) -> CodecError:
    if isinstance(fault, Faults) and len(fault.all) > 1:
        around = fault.steps[len(fault.all[0].steps) :]
        faults = [Fault(one.message, *one.steps, *around) for one in fault.all]
        return CodecErrors({one.path(path): one.message for one in faults})
    return CodecError(fault.path(path), fault.message)
