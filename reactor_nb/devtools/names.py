"""What things are called in the author's source: the variables of hooks, contexts, page state."""

from __future__ import annotations

import ast
import inspect
import linecache
import sys
from collections.abc import Iterator, Mapping
from textwrap import dedent
from types import CodeType, FunctionType
from typing import Any, Final, NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

from reactor_nb.runtime.registry import REGISTRY_NAME

_OURS: Final = "reactor_nb"
_WITHOUT_SLOT: Final = "use_context"
_DEEPEST: Final = 8

_Calls: TypeAlias = "tuple[tuple[str, str], ...]"
# A source is read once, for a thousand rows may set their state at the same time.
_known: Final[WeakKeyDictionary[CodeType, _Calls]] = WeakKeyDictionary()


class Hook(NamedTuple):
    """A call of a hook in the source: which one, and the variable that has its value."""

    kind: str
    variable: str


def hook_names(function: Any, kinds: list[str]) -> list[str]:
    """Return the variables of a component's hooks, in order; empty texts where it cannot be told.

    Args:
        function: the component's function.
        kinds: the hooks that it has called.
    """
    try:
        found = list(_hooks(function, _DEEPEST))
    except Exception:  # its source is not there, or is none that we can read
        found = []
    if [one.kind for one in found] != kinds:
        return [""] * len(kinds)
    return [one.variable for one in found]


def name_of(value: object, function: Any) -> str:
    """Return the name by which the author's modules know an object, or an empty text.

    Args:
        value: what is looked for.
        function: where it is likely: in the module of this function.
    """
    near = getattr(function, "__globals__", {})
    for names in (near, *_author_modules()):
        for name, known in list(names.items()):
            if known is value:
                return str(name)
    return ""


def _author_modules() -> Iterator[Mapping[str, Any]]:
    for module in list(sys.modules.values()):
        names = getattr(module, "__dict__", None)
        if type(names) is dict and REGISTRY_NAME in names:
            yield names


def _hooks(function: Any, depth: int) -> Iterator[Hook]:
    if not isinstance(function, FunctionType) or not depth:
        return
    for called, variable in _calls(function.__code__, function.__globals__):
        value = _find(called, function.__globals__)
        if not isinstance(value, FunctionType):
            continue
        if value.__module__.partition(".")[0] == _OURS:
            if value.__name__.startswith("use_") and value.__name__ != _WITHOUT_SLOT:
                yield Hook(value.__name__, variable)
        elif REGISTRY_NAME in value.__globals__:
            # A hook of the author's own, or a function that calls none.
            around = variable or value.__name__
            for inner in _hooks(value, depth - 1):
                yield Hook(inner.kind, f"{around} › {inner.variable}" if inner.variable else around)


def _find(called: str, names: Mapping[str, Any]) -> Any:
    first, _, rest = called.partition(".")
    value = names.get(first)
    return getattr(value, rest, None) if rest and inspect.ismodule(value) else value


def _calls(code: CodeType, names: Mapping[str, Any]) -> _Calls:
    """Return what a function calls by name, in order, and the variable that takes the result."""
    known = _known.get(code)
    if known is None:
        lines = linecache.getlines(code.co_filename, dict(names))
        source = "".join(inspect.getblock(lines[code.co_firstlineno - 1 :]))
        known = _known[code] = _read(source)
    return known


def _read(source: str) -> _Calls:
    [definition] = ast.parse(dedent(source)).body
    if not isinstance(definition, ast.FunctionDef):
        return ()
    reader = _Reader()
    for statement in definition.body:
        reader.visit(statement)
    return tuple(reader.calls)


class _Reader(ast.NodeVisitor):
    """Collects the calls of a function's body in the order in which they are made."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self._variables: dict[ast.expr, str] = {}

    def visit_Assign(self, node: ast.Assign) -> None:
        """Note which variable takes what is called."""
        self._variables[node.value] = _first_name(node.targets[0])
        self.visit(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Note which variable takes what is called."""
        if node.value is not None:
            self._variables[node.value] = _first_name(node.target)
            self.visit(node.value)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        """Note which variable takes what is called."""
        self._variables[node.value] = node.target.id
        self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        """Note a call, after those that make its arguments."""
        self.generic_visit(node)
        called = _called(node.func)
        if called:
            self.calls.append((called, self._variables.get(node, "")))

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Pass over what runs at another time."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Pass over what runs at another time."""

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """Pass over what runs at another time."""


def _first_name(target: ast.expr) -> str:
    if isinstance(target, (ast.Tuple, ast.List)) and target.elts:
        return _first_name(target.elts[0])
    return target.id if isinstance(target, ast.Name) else ""


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return f"{function.value.id}.{function.attr}"
    return ""
