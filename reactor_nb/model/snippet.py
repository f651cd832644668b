"""The text of one statement, cut out of its cell, in which nodes can be replaced."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from reactor_nb.model.facts import all_arguments, annotation_names

_BLOCK = ("body", "orelse")
_PARTS: dict[type[ast.AST], tuple[str, ...]] = {
    **dict.fromkeys((ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef), ("body",)),
    **dict.fromkeys((ast.With, ast.AsyncWith, ast.ExceptHandler, ast.match_case), ("body",)),
    **dict.fromkeys((ast.If, ast.For, ast.AsyncFor, ast.While), _BLOCK),
    **dict.fromkeys((ast.Try, ast.TryStar), (*_BLOCK, "handlers", "finalbody")),
    ast.Match: ("cases",),
}
"""Where statements, and what holds some, stand in a statement."""


class Snippet:
    """A statement's own text; its lines stay where they were.

    Args:
        source: the text of the whole cell.
        node: the statement.
    """

    def __init__(self, source: str, node: ast.stmt) -> None:
        self._lines, self._starts = _measured(source)
        self._source = source
        self._edits: list[tuple[int, int, str]] = []
        self._begin, self._end = self._range(node)
        decorators = getattr(node, "decorator_list", [])
        if decorators:
            self._begin = source.rindex("@", 0, self._range(decorators[0])[0])

    @property
    def text(self) -> str:
        """The text with all replacements made."""
        text, last = "", self._begin
        for begin, end, new in sorted(self._edits):
            text += self._source[last:begin] + new
            last = end
        return text + self._source[last : self._end]

    def replace(self, node: ast.expr, new: str) -> None:
        """Put a short text in the place of an expression."""
        begin, end = self._range(node)
        breaks = self._source.count("\n", begin, end)
        self._edits.append((begin, end, f"({new}{chr(10) * breaks})" if breaks else new))

    def replace_statement(self, node: ast.stmt, new: str, join: str) -> None:
        """Put a statement of one line in the place of another.

        Args:
            join: what ends each of the empty lines that keep the others where they are; without
                it, they go into the brackets that the new one ends with.
        """
        begin, end = self._range(node)
        breaks = self._source.count("\n", begin, end)
        if not join and new.endswith(")"):
            new = f"{new[:-1]}{chr(10) * breaks})"
        else:
            new += f"{join}\n" * breaks
        self._edits.append((begin, end, new))

    def replace_line(self, node: ast.expr, new: str) -> None:
        """Put a text in the place of a decorator, and drop a comment behind it."""
        begin, end = self._range(node)
        line_end = self._source.find("\n", end)
        breaks = self._source.count("\n", begin, end)
        self._edits.append((begin, line_end if line_end >= 0 else end, new + "\n" * breaks))

    def _range(self, node: ast.stmt | ast.expr) -> tuple[int, int]:
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or 0
        return self._offset(node.lineno, node.col_offset), self._offset(end_line, end_column)

    def _offset(self, line: int, column: int) -> int:
        """Return where a line and a column in UTF-8 bytes are in the text."""
        text = self._lines[line - 1]
        if not text.isascii():
            column = len(text.encode()[:column].decode())
        return self._starts[line - 1] + column


@lru_cache(maxsize=8)  # the pieces of one cell come one after the other
def _measured(source: str) -> tuple[list[str], list[int]]:
    """Return the lines of a text, and where each of them starts."""
    lines = source.split("\n")
    return lines, [0, *accumulate(len(line) + 1 for line in lines)]


def first_line(node: ast.stmt) -> int:
    """Return the line of a statement's first decorator, or else its own."""
    decorators = getattr(node, "decorator_list", [])
    return decorators[0].lineno if decorators else node.lineno


def annotations_of(node: ast.stmt) -> Iterator[ast.expr]:
    """Return the annotations that nobody reads at run time: all but those of a class's fields."""
    waiting: list[tuple[ast.AST, bool]] = [(node, False)]
    while waiting:
        current, in_class = waiting.pop()
        if isinstance(current, ast.AnnAssign) and not in_class:
            yield current.annotation
        if isinstance(current, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = [each.annotation for each in all_arguments(current.args)]
            yield from (each for each in [*arguments, current.returns] if each)
        function = isinstance(current, ast.FunctionDef | ast.AsyncFunctionDef)
        inside = isinstance(current, ast.ClassDef) or (in_class and not function)
        for part in _PARTS.get(current.__class__, ()):
            waiting += [(each, inside) for each in getattr(current, part)]


def names_in(annotation: ast.expr) -> set[str]:
    """Return every name that an annotation mentions, quoted or not."""
    plain, quoted = annotation_names(annotation)
    return {*plain, *quoted}
