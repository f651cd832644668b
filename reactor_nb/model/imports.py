"""Import statements as an app has them: modules beside the notebook are in a package of its own.

Their names mean nothing to the Python that runs the app, which may have others of these names, so
each import of one becomes relative: ``import helpers`` is ``from . import helpers``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from reactor_nb.model.snippet import Snippet
from reactor_nb.model.spaces import Space, Spaces

_LOADED = "__reactor_loaded"


class Imports:
    """Writes the import statements of one module.

    Args:
        space: the module.
        spaces: all modules of the app.
    """

    def __init__(self, space: Space, spaces: Spaces) -> None:
        self._package = space.package
        self._spaces = spaces
        self._dots = "." * (1 + len(space.package.split("."))) if space.package else "."

    def text(self, node: ast.Import | ast.ImportFrom, aliases: Sequence[ast.alias]) -> str:
        """Return a statement that imports these names, on one line."""
        if isinstance(node, ast.ImportFrom):
            return f"from {self._module(node)} import {', '.join(map(ast.unparse, aliases))}"
        others = [each for each in aliases if not self._spaces.holds(each.name)]
        lines = [f"import {', '.join(map(ast.unparse, others))}"] if others else []
        for alias in aliases:
            if self._spaces.holds(alias.name):
                lines += self._local(alias)
        return "; ".join(lines)

    def load(self, module: str) -> str:
        """Return a statement that runs a module and takes nothing from it."""
        package, _, name = module.rpartition(".")
        return f"from {self._dots}{package} import {name} as {_LOADED}"

    def rewrite(self, snippet: Snippet, node: ast.stmt) -> None:
        """Change the imports inside a piece of code."""
        for each in self._inside(node):
            if isinstance(each, ast.Import):
                snippet.replace_statement(each, self.text(each, each.names), " \\")
            else:
                names = ", ".join(map(ast.unparse, each.names))
                names = names if names == "*" else f"({names})"
                snippet.replace_statement(each, f"from {self._module(each)} import {names}", "")

    def _inside(self, node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
        for each in ast.walk(node):
            if isinstance(each, ast.Import):
                if any(self._spaces.holds(alias.name) for alias in each.names):
                    yield each
            elif (
                isinstance(each, ast.ImportFrom)
                and not each.level
                and self._spaces.holds(each.module)
            ):
                yield each

    def _module(self, node: ast.ImportFrom) -> str:
        if not node.level and self._spaces.holds(node.module):
            return f"{self._dots}{node.module}"
        return "." * node.level + (node.module or "")

    def _local(self, alias: ast.alias) -> Iterator[str]:
        package, _, name = alias.name.rpartition(".")
        if alias.asname:
            yield f"from {self._dots}{package} import {name} as {alias.asname}"
            return
        if package:
            # The name is that of the outermost package; the module inside is only loaded.
            yield self.load(alias.name)
        yield f"from {self._dots} import {alias.name.partition('.')[0]}"
