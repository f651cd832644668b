"""Branches that can never run, taken out before anybody asks what they need."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from reactor_nb.core.element_names import bound_by

_FALSE = r"False|0|None|not\s+True|[\w.]*TYPE_CHECKING"
_MAY_HOLD_SOME = re.compile(rf"\b(?:el)?if\s+\(?\s*(?:{_FALSE})\b")
_FELT = (ast.Yield, ast.YieldFrom, ast.Global, ast.Nonlocal)
_BLOCKS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def without_dead_branches(source: str, tree: ast.Module) -> str:
    """Return a source in which ``pass`` stands for branches that never run, line for line.

    A condition is ``False`` or another constant that is false, or, inside a function, also
    ``TYPE_CHECKING``: at the top of a cell that one tells which names are types.

    Args:
        source: the text.
        tree: what it says.
    """
    # Twenty times as fast as to search at once, and most cells have no such word.
    if "if" not in source or _MAY_HOLD_SOME.search(source) is None:
        return source
    lines = source.encode().split(b"\n")
    for statement in tree.body:
        for branch in _dead(statement, is_inside=False):
            if not _is_felt(statement, branch):
                _blank(lines, branch.body)
    return b"\n".join(lines).decode()


def _dead(node: ast.AST, *, is_inside: bool) -> Iterator[ast.If]:
    """Yield the conditions of a statement whose first branch never runs; none inside another."""
    if isinstance(node, ast.If) and _is_false(node.test, is_inside=is_inside):
        yield node
        parts: list[ast.AST] = [*node.orelse]
    else:
        parts = [*ast.iter_child_nodes(node)]
    for part in parts:
        yield from _dead(part, is_inside=is_inside or isinstance(node, _BLOCKS))


def _is_false(test: ast.expr, *, is_inside: bool) -> bool:
    match test:
        case ast.Constant(value=value):
            return not value
        case ast.UnaryOp(op=ast.Not(), operand=ast.Constant(value=value)):
            return bool(value)
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return is_inside
    return False


def _is_felt(statement: ast.stmt, branch: ast.If) -> bool:
    """Tell whether what never runs still makes a difference: it makes a name local, or yields."""
    inside = {node for each in branch.body for node in ast.walk(each)}
    if any(isinstance(node, _FELT) for node in inside):
        return True
    binding = (node for node in inside if not isinstance(node, ast.arg))
    bound = {name for node in binding for name in bound_by(node)}
    return any(
        isinstance(node, ast.Name) and node.id in bound
        for node in ast.walk(statement)
        if node not in inside
    )


def _blank(lines: list[bytes], body: list[ast.stmt]) -> None:
    """Put ``pass`` in the place of statements; what stands behind them stays."""
    first, last = body[0], body[-1]
    decorators = getattr(first, "decorator_list", [])
    line, column = first.lineno, first.col_offset
    if decorators:
        line, column = decorators[0].lineno, decorators[0].col_offset - 1
    assert last.end_lineno is not None
    assert last.end_col_offset is not None
    rest = lines[last.end_lineno - 1][last.end_col_offset :]
    lines[line - 1] = lines[line - 1][:column] + b"pass"
    for at in range(line, last.end_lineno):
        lines[at] = b""
    lines[last.end_lineno - 1] += b"" if rest.lstrip().startswith(b"#") else rest
    _blank_notes(lines, range(line - 2, -1, -1), 0)
    _blank_notes(lines, range(last.end_lineno, len(lines)), column)


def _blank_notes(lines: list[bytes], numbers: range, column: int) -> None:
    """Blank the comments beside what was taken out, as far as they are indented."""
    for at in numbers:
        text = lines[at].lstrip()
        if text[:1] not in (b"", b"#") or (text and len(lines[at]) - len(text) < column):
            return
        lines[at] = b""
