"""Blocks: elements of a constant shape, of which only the values are kept.

The compiler puts calls of a ``Block`` where an author wrote calls of elements. What a block makes
is an element like any other; its parts are made when somebody asks for them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from types import FrameType, TracebackType
from typing import Any, Final

from reactor_nb.core.block_html import BlockHtml
from reactor_nb.core.calls import Calls
from reactor_nb.core.fill import Arguments, Columns, Fill, FillAll, column_filler, filler
from reactor_nb.core.instance import current
from reactor_nb.core.layout import Layout
from reactor_nb.core.listing import Listing
from reactor_nb.core.template import Functions, NotConstant, Part, Reader
from reactor_nb.core.vnode import MAX_CHILDREN, VBlock, VFragment, VRows, make_key
from reactor_nb.errors import ElementError

_LISTS: Final = (list, tuple)


class Block:
    """What stands in a compiled source for calls of elements.

    Args:
        functions: how the source names the element functions. They are given at each call, so
            that a name which has been bound anew is noticed.
        tree: the calls, as ``reactor_nb.core.compile`` describes them.
        key: the key of the whole: nothing, a constant in a list, or the number of an argument.
        listing: for a list, how its rows depend on its items, as ``reactor_nb.core.pure`` tells.
    """

    def __init__(self, functions: Sequence[str], tree: Any, key: Any, listing: Any = None) -> None:
        self._count = len(functions)
        self._tree = tree
        self.key = key
        self._known: Functions | None = None
        self._refused: Functions | None = None
        self._fills: list[Fill] = []
        self.fill_columns: list[FillAll] = []
        self._always: VBlock | None = None
        self._plan = listing
        self._listing: Listing | None = None
        # The holes for children that stand in the same element.
        self._beside: list[list[int]] = []
        # What a server writes lists with; see ``reactor_nb.core.row_writer``.
        self.writer: Any
        self.template: Part
        self.tag = ""

    def __call__(self, *given: Any) -> Any:
        """Return what the calls of elements would have returned.

        Args:
            given: the functions, then the values of the arguments.

        Raises:
            Exception: what the calls would have raised.
        """
        found = self.child(*given)
        return found.make() if found.__class__ is Late else found

    def child(self, *given: Any) -> VBlock | Late:
        """Return the same as a child of another block, to be made when that is made."""
        functions, arguments = given[: self._count], given[self._count :]
        if functions == self._known or self._learn(functions):
            if self._always is not None:
                return self._always
            try:
                values = [fill(arguments) for fill in self._fills]
                key = None if self.key is None else self._one_key(arguments)
                if self._beside:
                    self._check_keys(values)
                return VBlock(self, values, key)
            except (NotConstant, ElementError):
                pass
        return Late(lambda: self._replay(functions, arguments))

    def rows(self, *given: Any) -> VRows | Late:
        """Return what the calls would have returned for each item of a list.

        Args:
            given: the functions, then a list of the values of the arguments for each item.
        """
        functions, items = given[:-1], given[-1]
        if functions == self._known or self._learn(functions):
            try:
                return self._all(items)
            except (NotConstant, ElementError):
                pass
        return Late(lambda: [self._replay(functions, arguments) for arguments in items])

    def each(self, *given: Any) -> VRows | Late:
        """Return the same as ``rows``, from what works the arguments out for a list of items.

        Args:
            given: the functions, what works out the rows, the items, what tells whether an item has
                a row, what returns the values of names from elsewhere, and what works out each
                argument.
        """
        functions, (make, items, condition, *more) = given[: self._count], given[self._count :]
        # Worth it only for a render that others follow.
        lists: dict[Any, Any] | None = getattr(current.get(), "lists", None)
        # To go through these runs no code of the author's.
        if (
            lists is not None
            and (functions == self._known or self._learn(functions))
            and items.__class__ in _LISTS
        ):
            try:
                if self._listing is not None and len(items) <= MAX_CHILDREN:
                    return self._listing.rows(self, lists, make, items, condition, *more)
            except Exception:
                # Done one by one, it is told at its line.
                pass
        if condition is not None:
            rows = [row for item in items if condition((item,))[0] for row in make((item,))]
        else:
            rows = make(items)
        return self.rows(*functions, rows)

    @cached_property
    def html(self) -> BlockHtml:
        """How what this makes is written as HTML."""
        return BlockHtml(self.template)

    @cached_property
    def layout(self) -> Layout:
        """Where the nodes of what this makes are."""
        return Layout(self.template)

    def _check_keys(self, values: Sequence[Any]) -> None:
        """Leave it to the calls to tell of two children with one key."""
        for holes in self._beside:
            keys: list[Any] = []
            for hole in holes:
                value = values[hole]
                if value.__class__ is VRows:
                    keys += value.keys or ()
                elif value.__class__ is not str:
                    keys += [getattr(one, "key", None) for one in value]
            keys = [key for key in keys if key is not None]
            if len(set(keys)) < len(keys):
                raise NotConstant

    def _all(self, items: list[Arguments]) -> VRows:
        if len(items) > MAX_CHILDREN:
            raise NotConstant
        if items and (write := getattr(getattr(current.get(), "root", None), "write", None)):
            written: VRows | None = write(self, items)
            if written:
                return written
        columns = Columns(items)
        filled = [fill(columns) for fill in self.fill_columns] if items else []
        if self._beside:
            for values in zip(*filled, strict=True):
                self._check_keys(values)
        keys = self._all_keys(columns)
        if keys and len(set(keys)) < len(keys):
            # The author is told when they become children.
            raise NotConstant
        return VRows(self, filled, keys, len(items))

    def _one_key(self, arguments: Arguments) -> str | None:
        key = self.key
        return make_key(arguments[key] if isinstance(key, int) else key[0])

    def _all_keys(self, columns: Columns) -> Sequence[str | None] | None:
        if self.key is None or not columns.count:
            return None
        key = self.key
        if not isinstance(key, int):
            return [self._one_key(())] * columns.count
        return columns.texts(key) or list(map(make_key, columns.column(key)))

    def _learn(self, functions: Functions) -> bool:
        """Read the plan, if these functions make elements; the first that do are kept."""
        if self._known is not None or functions == self._refused:
            return False
        reader = Reader(functions)
        try:
            self.template = reader.read(self._tree)
            key = None if self.key is None or isinstance(self.key, int) else self._one_key(())
        except (NotConstant, ElementError):
            self._refused = functions
            return False
        self.tag = self.template.tag
        self._fills = list(map(filler, reader.holes))
        self._beside = [holes for part in self.template.walk() if len(holes := part.holes()) > 1]
        self.fill_columns = list(map(column_filler, reader.holes))
        if not self._fills and not isinstance(self.key, int):
            self._always = VBlock(self, (), key)
        if self._plan and not self._beside:
            with suppress(NotConstant):
                fills = [*self.fill_columns, self._all_keys]
                self._listing = Listing(self._plan, reader.holes, fills, self.key)
        self._known = functions
        return True

    def _replay(self, functions: Functions, arguments: Arguments) -> Any:
        """Do the calls one by one, as they were written."""
        calls = _Calls(functions, arguments)
        try:
            return calls.element(self._tree, self.key)
        except Exception as error:
            error.__traceback__ = _at(calls.line, error)
            raise


def from_plan(plan: Any) -> Block | Calls:
    """Return what a plan of the compiler describes."""
    return Block(*plan) if len(plan) > 1 else Calls(*plan)


class Late:
    """Calls that wait for those of the element they are children of.

    Those are done one by one, too, so that a mistake before these is told before one in them.
    """

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


class _Calls:
    """Calls of elements, done one by one; ``line`` is where the last of them stands."""

    def __init__(self, functions: Functions, arguments: Arguments) -> None:
        self.line = 0
        self._functions = functions
        self._arguments = arguments

    def element(self, tree: Any, key: Any = None) -> Any:
        """Return what a call returns."""
        index, line, children, attributes = tree
        first = {name: self._value(value) for name, value, *rest in attributes if rest}
        inside = list(self._children(children))
        named = {name: self._value(value) for name, value, *rest in attributes if not rest}
        if key is not None:
            named["key"] = self._value(key)
        self.line = line
        return self._functions[index](*([first] if first else ()), *inside, **named)

    def _children(self, children: list[Any]) -> Iterator[Any]:
        for child in children:
            if isinstance(child, int) or len(child) == 1:
                yield self._value(child)
            elif child[0] == "*":
                rows = self._value(child[1])
                yield from rows.children if isinstance(rows, VFragment) else rows
            else:
                yield self.element(child)

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return value[0]
        found = self._arguments[value]
        return found.make() if found.__class__ is Late else found


def _at(line: int, error: Exception) -> TracebackType | None:
    """Return a traceback of an error that shows the author's line of the call that failed."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_globals is globals():
        frame = frame.f_back
    if frame is None:
        return error.__traceback__
    # Without an instruction: where one is, its own line is shown instead.
    return TracebackType(error.__traceback__, frame, -1, line)
