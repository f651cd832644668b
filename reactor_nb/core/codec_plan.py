"""What the codec knows of one type: how its values become JSON and come back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
Step: TypeAlias = "str | int"
Convert: TypeAlias = Callable[[Any, int], Any]

MAX_DEPTH: Final = 100
NULL: Final = frozenset(("null",))

_PLAIN_NAME = re.compile(r"[A-Za-z_]\w{0,60}\Z", re.ASCII)
_JSON_NAMES: Final = {
    type(None): "null",
    bool: "true or false",
    int: "an integer",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "an object",
}


class Fault(Exception):
    """What is wrong with a value, and the way from the fault up to the top of the value."""

    def __init__(self, message: str, *steps: Step) -> None:
        super().__init__(message)
        self.message = message
        self.steps = list(steps)

    def path(self, start: str = "") -> str:
        """Return the way down to the fault, such as ``todos[3].title``."""
        path = start
        for step in reversed(self.steps):
            path = f"{path}{_written(step, bool(path))}"
        return path


def _written(step: Step, inside: bool) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _PLAIN_NAME.match(step):
        return f".{step}" if inside else step
    return f"[{json.dumps(step[:40])}]"


class Plan:
    """How the values of one annotation become JSON and come back.

    Args:
        name: the annotation as an author writes it.
        encode: ``(value, depth)`` → JSON; raises ``Fault``.
        decode: ``(JSON, depth)`` → value; raises ``Fault``.
        kinds: which kinds of JSON ``encode`` gives.
        same: the class whose instances are their own JSON and need no call at all.
        cls: the class of the values, where there is one.
        to_text: value → text, for the keys of an object; ``None`` where no text says it all.
        from_text: text → value, for keys and for the fields of a form.
        role: what kind of plan it is, for those that must take it apart.
        parts: the plans inside.
        fields: the plans of named fields, and whether each must be given.
        make: values by field name → value.
    """

    __slots__ = (
        "cls",
        "decode",
        "encode",
        "fields",
        "from_text",
        "kinds",
        "make",
        "name",
        "parts",
        "role",
        "same",
        "to_text",
    )

    def __init__(
        self,
        name: str,
        encode: Convert,
        decode: Convert,
        kinds: frozenset[str],
        *,
        same: type | None = None,
        cls: type | None = None,
        to_text: Callable[[Any], str] | None = None,
        from_text: Callable[[str], Any] | None = None,
        role: str = "scalar",
        parts: Sequence[Plan] = (),
        fields: dict[str, tuple[Plan, bool]] | None = None,
        make: Callable[[dict[str, Any]], Any] | None = None,
    ) -> None:
        self.name = name
        self.encode = encode
        self.decode = decode
        self.kinds = kinds
        self.same = same
        self.cls = cls
        self.to_text = to_text
        self.from_text = from_text
        self.role = role
        self.parts = tuple(parts)
        self.fields = fields or {}
        self.make = make

    def take(self, other: Plan) -> None:
        """Become another plan: so a type that contains itself can name its plan beforehand."""
        for slot in self.__slots__:
            setattr(self, slot, getattr(other, slot))


def kind_of(value: object) -> str:
    """Return what a value is, in the words of JSON or by the name of its class."""
    cls = value.__class__
    return _JSON_NAMES.get(cls) or cls.__name__


def unexpected(wanted: str, value: object) -> Fault:
    """Return the fault of a value of the wrong type."""
    return Fault(f"must be {wanted}, not {kind_of(value)}")


def too_deep() -> Fault:
    """Return the fault of a value that is nested too deeply, or contains itself."""
    return Fault("is nested too deeply")
