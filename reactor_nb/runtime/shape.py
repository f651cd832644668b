"""Which hooks a component calls, in order, as its compiled code tells."""

from __future__ import annotations

import dis
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final, TypeAlias

from reactor_nb.runtime.registry import REGISTRY_NAME

Shape: TypeAlias = tuple[str, ...]

_OURS: Final = "reactor_nb"
# It owns no memory of the component.
_WITHOUT_SLOT: Final = "use_context"


def shape_of(function: Any) -> Shape:
    """Return the names of the hooks that a function calls, those of the author's hooks included."""
    if not isinstance(function, FunctionType):
        return ()
    return tuple(_hooks(function.__code__, function.__globals__, {function.__code__}))


def difference(old: Shape, new: Shape) -> str:
    """Return in words how two shapes differ."""
    if len(old) != len(new):
        return f"{len(old)} -> {len(new)}"
    for number, (before, now) in enumerate(zip_longest(old, new), 1):
        if before != now:
            return f"hook {number} was {before}, now {now}"
    return "none"


def _hooks(code: CodeType, names: Mapping[str, Any], seen: set[CodeType]) -> Iterator[str]:
    value: Any = None
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            value = names.get(instruction.argval)
        elif instruction.opname in ("LOAD_ATTR", "LOAD_METHOD") and isinstance(value, ModuleType):
            value = vars(value).get(instruction.argval)
        elif isinstance(instruction.argval, CodeType):
            # A function inside, such as the one for the items of a list.
            yield from _hooks(instruction.argval, names, seen)
            value = None
        else:
            value = None
        yield from _hooks_of(value, names, seen)


def _hooks_of(value: Any, names: Mapping[str, Any], seen: set[CodeType]) -> Iterator[str]:
    if not isinstance(value, FunctionType):
        return
    if value.__module__.partition(".")[0] == _OURS:
        if value.__name__.startswith("use_") and value.__name__ != _WITHOUT_SLOT:
            yield value.__name__
    elif _is_the_authors(value, names) and value.__code__ not in seen:
        seen.add(value.__code__)
        yield from _hooks(value.__code__, value.__globals__, seen)
        seen.discard(value.__code__)


def _is_the_authors(function: FunctionType, names: Mapping[str, Any]) -> bool:
    """Return whether a function is of an app, or of the notebook that the caller is of."""
    return function.__globals__ is names or REGISTRY_NAME in function.__globals__
