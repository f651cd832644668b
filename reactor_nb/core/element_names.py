"""Which names of a source surely are element functions."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Final

ELEMENT_MODULES: Final = frozenset(("reactor_nb.html", "reactor_nb.svg"))
# Functions of those modules that do more than make an element.
NOT_ELEMENTS: Final = frozenset(("element", "form", "*"))


def element_names(tree: ast.Module, known: Iterable[str] = ()) -> frozenset[str]:
    """Return the expressions that surely are element functions, such as ``div`` and ``svg.g``.

    Args:
        tree: the source.
        known: which are that before it runs; a module of them ends in a dot, as ``svg.``.
    """
    functions = set(known)
    modules: set[str] = set()
    bound: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ELEMENT_MODULES and not node.level:
            names = [(one.name, one.asname or one.name) for one in node.names]
            functions |= {alias for name, alias in names if name not in NOT_ELEMENTS}
        elif isinstance(node, ast.ImportFrom) and node.module == "reactor_nb" and not node.level:
            inside = {one.asname or one.name: f"reactor_nb.{one.name}" for one in node.names}
            modules |= {alias for alias, name in inside.items() if name in ELEMENT_MODULES}
            bound += inside.keys() - modules
        elif isinstance(node, ast.Import):
            for one in node.names:
                if one.name in ELEMENT_MODULES and one.asname:
                    modules.add(one.asname)
                else:
                    bound.append((one.asname or one.name).partition(".")[0])
        else:
            bound += bound_by(node)
    return frozenset((functions | _dotted(modules)) - {*bound} - _dotted(bound))


def _dotted(names: Iterable[str]) -> set[str]:
    return {f"{name}." for name in names}


def bound_by(node: ast.AST) -> list[str]:
    """Return the names that a node binds in whatever scope."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return [name]
        case ast.arg(arg=name):
            return [name]
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Import():
            return [one.asname or one.name.partition(".")[0] for one in node.names]
        case ast.ImportFrom():
            return [one.asname or one.name for one in node.names]
        case ast.ExceptHandler() | ast.MatchAs() | ast.MatchStar() if node.name:
            return [node.name]
        case ast.MatchMapping() if node.rest:
            return [node.rest]
        case ast.Global() | ast.Nonlocal():
            return node.names
    return []
