"""What a list reads of its items and of names from elsewhere, and whether it can change unnoticed.

The compiler notes what is read (``reactor_nb.core.pure``); what only the values can tell is looked
at here. An item that was in a list before, and can never change, has the values that it had then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import compress, repeat
from operator import attrgetter, is_not, itemgetter
from types import MemberDescriptorType
from typing import Any, Final, NamedTuple

from reactor_nb.core.fill import Columns
from reactor_nb.core.memo import SCALARS, is_frozen, is_immutable, same_value
from reactor_nb.core.template import NotConstant
from reactor_nb.core.vnode import Make

# How a part of an item is read.
WHOLE, ATTRIBUTE, ITEM = "", "a", "i"
# What a name from elsewhere must be.
ANY, SCALAR, CONTAINER, BUILTIN = 0, 1, 2, 3
# What an argument is: another one for each row, the same for all, a function that binds the item.
ROW, SAME, HANDLER = "r", "s", "h"

PURE_BUILTINS: Final = (abs, bool, float, format, int, len, max, min, repr, round, str, sum)
# How exact a calculation with decimals is may be set anew at any time.
_OPERANDS: Final = SCALARS - {Decimal}
_FIELD: Final = type(NamedTuple("_", [("x", int)]).x)  # type: ignore[attr-defined]


class Reading:
    """What a list reads.

    Args:
        plan: what ``reactor_nb.core.pure`` found.
    """

    def __init__(self, plan: Any) -> None:
        self._count, self._paths, self._frees, self.arguments, self._condition = plan

    def free_values(self, bases: Callable[[], Sequence[Any]]) -> list[Any]:
        """Return the values of names from elsewhere, as far as they are worth comparing.

        Raises:
            NotConstant: one of them is not what it must be.
            Exception: the author's code failed.
        """
        return list(map(_free, bases(), self._frees))

    def chosen(
        self, items: Iterable[Any], condition: Make | None, makes: Sequence[Make]
    ) -> list[Any]:
        """Return the items that a condition holds for, as they are now.

        Raises:
            NotConstant: an item is such that the author's code might notice.
            Exception: the author's code failed.
        """
        items = list(items)
        if condition is None:
            return items
        self.look(Made(self, makes, items), self._condition)
        return list(compress(items, condition(items)))

    def stale(self, old: Sequence[Any] | None, frees: list[Any]) -> set[int]:
        """Return which names from elsewhere are not surely what they were."""
        if old is None:
            return set()
        return {
            at
            for at, (before, after) in enumerate(zip(old, frees, strict=True))
            if not same_value(before, after)
        }

    def look(self, made: Made, count: int | None = None) -> bool:
        """Look at what is read of some items; return whether none of it can ever change.

        Args:
            made: takes what is read.
            count: how many of the paths to look at, if not at all of them.

        Raises:
            NotConstant: to read it may run the author's code.
        """
        items = made.items
        parts: Sequence[Sequence[Any]] = [items]
        is_fixed = True
        if self._count:
            kinds = set(map(type, items))
            if not kinds <= {list, tuple} or set(map(len, items)) - {self._count}:
                raise NotConstant
            parts = list(zip(*items, strict=True)) or [()] * self._count
            is_fixed = list not in kinds
        for target, how, name, is_operand in self._paths[:count]:
            column = parts[target]
            kinds = set(map(type, column))
            if how:
                if not all(_is_plain(kind, how, name) for kind in kinds):
                    raise NotConstant
                is_fixed = is_fixed and all(map(is_frozen, kinds))
                get = attrgetter(name) if how == ATTRIBUTE else itemgetter(name)
                column = list(map(get, column))
                kinds = set(map(type, column))
            if is_operand and not kinds <= _OPERANDS:
                raise NotConstant
            is_fixed = is_fixed and (kinds <= SCALARS or all(map(is_immutable, column)))
            made.read.append(column)
        return is_fixed


class Made(Columns):
    """Arguments that are worked out for some items when they are asked for.

    ``read`` are the parts of the items that were looked at, which some arguments are.
    """

    def __init__(self, reading: Reading, makes: Sequence[Make], items: Sequence[Any]) -> None:
        super().__init__(())
        self.count = len(items)
        self.items = items
        self.read: list[Sequence[Any]] = []
        self._reading = reading
        self._makes = makes
        self._made: dict[int, Sequence[Any]] = {}

    def column(self, argument: int) -> Sequence[Any]:
        """Return all values of an argument."""
        if argument not in self._made:
            path = self._reading.arguments[argument][2:]
            if path and not self.read:
                self._reading.look(self)
            self._made[argument] = self.read[path[0]] if path else self._makes[argument](self.items)
        return self._made[argument]

    def rows(self, arguments: Sequence[int]) -> Iterable[Sequence[Any]]:
        """Return rows in which these arguments stand."""
        every = range(max(arguments) + 1)
        columns = (self.column(one) if one in arguments else repeat(None) for one in every)
        return zip(*columns, strict=False)


class New:
    """Items of a list that was not there before."""

    def __init__(self, items: list[Any]) -> None:
        self.fresh = items

    def merged(self, old: Sequence[Any], fresh: Sequence[Any]) -> Sequence[Any]:
        """Return the values of all items."""
        return fresh


class Change(New):
    """Which items of a list were in it before, and where."""

    def __init__(self, old: list[Any], items: list[Any]) -> None:
        self._sources: list[int] | None = None
        if len(old) == len(items):
            flags = list(map(is_not, old, items))
            self._changed = list(compress(range(len(items)), flags))
        if len(old) != len(items) or len(self._changed) * 2 > len(items):
            places = dict(zip(map(id, old), range(len(old)), strict=True))
            self._sources = list(map(places.get, map(id, items), repeat(-1)))
            self._changed = [at for at, one in enumerate(self._sources) if one < 0]
            for number, at in enumerate(self._changed, len(old)):
                self._sources[at] = number
        super().__init__(list(map(items.__getitem__, self._changed)))

    def merged(self, old: Sequence[Any], fresh: Sequence[Any]) -> Sequence[Any]:
        """Return the values of all items: those that were there, and those of new ones."""
        if self._sources is not None:
            return list(map([*old, *fresh].__getitem__, self._sources))
        if not fresh:
            return old
        merged = list(old)
        for at, value in zip(self._changed, fresh, strict=True):
            merged[at] = value
        return merged


def _free(base: Any, asked: tuple[str | None, int]) -> Any:
    """Return the value of a name from elsewhere, if it is what it must be."""
    name, kind = asked
    if name is not None and not _is_plain(base.__class__, ATTRIBUTE, name):
        raise NotConstant
    value = base if name is None else getattr(base, name)
    if not (
        kind == ANY
        or value.__class__ in _OPERANDS
        or (kind == CONTAINER and _holds_scalars(value))
        or (kind == BUILTIN and any(value is one for one in PURE_BUILTINS))
    ):
        raise NotConstant
    # Those of any kind are handed on, and never compared.
    return value if kind in (SCALAR, CONTAINER) else None


def _holds_scalars(value: Any) -> bool:
    kind = value.__class__
    if kind is dict and not set(map(type, value.values())) <= _OPERANDS:
        return False
    return kind in (dict, set, frozenset, list, tuple) and set(map(type, value)) <= _OPERANDS


@lru_cache(maxsize=1024)
def _is_plain(kind: type, how: str, name: str) -> bool:
    """Return whether a part of such a value is read without any code of the author's."""
    if how == ITEM:
        return kind in (dict, list, tuple)
    reads: Any = kind.__getattribute__
    if getattr(reads, "__objclass__", None) not in (object, tuple) or hasattr(kind, "__getattr__"):
        return False
    for base in kind.__mro__:
        if name in vars(base):
            found = type(vars(base)[name])
            return found in (_FIELD, MemberDescriptorType) or not hasattr(found, "__get__")
    return True
