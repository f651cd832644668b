"""How rows are taken apart and made again, and which of them need no copy."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from itertools import repeat
from operator import attrgetter, itemgetter
from types import FunctionType, MemberDescriptorType
from typing import Any, Final, TypeAlias

from reactor_nb.core.codec_columns import UnusualError

Rows: TypeAlias = Sequence[Any]
Columns: TypeAlias = list[Sequence[Any]]
Take: TypeAlias = Callable[[Rows], Columns]
Make: TypeAlias = Callable[[Columns], Rows]
Lasts: TypeAlias = Callable[[Rows], bool]

_SAME_CODE: Final = attrgetter(
    *("co_code", "co_consts", "co_names", "co_varnames", "co_freevars", "co_flags"),
    *("co_argcount", "co_posonlyargcount", "co_kwonlyargcount"),
)
_VARIABLE: Final = 0x04 | 0x08


def take_attributes(names: Sequence[str]) -> Take:
    """Return what gives the columns of instances."""
    getters = [attrgetter(name) for name in names]
    return lambda rows: [list(map(get, rows)) for get in getters]


def take_keys(names: Sequence[str]) -> Take:
    """Return what gives the columns of dicts with these keys."""
    getters = [itemgetter(name) for name in names]
    return lambda rows: [list(map(get, rows)) for get in getters]


def take_places(size: int) -> Take:
    """Return what gives the columns of tuples of so many places."""

    def take(rows: Rows) -> Columns:
        if set(map(len, rows)) != {size}:
            raise UnusualError
        return list(zip(*rows, strict=True))

    return take


def make_tuples(columns: Columns) -> Rows:
    """Return the tuples that have these columns."""
    return list(zip(*columns, strict=True))


def make_dicts(names: Sequence[str]) -> Make:
    """Return what makes dicts with these keys."""
    return lambda columns: [*map(dict, map(zip, repeat(names), zip(*columns, strict=True)))]


def make_instances(cls: type, names: Sequence[str]) -> Make:
    """Return what makes the instances of a class, as ``cls(name=…)`` does."""
    if _takes_in_order(cls, names):
        return lambda columns: list(map(cls, *columns))
    return lambda columns: [
        cls(**dict(zip(names, one, strict=True))) for one in zip(*columns, strict=True)
    ]


def have_keys(names: tuple[str, ...]) -> Lasts:
    """Return what tells whether dicts have just these keys, in this order."""
    return lambda rows: set(map(tuple, rows)) == {names}


def always(rows: Rows) -> bool:
    """Tuples of what nobody can change cannot be changed."""
    return True


def never(rows: Rows) -> bool:
    """Instances of most classes can be changed."""
    return False


def lasting(cls: type, names: tuple[str, ...]) -> Lasts:
    """Return what tells whether instances are what their fields are, for good, and nothing more.

    So that the instance that is made of the fields of another is equal in all to that one.
    """
    if issubclass(cls, tuple):
        return always if _is_plain_tuple(cls) else never
    if not _is_frozen(cls, names):
        return never
    if _has_slots_alone(cls, names):
        return always
    if _has_slots_or_setters(cls, names):
        return never
    # A cached property puts its value among the fields.
    return lambda rows: set(map(tuple, map(vars, rows))) == {names}


def _is_frozen(cls: Any, names: Sequence[str]) -> bool:
    """Tell whether a class is a dataclass as ``dataclass(frozen=True)`` makes it."""
    if cls.__getattribute__ is not object.__getattribute__ or not _makes_plainly(cls):
        return False
    if not cls.__dataclass_params__.frozen:
        return False
    plain: Any = vars(dataclasses.make_dataclass("Twin", names, frozen=True))["__init__"]
    ours = cls.__init__
    return type(ours) is FunctionType and _what_runs(ours) == _what_runs(plain)


def _what_runs(function: FunctionType) -> tuple[Any, ...]:
    cells = function.__closure__ or ()
    return _SAME_CODE(function.__code__), [cell.cell_contents for cell in cells]


def _has_slots_alone(cls: type, names: Sequence[str]) -> bool:
    slots: set[str] = set()
    for one in cls.__mro__[:-1]:
        if "__slots__" not in one.__dict__:
            return False
        slots.update(one.__dict__["__slots__"])
    kinds = {type(_in_class(cls, name)) for name in names}
    return kinds == {MemberDescriptorType} and slots - {"__weakref__"} == set(names)


def _has_slots_or_setters(cls: type, names: Sequence[str]) -> bool:
    return any("__slots__" in one.__dict__ for one in cls.__mro__) or any(
        hasattr(type(_in_class(cls, name)), "__set__") for name in names
    )


def _in_class(cls: type, name: str) -> Any:
    return next((one.__dict__[name] for one in cls.__mro__ if name in one.__dict__), None)


def _is_plain_tuple(cls: type) -> bool:
    """Tell whether a class is a NamedTuple itself; nothing in it can do more than make one."""
    return cls.__bases__ == (tuple,) and type(cls) is type


def _takes_in_order(cls: Any, names: Sequence[str]) -> bool:
    """Tell whether a class can be called with the values of its fields, in their order."""
    if issubclass(cls, tuple):
        return _is_plain_tuple(cls)
    init = cls.__init__
    if not _makes_plainly(cls) or type(init) is not FunctionType:
        return False
    code = init.__code__
    taken = code.co_varnames[1 : code.co_argcount]
    return taken == tuple(names) and not code.co_kwonlyargcount and not code.co_flags & _VARIABLE


def _makes_plainly(cls: Any) -> bool:
    """Tell whether to call a class is to make an object and to call ``__init__``."""
    return type(cls).__call__ is type.__call__ and cls.__new__ is object.__new__
