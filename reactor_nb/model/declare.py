"""Reads ``@page``, ``@action`` and ``@component`` on the functions of a notebook."""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass, field
from typing import Literal

from reactor_nb.model.cell import Where
from reactor_nb.model.diagnostics import Diagnostic
from reactor_nb.model.facts import Place, dotted_name, place_of, root_name
from reactor_nb.model.meaning import Meanings
from reactor_nb.model.parse import problem

Root = Literal["", "both", "server"]
"""Where something is needed because it is there: nowhere, on both sides, on the server."""

FRAMES = frozenset({"layout", "error_page", "not_found"})
SERVING = frozenset({"api", "middleware"})

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class PageCall:
    """One ``@page(…)``: its path, its loader, and the call as written."""

    path: str
    loader: ast.expr | None
    call: ast.Call
    place: Place


@dataclass(slots=True)
class Declaration:
    """What the decorators of a function say.

    Args:
        parts: what runs when the function is defined, without loaders, for the analysis.
        roots: the names by which our decorators are called.
        root: where it is needed though nothing names it.
        public: whether an action has no guard.
        open: whether its author said that this is meant, by ``guard=public``.
    """

    kind: Literal["function", "component", "page", "action"] = "function"
    parts: list[ast.AST] = field(default_factory=list)
    pages: list[PageCall] = field(default_factory=list)
    roots: dict[str, Place] = field(default_factory=dict)
    root: Root = ""
    public: bool = True
    open: bool = False
    problems: list[Diagnostic] = field(default_factory=list)


def declare(node: FunctionNode, meanings: Meanings, cell: Where) -> Declaration:
    """Read the decorators of a function at the top of a cell."""
    result = Declaration()
    others: list[ast.expr] = []
    kinds: list[str] = []
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        called = call.func if call else decorator
        ours = meanings.makes(decorator)
        if ours not in {"page", "action"}:
            others.append(decorator)
            kinds += ["component"] if ours in {"component", *FRAMES} else []
            result.root = "both" if ours in FRAMES else result.root
            result.root = "server" if ours in SERVING else result.root
            continue
        kinds.append(str(ours))
        root = root_name(called)
        if root is not None:
            result.roots[root.id] = place_of(root)
        read = _read_page if ours == "page" else _read_action
        read(result, call, meanings, cell, place_of(decorator))
    rest = copy.copy(node)
    rest.decorator_list = others
    result.parts.append(rest)
    _set_kind(result, kinds, node, cell)
    return result


def _set_kind(result: Declaration, kinds: list[str], node: FunctionNode, cell: Where) -> None:
    if "action" in kinds:
        result.kind = "action"
        if len(kinds) > 1:
            message = f"'{node.name}' is decorated as an action and once more"
            hint = "an action is neither a page nor a component; write two functions"
            result.problems.append(problem("RNB008", message, cell, place_of(node), hint=hint))
    elif "page" in kinds:
        result.kind = "page"
    elif kinds:
        result.kind = "component"


def _read_action(
    result: Declaration, call: ast.Call | None, meanings: Meanings, cell: Where, place: Place
) -> None:
    if call is None:
        return
    result.parts += [*call.args, *(each.value for each in call.keywords)]
    for keyword in call.keywords:
        empty = isinstance(keyword.value, ast.Constant) and keyword.value.value is None
        if keyword.arg == "guard" and not empty:
            result.open = meanings.ours(keyword.value) == "public"
            result.public = result.open


def _read_page(
    result: Declaration, call: ast.Call | None, meanings: Meanings, cell: Where, place: Place
) -> None:
    def refuse(
        message: str, hint: str = 'write @page("/path") or @page("/path", loader=name)'
    ) -> None:
        result.problems.append(problem("RNB008", message, cell, place, hint=hint))

    if call is None:
        refuse("the page has no path")
        return
    values = dict(zip(("path", "loader"), call.args, strict=False))
    values |= {each.arg: each.value for each in call.keywords if each.arg}
    stars = [each for each in call.args if isinstance(each, ast.Starred)]
    if stars or len(call.args) > 2 or any(each.arg is None for each in call.keywords):
        refuse("the page's arguments cannot be read without running the cell")
        return
    path = values.pop("path", None)
    loader = values.pop("loader", None)
    if isinstance(loader, ast.Constant) and loader.value is None:
        loader = None
    result.parts += values.values()
    if not isinstance(path, ast.Constant) or not isinstance(path.value, str):
        refuse("the page's path is not written as a text", 'write it here, as in @page("/")')
    elif not path.value.startswith("/"):
        refuse(f"the path {path.value!r} does not begin with '/'", f'write "/{path.value}"')
    elif loader is not None and dotted_name(loader) is None:
        refuse("the page's loader has no name", "define it as a function, and name that")
    else:
        result.pages.append(PageCall(path.value, loader, call, place))


def without_loader(call: ast.Call) -> ast.Call:
    """Return the call of ``page`` as the browser may see it."""
    keywords = [each for each in call.keywords if each.arg != "loader"]
    return ast.Call(func=call.func, args=call.args[:1], keywords=keywords)
