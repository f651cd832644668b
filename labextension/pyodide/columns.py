"""Code in columns: with like beside like, all of it is a ninth smaller in transfer.

What Python writes has all of one function together: its numbers, its instructions, its texts. In
columns all numbers of a kind stand together, all instructions, all names. What follows from the
rest is left out. `loader.py` makes code of it again.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from types import CodeType
from typing import Any

# Stands where code is nested: `marshal` can write it, and it is a constant of no code.
NESTED = StopIteration


def in_columns(modules: Sequence[CodeType]) -> tuple[Any, ...]:
    """Return the code of modules in columns, in the order in which `loader.py` takes them.

    Raises:
        ValueError: it is not as `shrink.py` makes it, so that something would be lost.
    """
    codes = [code for module in modules for code in _from_within(module)]
    tables = {code.co_linetable for code in codes}
    if len(tables) != 1:
        raise ValueError("not all code has the same table of lines")
    files = [module.co_filename for module in modules]
    names = ("co_names", "co_varnames", "co_freevars", "co_cellvars")
    small = ("co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_stacksize")
    return (
        tuple(files),
        tables.pop(),
        b"".join(code.co_code for code in codes),
        _halves(len(code.co_code) for code in codes),
        _halves(code.co_firstlineno for code in codes),
        tuple("\n".join(" ".join(getattr(code, name)) for code in codes) for name in names),
        (
            *(bytes(getattr(code, name) for code in codes) for name in small),
            tuple(code.co_flags for code in codes),
            bytes(files.index(code.co_filename) for code in codes),
            tuple(code.co_name for code in codes),
            tuple(tuple(map(_without_code, code.co_consts)) for code in codes),
            tuple(code.co_exceptiontable for code in codes),
        ),
    )


def is_same(one: CodeType, other: CodeType) -> bool:
    """Tell whether the code of two modules is the same, with what Python does not compare."""
    pairs = zip(_from_within(one), _from_within(other), strict=True)
    return one == other and all(
        (a.co_filename, a.co_qualname) == (b.co_filename, b.co_qualname) for a, b in pairs
    )


def _from_within(code: CodeType) -> Iterator[CodeType]:
    """Yield code, after the code that is nested in it."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _from_within(constant)
    yield code


def _without_code(constant: object) -> object:
    return NESTED if isinstance(constant, CodeType) else constant


def _halves(numbers: Iterable[int]) -> bytes:
    """Return numbers of two bytes each."""
    every = list(numbers)
    return struct.pack(f"<{len(every)}H", *every)
