"""Cells → units: each top-level statement and each imported name, with its facts."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reactor_nb.model.declare import FRAMES, SERVING, Declaration, PageCall, Root, declare
from reactor_nb.model.diagnostics import Diagnostic
from reactor_nb.model.facts import (
    Facts,
    Place,
    all_arguments,
    annotation_names,
    dotted_name,
    place_of,
    type_parameters,
)
from reactor_nb.model.meaning import Meanings, is_plain_alias, our_name
from reactor_nb.model.parse import Mark, Parsed, problem
from reactor_nb.model.reader import read_facts

Kind = Literal[
    "import",
    "star",
    "function",
    "class",
    "component",
    "page",
    "action",
    "state",
    "value",
    "delete",
    "block",
    "expression",
    "typing",
]

EXPORTED = frozenset({"component", "page", "action"})
"""The kinds of unit that an app is made of."""

_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.Match)


@dataclass(slots=True)
class Unit:
    """The smallest piece that goes to the server, to the browser, to both or to neither.

    Args:
        index: its position among all units, in file order.
        cell: the cell it stands in.
        facts: what it does to names; a loader that it names is not among them.
        alias: for an import, the one name of the statement that this unit is.
        mark: what the author forces its cell to be.
        last: whether it is the last statement of its cell, whose value a notebook shows.
        loaders: what a page needs for its loaders, on the server only.
        stub: what the browser's stub of an action needs.
        root: where it is needed though nothing names it.
    """

    index: int
    cell: int
    node: ast.stmt
    kind: Kind
    facts: Facts
    alias: ast.alias | None = None
    mark: Mark = ""
    last: bool = False
    pages: tuple[PageCall, ...] = ()
    loaders: Facts = field(default_factory=Facts)
    stub: Facts = field(default_factory=Facts)
    root: Root = ""
    public: bool = False
    open: bool = False

    @property
    def name(self) -> str:
        """The first name it defines, or nothing."""
        return next(iter(self.facts.defines), "")

    @property
    def definite(self) -> bool:
        """Whether it surely binds what it binds."""
        return not isinstance(self.node, _BLOCKS)

    @property
    def place(self) -> Place:
        """Where its author reads it: a function at its ``def``."""
        return place_of(self.node)


@dataclass(slots=True)
class Analysis:
    """All units of a notebook, what its names stand for, and what is wrong with it."""

    units: list[Unit] = field(default_factory=list)
    meanings: Meanings = field(default_factory=Meanings)
    problems: list[Diagnostic] = field(default_factory=list)
    futures: list[str] = field(default_factory=list)


def analyze(cells: Sequence[Parsed]) -> Analysis:
    """Return the units of all cells that are not marked as skip or test."""
    result = Analysis()
    for cell in cells:
        body = cell.tree.body
        for position, node in enumerate(body):
            try:
                _add(result, cell, node, position == len(body) - 1)
            except RecursionError:
                message = "the code is nested too deeply"
                place = place_of(node)
                result.problems.append(problem("RNB001", message, cell.cell.index, place))
    return result


def _add(result: Analysis, cell: Parsed, node: ast.stmt, last: bool) -> None:
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        result.futures += [each.name for each in node.names if each.name not in result.futures]
        return
    for unit in _units(result, cell.cell.index, node):
        unit.index = len(result.units)
        unit.mark = cell.mark
        unit.last = last
        result.meanings.learn(unit.node, unit.facts)
        result.problems += _misused(unit, result.meanings)
        result.problems += _made(unit, result.meanings)
        result.units.append(unit)


def _units(result: Analysis, cell: int, node: ast.stmt) -> Iterator[Unit]:
    kind: Kind
    if isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            kind = "star" if alias.name == "*" else "import"
            yield Unit(0, cell, node, kind, read_facts([_only(node, alias)]), alias)
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        declaration = declare(node, result.meanings, cell)
        result.problems += declaration.problems
        yield _function(node, cell, declaration)
    elif isinstance(node, ast.Delete):
        for target in node.targets:
            kind = "delete" if isinstance(target, ast.Name) else "value"
            yield Unit(0, cell, node, kind, read_facts([_only_target(node, target)]))
    else:
        unit = Unit(0, cell, node, _kind(node, result.meanings), read_facts([node]))
        unit.root = "server" if _serves(node, result.meanings) else ""
        yield unit


def _only(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    """Return an import statement of one name."""
    if isinstance(node, ast.Import):
        return ast.copy_location(ast.Import(names=[alias]), node)
    single = ast.ImportFrom(module=node.module, names=[alias], level=node.level)
    return ast.copy_location(single, node)


def _only_target(node: ast.Delete, target: ast.expr) -> ast.stmt:
    """Return a ``del`` of one thing."""
    return ast.copy_location(ast.Delete(targets=[target]), node)


def _function(
    node: ast.FunctionDef | ast.AsyncFunctionDef, cell: int, declaration: Declaration
) -> Unit:
    facts = read_facts(declaration.parts)
    for name, place in declaration.roots.items():
        facts.now.setdefault(name, place)
    unit = Unit(0, cell, node, declaration.kind, facts)
    unit.pages = tuple(reversed(declaration.pages))  # as decorators run
    unit.loaders = read_facts(page.loader for page in declaration.pages if page.loader)
    unit.public, unit.open = declaration.public, declaration.open
    unit.root = declaration.root
    if declaration.kind == "page":
        _need_types(node, facts, result=False)
    elif declaration.kind == "action":
        _need_types(node, facts, result=True)
        _need_types(node, unit.stub, result=True)
    return unit


def _need_types(
    node: ast.FunctionDef | ast.AsyncFunctionDef, facts: Facts, *, result: bool
) -> None:
    """What crosses the wire is decoded by its annotations, so their names are needed."""
    annotations = [each.annotation for each in all_arguments(node.args)]
    for annotation in [*annotations, node.returns if result else None]:
        if annotation is None:
            continue
        plain, quoted = annotation_names(annotation)
        for names, into in ((plain, facts.later), (quoted, facts.maybe)):
            for name, place in names.items():
                if name not in type_parameters(node):
                    into.setdefault(name, place)


def _kind(node: ast.stmt, meanings: Meanings) -> Kind:
    if isinstance(node, ast.ClassDef):
        return "class"
    if isinstance(node, ast.Expr):
        return "expression"
    if isinstance(node, ast.If) and not node.orelse and _is_type_checking(node.test, meanings):
        return "typing"
    if isinstance(node, _BLOCKS):
        return "block"
    value = getattr(node, "value", None)
    if meanings.makes_component(value):
        return "component"
    if isinstance(value, ast.Call) and meanings.ours(value.func) in {"state", "computed"}:
        return "state"
    return "value"


def _serves(node: ast.stmt, meanings: Meanings) -> bool:
    """Tell whether a line stands alone and hands something to the server: ``middleware(f)``."""
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Call) and meanings.ours(value.func) in SERVING


def _is_type_checking(test: ast.expr, meanings: Meanings) -> bool:
    dotted = dotted_name(test) or ""
    return (meanings.of(dotted) or dotted).endswith("TYPE_CHECKING")


def _misused(unit: Unit, meanings: Meanings) -> Iterator[Diagnostic]:
    """Report what is ours and stands where the analysis cannot see what it makes."""
    if unit.kind in {"import", "star", "typing"} or is_plain_alias(unit.node):
        return
    facts = unit.facts
    named = [
        (each, meanings.of(each), place) for each, place in {**facts.bare, **facts.dotted}.items()
    ]
    inner = [(each, each, place) for each, place in facts.inner.items()]
    for name, meaning, place in [*named, *inner]:
        ours = our_name(meaning)
        if ours in {"page", "action", *FRAMES, *SERVING} and not unit.root:
            hint = f"decorate a function with @{ours} where no block stands around it"
            message = f"'{name}' is used where its result cannot be exported"
            yield problem("RNB010", message, unit.cell, place, hint=hint)
    if isinstance(unit.node, ast.ClassDef):
        yield from _decorated_class(unit, unit.node, meanings)


def _decorated_class(unit: Unit, node: ast.ClassDef, meanings: Meanings) -> Iterator[Diagnostic]:
    for decorator in node.decorator_list:
        if meanings.makes(decorator) == "component":
            message = f"the class '{node.name}' is decorated as a component"
            hint = "a component is a function; write it as one"
            yield problem("RNB010", message, unit.cell, place_of(decorator), hint=hint)


def _made(unit: Unit, meanings: Meanings) -> Iterator[Diagnostic]:
    """Report code that only comes to be when the cell runs."""
    for text, place in unit.facts.made:
        if text is None:
            message = "what exec() defines is not seen, and is no part of the app"
            hint = "write the code in a cell, or in a module beside the notebook"
            yield problem("RNB015", message, unit.cell, place, hint=hint, severity="warning")
        elif made := _declared_in(text, meanings):
            message = f"the {made} that exec() makes cannot be exported"
            yield problem("RNB010", message, unit.cell, place, hint="write it in a cell")


def _declared_in(text: str, meanings: Meanings) -> str | None:
    """Return what kind of thing a text of code declares, if it is one of ours."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(tree):
        for decorator in getattr(node, "decorator_list", []):
            if (made := meanings.makes(decorator)) in {"component", "page", "action"}:
                return made
    return None
