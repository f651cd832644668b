"""Cells compiled to blocks when they run, as an export compiles the app."""

from __future__ import annotations

import ast
import os
import re
import zlib
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any, Final

from reactor_nb.core.element_names import ELEMENT_MODULES
from reactor_nb.core.elements import ELEMENTS
from reactor_nb.runtime.blocks import with_blocks

_WORD: Final = re.compile(r"[^\W\d]\w*")


class Compiling(ast.NodeTransformer):
    """Puts, into the syntax trees that IPython is about to run, blocks for calls of elements.

    What the author sees stays as it is: the cell's text, and the lines of errors.

    Args:
        shell: the running ``InteractiveShell``.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._source: str | None = None

    def before_cell(self, info: Any) -> None:
        """Note what is about to run.

        Args:
            info: what IPython says of it.
        """
        self._source = getattr(info, "transformed_cell", None)

    def visit(self, node: ast.AST) -> ast.AST:
        """Return the tree of a cell with blocks; any other tree as it is."""
        source, self._source = self._source, None
        if source is None or os.environ.get("REACTOR_NB_COMPILE") == "0":
            return node
        known = frozenset(self._known(source))
        # Functions of an earlier run of this cell, or of another one, go on with theirs.
        prefix = f"_rnb_{zlib.crc32(source.encode(errors='replace')):x}_"
        compiled, blocks = with_blocks(source, known, prefix)
        # Somebody else may have changed the tree; that nobody can find in the text.
        if not blocks or ast.dump(ast.parse(source)) != ast.dump(node):
            return node
        self._shell.push(blocks, interactive=False)
        return _placed(compiled, source)

    def _known(self, source: str) -> Iterator[str]:
        """Yield the names in a cell that stand for element functions now."""
        names = self._shell.user_ns
        for word in {*_WORD.findall(source)}:
            value = names.get(word)
            if value.__class__ is FunctionType and value in ELEMENTS:
                yield word
            elif value.__class__ is ModuleType and value.__name__ in ELEMENT_MODULES:
                yield f"{word}."


def _placed(compiled: str, original: str) -> ast.Module:
    """Return the tree of a compiled source whose columns are those of the original.

    Lines are the same in both. What stands more than once in its line, or not at all, is given all
    of it, so that nothing wrong is underlined.
    """
    tree = ast.parse(compiled)
    here, there = (text.encode().split(b"\n") for text in (compiled, original))
    for node in ast.walk(tree):
        if isinstance(node, (ast.expr, ast.stmt)):
            assert node.end_lineno is not None
            first, last = there[node.lineno - 1], there[node.end_lineno - 1]
            text = here[node.lineno - 1][node.col_offset : node.end_col_offset]
            if node.lineno == node.end_lineno and first.count(text) == 1:
                node.col_offset = first.index(text)
                node.end_col_offset = node.col_offset + len(text)
            else:
                node.col_offset = len(first) - len(first.lstrip())
                node.end_col_offset = len(last.rstrip())
    return tree
