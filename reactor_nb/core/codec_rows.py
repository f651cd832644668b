"""Columns of values with parts: lists, tuples, dicts, and rows of named fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from typing import Any

from reactor_nb.core.codec_columns import (
    NATIVE,
    Column,
    Converted,
    PlannedColumn,
    check_class,
    check_depth,
    native,
    quoted,
)
from reactor_nb.core.codec_made import Lasts, Make, Take, have_keys, make_dicts, take_keys


class ItemsColumn(Column):
    """Lists or tuples of any length: the items of all of them are one column."""

    __slots__ = ("_cls", "_item")

    def __init__(self, cls: type, item: Column) -> None:
        self._cls = cls
        self._item = item

    def _convert(self, values: Sequence[Any], depth: int) -> Converted:
        check_class(values, self._cls)
        check_depth(depth)
        # Nobody else can change these meanwhile.
        rows = list(map(tuple, values))
        items = [*chain.from_iterable(rows)]
        texts, copies = self._item.convert(items, depth - 1)
        written = [f"[{','.join(one)}]" for one in _grouped(texts, rows)]
        if copies is items:
            return written, values if self._cls is tuple else list(map(self._cls, rows))
        return written, list(map(self._cls, _grouped(copies, rows)))


class DictColumn(Column):
    """Dicts with texts as keys: the values of all of them are one column."""

    __slots__ = ("_item",)

    def __init__(self, item: Column) -> None:
        self._item = item

    def _convert(self, values: Sequence[Any], depth: int) -> Converted:
        check_class(values, dict)
        check_depth(depth)
        rows = list(map(dict, values))
        names = [*chain.from_iterable(rows)]
        check_class(names, str)
        held = [*chain.from_iterable(map(dict.values, rows))]
        texts, copies = self._item.convert(held, depth - 1)
        pairs = list(map("{}:{}".format, map(quoted, names), texts))
        written = [f"{{{','.join(one)}}}" for one in _grouped(pairs, rows)]
        if copies is held:
            return written, rows
        return written, [*map(dict, map(zip, rows, _grouped(copies, rows)))]


class RowsColumn(Column):
    """Values with the same parts, each of a type of its own: each part is a column.

    Args:
        cls: the class of the values.
        starts: what stands before each part in the text.
        end: what stands after the last one.
        take: gives the parts of values, column by column.
        make: makes values of such columns.
        lasts: tells whether values that have only parts that nobody can change cannot be either.
    """

    __slots__ = ("_cls", "_end", "_lasts", "_make", "_parts", "_starts", "_take")

    def __init__(
        self, cls: type, starts: Sequence[str], end: str, take: Take, make: Make, lasts: Lasts
    ) -> None:
        self._cls = cls
        self._starts = starts
        self._end = end
        self._take = take
        self._make = make
        self._lasts = lasts
        self._parts: Sequence[Column] = ()

    def fill(self, parts: Sequence[Column]) -> None:
        """Tell of what the parts are; a type may contain itself, so they are known last."""
        self._parts = parts

    def _convert(self, values: Sequence[Any], depth: int) -> Converted:
        check_class(values, self._cls)
        check_depth(depth)
        texts, copies, same = [], [], True
        for part, column in zip(self._parts, self._take(values), strict=True):
            written, copied = part.convert(column, depth - 1)
            texts.append(written)
            copies.append(copied)
            same = same and copied is column
        lasting = same and self._lasts(values)
        return self._woven(texts), values if lasting else self._make(copies)

    def _woven(self, texts: list[Sequence[str]]) -> list[str]:
        pieces: list[Iterable[str]] = []
        for start, column in zip(self._starts, texts, strict=True):
            pieces += (repeat(start), column)
        return list(map("".join, zip(*pieces, repeat(self._end), strict=False)))


class KeysColumn(RowsColumn):
    """Dicts that have the same keys: each key is a column."""

    __slots__ = ()

    def __init__(self, names: tuple[str, ...]) -> None:
        take, make = take_keys(names), make_dicts(names)
        super().__init__(dict, starts_of(names), "}", take, make, have_keys(names))

    def _convert(self, values: Sequence[Any], depth: int) -> Converted:
        check_class(values, dict)
        # What lasts is these copies.
        return super()._convert(list(map(dict, values)), depth)


class JsonColumn(PlannedColumn):
    """Plain JSON data, of which nothing is known before."""

    __slots__ = ()

    def _convert(self, values: Sequence[Any], depth: int) -> Converted:
        kinds = set(map(type, values))
        if kinds == {dict}:
            return self._dicts(list(map(dict, values)), depth)
        if kinds == {list}:
            return ItemsColumn(list, self).convert(values, depth)
        if kinds <= NATIVE.keys():
            return self._natives(values, kinds)
        return super()._convert(values, depth)

    def _dicts(self, values: Sequence[Any], depth: int) -> Converted:
        names = set(map(tuple, values))
        if len(names) > 1 or names == {()}:
            return DictColumn(self).convert(values, depth)
        (keys,) = names
        check_class(keys, str)
        row = KeysColumn(keys)
        row.fill([self] * len(keys))
        return row.convert(values, depth)

    def _natives(self, values: Sequence[Any], kinds: set[type]) -> Converted:
        if len(kinds) == 1:
            return native(values, *kinds)
        native([one for one in values if type(one) is float], float)
        return [NATIVE[type(one)](one) for one in values], values


def starts_of(names: Sequence[str]) -> list[str]:
    """Return what stands before each field of an object."""
    return [f"{',' if at else '{'}{quoted(name)}:" for at, name in enumerate(names)]


def _grouped(flat: Sequence[Any], rows: Sequence[Any]) -> Iterator[Iterable[Any]]:
    """Give, for each row, as many as it has of what all rows have together."""
    rest = iter(flat)
    return (islice(rest, len(row)) for row in rows)
