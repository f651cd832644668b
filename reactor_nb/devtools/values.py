"""Values as plain JSON that a panel can show: short, never the whole, and whatever the value does.

A value is told by a ``Shown``: its kind, a text of one line, and, where it was opened, its parts.
A part is named by its number among the parts, so that no name ever comes back to be looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import is_dataclass
from itertools import islice
from types import FunctionType, MethodType, ModuleType
from typing import Any, Final, TypeAlias

from reactor_nb.core.component import Component
from reactor_nb.core.hooks import Callback, Ref, Setter
from reactor_nb.core.location import function_location
from reactor_nb.core.vnode import VBlock, VComponent, VElement, VFragment
from reactor_nb.devtools.editing import as_json, can_be_copied

Shown: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[int, ...]

MOST_PARTS: Final = 100
MOST_SHOWN: Final = 1500
"""So many values are told at once, with all their parts."""

_LINE: Final = 120
_WORD: Final = 60
_REPR: Final = 300
_FEW: Final = 6
_MOST_BITS: Final = 256
_CONTAINERS: Final[tuple[Any, ...]] = (dict, list, tuple, set, frozenset)
_OPAQUE: Final = (type, ModuleType, FunctionType, MethodType, Component, Callback, Setter)


class Shower:
    """Tells values, with the parts of those that are open.

    Args:
        opened: the paths of the values whose parts are wanted.
    """

    def __init__(self, opened: Collection[Path] = ()) -> None:
        self._opened = opened
        self._left = MOST_SHOWN

    def show(self, value: Any, path: Path, editable: bool = False) -> Shown:
        """Return what there is to tell of a value; never raises.

        Args:
            value: anything.
            path: the number of the value itself, and of the parts that lead there.
            editable: whether another value can be put in its place.
        """
        self._left -= 1
        shown: Shown = {"kind": kind_of(value), "text": short(value)}
        if editable:
            text = as_json(value)
            if text is not None:
                shown["edit"] = text
        try:
            self._add_parts(shown, value, path, editable and can_be_copied(value))
        except Exception as error:
            shown["fault"] = f"its parts cannot be had: {_name_of(error)}"
        return shown

    def _add_parts(self, shown: Shown, value: Any, path: Path, editable: bool) -> None:
        count = size_of(value)
        if not count:
            return
        shown["size"] = count
        if path not in self._opened or self._left <= 0:
            return
        shown["parts"] = [
            [label, self.show(part, (*path, number), editable)]
            for number, (label, part) in enumerate(islice(parts_of(value), MOST_PARTS))
        ]


def kind_of(value: Any) -> str:
    """Return the name of the value's class."""
    return _class_name(type(value))


def size_of(value: Any) -> int:
    """Return how many parts a value has that can be looked at; no code of the author's runs."""
    for kind in _CONTAINERS:
        if isinstance(value, kind):
            return int(kind.__len__(value))
    if isinstance(value, Ref):
        return 1
    if isinstance(value, VComponent):
        return len(value.props)
    return sum(1 for _ in _fields(value))


