"""The variables of the environment that code reads, by their names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from reactor_nb.model.facts import dotted_name

_READERS = frozenset(
    {
        *("os.environ.get", "os.environ.pop", "os.environ.setdefault", "os.getenv"),
        *("os.environ.__getitem__", "os.environ.__contains__"),
    }
)


def variables_read(source: str) -> tuple[str, ...]:
    """Return the names of the variables that a module reads, where they are written out."""
    tree = ast.parse(source)
    aliases = dict(_aliases(tree))
    found = {name for node in ast.walk(tree) for name in _read(node, aliases)}
    return tuple(sorted(found))


def _aliases(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == "os":
                    yield alias.asname or "os", "os"
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            for alias in node.names:
                yield alias.asname or alias.name, f"os.{alias.name}"


def _read(node: ast.AST, aliases: dict[str, str]) -> Iterator[str]:
    named: ast.expr | None = None
    if isinstance(node, ast.Subscript) and _meaning(node.value, aliases) == "os.environ":
        named = node.slice
    elif isinstance(node, ast.Call) and _meaning(node.func, aliases) in _READERS and node.args:
        named = node.args[0]
    elif isinstance(node, ast.Compare) and _meaning(node.comparators[0], aliases) == "os.environ":
        named = node.left
    if isinstance(named, ast.Constant) and isinstance(named.value, str):
        yield named.value


def _meaning(node: ast.expr, aliases: dict[str, str]) -> str:
    root, dot, rest = (dotted_name(node) or "").partition(".")
    return f"{aliases.get(root, '')}{dot}{rest}"
