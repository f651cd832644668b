"""Leaves out of modules, and of their bytecode, what a page has no use for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from inspect import CO_VARARGS, CO_VARKEYWORDS
from itertools import count, product
from string import ascii_lowercase
from types import CodeType
from typing import TypeAlias

# The forms of an entry in a table of lines, see the internal documents of CPython 3.14.
_LINE_ONLY = 13
_NO_LINE = 15
_MOST_UNITS = 8

# Classes whose annotations are read when the class is made.
_MADE_FROM_ANNOTATIONS = {"dataclass", "NamedTuple", "TypedDict"}


class TypeName(ast.Assign):
    """A statement that gives a type a name."""


class _ReaderAids(ast.NodeTransformer):
    """Drops what nothing reads at run time: annotations, overloads, imports for type checkers."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        """Forget a function's annotations, or the whole of an overload."""
        if any("overload" in _words(part) for part in node.decorator_list):
            return ast.copy_location(ast.Pass(), node)
        return self._without_types(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.stmt:
        """Forget a function's annotations."""
        return self._without_types(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        """Make a plain assignment of an annotated one."""
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        kind = TypeName if _words(node.annotation) == {"TypeAlias"} else ast.Assign
        return ast.copy_location(kind([node.target], node.value), node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.stmt:
        """Leave the fields alone where the class is made from them."""
        marks = (_words(part) for part in (*node.bases, *node.decorator_list))
        keeps = any(words & _MADE_FROM_ANNOTATIONS for words in marks)
        node.body = [
            part if keeps and isinstance(part, ast.AnnAssign) else self.visit(part)
            for part in node.body
        ]
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt:
        """Leave out what the compiler is told."""
        return ast.copy_location(ast.Pass(), node) if node.module == "__future__" else node

    def visit_If(self, node: ast.If) -> ast.stmt:
        """Leave out what only a type checker imports."""
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING" and not node.orelse:
            return ast.copy_location(ast.Pass(), node)
        self.generic_visit(node)
        return node

    def _without_types(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
        node.returns = None
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        for argument in (*every, arguments.vararg, arguments.kwarg):
            if argument is not None:
                argument.annotation = None
        self.generic_visit(node)
        return node


def _words(node: ast.expr) -> set[str]:
    """Every name in an expression, dotted ones by their parts."""
    parts = list(ast.walk(node))
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    return names | {part.attr for part in parts if isinstance(part, ast.Attribute)}


def without_reader_aids(tree: ast.Module) -> ast.Module:
    """Return a module without what only readers and type checkers look at."""
    changed: ast.Module = ast.fix_missing_locations(_ReaderAids().visit(tree))
    return changed


def shrunk(code: CodeType, *, own: bool) -> CodeType:
    """Return code that knows a line for each instruction and no columns.

    Columns are a quarter of what compiled modules weigh in transfer, and a page has no source to
    show them in.

    Args:
        code: a module.
        own: name the line where a function starts, wherever in it an error arose, the function
            without its class, and its variables by letters. That is more than another tenth, and in
            our own package it tells enough.
    """
    constants = tuple(
        shrunk(constant, own=own) if isinstance(constant, CodeType) else constant
        for constant in code.co_consts
    )
    assert not own or len(code.co_code) // 2 <= _LONGEST
    return code.replace(
        co_consts=constants,
        co_linetable=_ONE_LINE if own else bytes(_line_table(code.co_firstlineno, _runs(code))),
        co_qualname=_short_name(code) if own else code.co_qualname,
        co_varnames=_short_variables(code) if own else code.co_varnames,
    )


def _short_name(code: CodeType) -> str:
    # That a function was made in another one is told apart in memo.py.
    is_inner = "<locals>" in code.co_qualname
    return f"<locals>.{code.co_name}" if is_inner else code.co_name


def _short_variables(code: CodeType) -> tuple[str, ...]:
    # Callers know the parameters by their names, and inner functions what they share.
    stars = bool(code.co_flags & CO_VARARGS) + bool(code.co_flags & CO_VARKEYWORDS)
    parameters = code.co_argcount + code.co_kwonlyargcount + stars
    known = {*code.co_varnames[:parameters], *code.co_cellvars}
    letters = (name for name in _letters() if name not in known)
    return code.co_varnames[:parameters] + tuple(
        name if name in known else next(letters) for name in code.co_varnames[parameters:]
    )


def _letters() -> Iterator[str]:
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))


# How many units of code belong to a line, in turn.
_Runs: TypeAlias = Sequence[tuple[int, int | None]]


def _line_table(previous: int, runs: _Runs) -> Iterator[int]:
    for units, line in runs:
        form = _NO_LINE if line is None else _LINE_ONLY
        for start in range(0, units, _MOST_UNITS):
            yield 0x80 | form << 3 | min(units - start, _MOST_UNITS) - 1
            if line is not None:
                yield from _signed(line - previous)
                previous = line


def _runs(code: CodeType) -> _Runs:
    runs: list[tuple[int, int | None]] = []
    for start, end, line in code.co_lines():
        units = (end - start) // 2
        if runs and runs[-1][1] == line:
            runs[-1] = (runs[-1][0] + units, line)
        else:
            runs.append((units, line))
    return runs


def _signed(number: int) -> Iterator[int]:
    rest = -number << 1 | 1 if number < 0 else number << 1
    while rest >= 64:
        yield rest & 63 | 64
        rest >>= 6
    yield rest


# For any code of one line, so that all can share it: it may tell of more code than there is.
_LONGEST = 1 << 12
_ONE_LINE = bytes(_line_table(0, [(_LONGEST, 0)]))