def parts_of(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a value with their names, always in the same order."""
    if isinstance(value, dict):
        for name, part in dict.items(value):
            yield short(name, _WORD), part
    elif isinstance(value, (list, tuple)):
        names = getattr(value, "_fields", ()) if isinstance(value, tuple) else ()
        for number, part in enumerate(_iterate(value)):
            yield (str(names[number]) if number < len(names) else str(number)), part
    elif isinstance(value, (set, frozenset)):
        for part in _iterate(value):
            yield "", part
    elif isinstance(value, Ref):
        yield "current", value.current
    elif isinstance(value, VComponent):
        yield from value.props.items()
    else:
        for name in _fields(value):
            yield name, getattr(value, name, None)


def short(value: Any, limit: int = _LINE) -> str:
    """Return a value in one line of so many characters at most; never raises."""
    try:
        text = _short(value, 2, limit)
    except BaseException as error:  # even a repr that wants to end the program
        text = f"<{kind_of(value)}: its repr raises {_name_of(error)}>"
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _short(value: Any, depth: int, limit: int) -> str:
    kind = type(value)
    if kind in _SCALARS:
        return _SCALARS[kind](value, limit)
    if kind in _BRACKETS:
        return _series(value, depth, limit)
    for described, tell in _OURS.items():
        if isinstance(value, described):
            return tell(value)
    if is_dataclass(value) and kind.__repr__.__qualname__ == f"{kind.__qualname__}.__repr__":
        return _record(value, depth, limit)
    return _cut(repr(value), _REPR)


def _series(value: Any, depth: int, limit: int) -> str:
    left, right = _BRACKETS[type(value)]
    count = len(value)
    if depth == 0 and count:
        return f"{left}…{right}"
    inner = max(8, limit // 2)
    if type(value) is dict:
        words = [
            f"{_short(name, 0, _WORD)}: {_short(part, depth - 1, inner)}"
            for name, part in islice(value.items(), _FEW)
        ]
    else:
        words = [_short(part, depth - 1, inner) for part in islice(value, _FEW)]
    if count > _FEW:
        words.append(f"… {count - _FEW:,} more")
    return f"{left}{', '.join(words)}{right}"


def _record(value: Any, depth: int, limit: int) -> str:
    name = kind_of(value)
    if depth == 0:
        return f"{name}(…)"
    words = [
        f"{field}={_short(getattr(value, field, None), depth - 1, limit // 2)}"
        for field in islice(_fields(value), _FEW)
    ]
    return f"{name}({', '.join(words)})"


def _text(value: str, limit: int) -> str:
    if len(value) <= limit:
        return repr(value)
    return f"{value[: limit // 2]!r}… ({len(value):,} characters)"


def _bytes(value: bytes, limit: int) -> str:
    if len(value) <= limit:
        return repr(value)
    return f"{value[: limit // 4]!r}… ({len(value):,} bytes)"


def _whole(value: int, _: int) -> str:
    # A number of a million digits takes long to write, and Python refuses.
    bits = value.bit_length()
    return repr(value) if bits <= _MOST_BITS else f"an int of {bits:,} bits"


def _plain(value: object, _: int) -> str:
    return repr(value)


def _function(value: Any) -> str:
    name = getattr(value, "__name__", "function")
    return f"{name}() of {function_location(getattr(value, '__func__', value))}"


def _element(value: VElement) -> str:
    return f"<{value.tag}>"


def _block(value: VBlock) -> str:
    return f"<{value.block.layout.form[0]}>"


_SCALARS: Final[dict[type, Callable[[Any, int], str]]] = {
    str: _text,
    bytes: _bytes,
    int: _whole,
    bool: _plain,
    float: _plain,
    type(None): _plain,
}
_BRACKETS: Final[dict[type, tuple[str, str]]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    dict: ("{", "}"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
}
_OURS: Final[dict[type, Callable[[Any], str]]] = {
    VComponent: lambda value: f"<{value.component.name}>",
    VElement: _element,
    VBlock: _block,
    VFragment: lambda value: f"<> of {len(value.children)}",
    Callback: lambda value: f"use_callback of {_function(value.function)}",
    Setter: lambda value: "the function that sets a state",
    FunctionType: _function,
    MethodType: _function,
    Component: lambda value: f"component {value.name}",
    Ref: lambda value: f"Ref({_short(value.current, 1, _WORD)})",
}


def _iterate(value: Any) -> Iterator[Any]:
    """Return what Python's own class goes through, whatever a class that is made of it does."""
    [kind] = [one for one in _CONTAINERS if isinstance(value, one)]
    each: Iterator[Any] = kind.__iter__(value)
    return each


def _fields(value: Any) -> Iterator[str]:
    """Yield the names of what an object holds."""
    if isinstance(value, _OPAQUE):
        return
    if is_dataclass(value):
        yield from value.__dataclass_fields__
        return
    try:
        inside = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return
    yield from (name for name in inside if type(name) is str and not name.startswith("__"))


def _class_name(kind: type) -> str:
    return _cut(str(kind.__qualname__).rpartition("<locals>.")[2], _WORD)


def _name_of(error: BaseException) -> str:
    return _class_name(type(error))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
