"""Cells → units: each top-level statement and each imported name, with its facts."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reactor_nb.model.cell import Where
from reactor_nb.model.declare import SERVING, Declaration, declare
from reactor_nb.model.diagnostics import Diagnostic
from reactor_nb.model.facts import (
    Facts,
    all_arguments,
    annotation_names,
    dotted_name,
    place_of,
    type_parameters,
)
from reactor_nb.model.links import exported_names, links_of
from reactor_nb.model.meaning import Meanings
from reactor_nb.model.memory import Memory, Reading
from reactor_nb.model.misused import check_use
from reactor_nb.model.modules import LocalModule, absolute
from reactor_nb.model.parse import Parsed, problem
from reactor_nb.model.reader import read_facts
from reactor_nb.model.spaces import NOTEBOOK, Space, Spaces
from reactor_nb.model.unit import BLOCKS, Kind, Unit


@dataclass(slots=True)
class Analysis:
    """All units of an app, what its names stand for, and what is wrong with it."""

    units: list[Unit] = field(default_factory=list)
    spaces: Spaces = field(default_factory=Spaces)
    problems: list[Diagnostic] = field(default_factory=list)


def analyze(
    cells: Sequence[Parsed],
    modules: Sequence[LocalModule] = (),
    memory: Memory | None = None,
) -> Analysis:
    """Return the units of an app.

    Args:
        cells: those that are not marked as skip or test.
        modules: those beside the notebook; one that others need comes before them.
        memory: what is known of cells that did not change.
    """
    result = Analysis()
    sources = [f"{each.source.name} {each.source.path} {each.source.source}" for each in modules]
    reading = _Reading(result, memory or Memory(), sources)
    for module in modules:
        broken = bool(module.source.problems or module.parsed.problems)
        source = module.source
        result.spaces.add(Space(source.name, source.path, module.package, broken=broken))
    for module in modules:
        if module.parsed.mark not in {"skip", "test"}:
            reading.read(module.parsed, result.spaces[module.source.name])
    for cell in cells:
        reading.read(cell, result.spaces[NOTEBOOK])
    return result


class _Reading:
    """Reads the statements of one cell or module after the other."""

    def __init__(self, result: Analysis, memory: Memory, modules: Sequence[str]) -> None:
        self._result = result
        self._memory = memory
        self._modules = modules
        self._space = result.spaces[NOTEBOOK]

    @property
    def _meanings(self) -> Meanings:
        return self._space.meanings

    def read(self, parsed: Parsed, space: Space) -> None:
        self._space = space
        known = self._memory.reading(parsed)
        if known is not None and known.holds(self._meanings, self._modules):
            self._take(known, parsed)
            return
        result = self._result
        units, futures, problems = len(result.units), len(space.futures), len(result.problems)
        asked = self._meanings.begin()
        self._statements(parsed)
        reading = Reading(
            parsed.cell.index,
            result.units[units:],
            space.futures[futures:],
            result.problems[problems:],
            asked,
            self._modules,
        )
        self._memory.keep(parsed, reading)

    def _take(self, known: Reading, parsed: Parsed) -> None:
        """Do as if a cell were read again that is as it was."""
        where = parsed.cell.index
        self._add_futures(known.futures)
        for unit in known.units:
            self._enter(unit.moved(len(self._result.units), where, self._space.name))
        self._result.problems += known.problems_at(where)

    def _enter(self, unit: Unit) -> None:
        self._meanings.learn(unit.node, unit.facts)
        self._space.units.append(unit.index)
        self._result.units.append(unit)

    def _add_futures(self, names: Iterable[str]) -> None:
        futures = self._space.futures
        futures += [name for name in names if name not in futures]

    def _statements(self, parsed: Parsed) -> None:
        body = parsed.tree.body
        for position, node in enumerate(body):
            shown = position == len(body) - 1 and self._space.name == NOTEBOOK
            try:
                self._add(parsed, node, shown)
            except RecursionError:
                message = "the code is nested too deeply"
                where = parsed.cell.index
                self._result.problems.append(problem("RNB001", message, where, place_of(node)))

    def _add(self, parsed: Parsed, node: ast.stmt, last: bool) -> None:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            self._add_futures(each.name for each in node.names)
            return
        for unit in self._units(parsed.cell.index, node):
            unit.index = len(self._result.units)
            unit.mark = parsed.mark
            unit.last = last
            unit.module = self._space.name
            unit.links = links_of(unit, self._space, self._result.spaces)
            self._enter(unit)
            self._result.problems += check_use(unit, self._meanings)

    def _units(self, where: Where, node: ast.stmt) -> Iterator[Unit]:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in self._aliases(node):
                kind: Kind = "star" if alias.name == "*" else "import"
                yield Unit(0, where, node, kind, read_facts([_only(node, alias)]), alias)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            declaration = declare(node, self._meanings, where)
            self._result.problems += declaration.problems
            yield _function(node, where, declaration)
        elif isinstance(node, ast.Delete):
            for target in node.targets:
                kind = "delete" if isinstance(target, ast.Name) else "value"
                single = _only_target(node, target)
                yield Unit(0, where, single, kind, read_facts([single]))
        else:
            unit = Unit(0, where, node, self._kind(node), read_facts([node]))
            unit.root = "server" if _serves(node, self._meanings) else ""
            yield unit

    def _aliases(self, node: ast.Import | ast.ImportFrom) -> Iterator[ast.alias]:
        """Return the names of an import; of a module beside the notebook ``*`` is known."""
        for alias in node.names:
            if alias.name != "*" or not isinstance(node, ast.ImportFrom):
                yield alias
                continue
            module = absolute("." * node.level + (node.module or ""), self._space.package)
            names, known = exported_names(module, self._result.spaces, self._result.units)
            yield from (ast.copy_location(ast.alias(name=name), alias) for name in names)
            if not known:
                yield alias

    def _kind(self, node: ast.stmt) -> Kind:
        if isinstance(node, ast.ClassDef):
            return "class"
        if isinstance(node, ast.Expr):
            return "expression"
        if isinstance(node, ast.If) and not node.orelse:
            if _is_type_checking(node.test, self._meanings):
                return "typing"
            if self._space.name != NOTEBOOK and _asks_for_main(node.test):
                return "main"
        if isinstance(node, BLOCKS):
            return "block"
        value = getattr(node, "value", None)
        if self._meanings.makes_component(value):
            return "component"
        if isinstance(value, ast.Call) and self._meanings.ours(value.func) in {"state", "computed"}:
            return "state"
        return "value"


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
    node: ast.FunctionDef | ast.AsyncFunctionDef, where: Where, declaration: Declaration
) -> Unit:
    facts = read_facts(declaration.parts)
    for name, place in declaration.roots.items():
        facts.now.setdefault(name, place)
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        root, dot, _ = (dotted := dotted_name(called) or "").partition(".")
        if dot and root in declaration.roots:
            facts.dotted.setdefault(dotted, place_of(called))
    unit = Unit(0, where, node, declaration.kind, facts)
    unit.pages = tuple(reversed(declaration.pages))  # as decorators run
    unit.public, unit.open = declaration.public, declaration.open
    unit.root = declaration.root
    if declaration.pages:
        unit.loaders = read_facts(page.loader for page in declaration.pages if page.loader)
    if declaration.kind == "page":
        _need_types(node, facts, result=False)
    elif declaration.kind == "action":
        unit.stub = Facts()
        _need_types(node, facts, result=True)
        _need_types(node, unit.stub, result=True)
    return unit


def _need_types(
    node: ast.FunctionDef | ast.AsyncFunctionDef, facts: Facts, *, result: bool
) -> None:
    """What crosses the wire is decoded by its annotations, so their names are needed."""
    own = type_parameters(node)
    annotations = [each.annotation for each in all_arguments(node.args)]
    for annotation in [*annotations, node.returns if result else None]:
        if annotation is None:
            continue
        plain, quoted = annotation_names(annotation)
        for names, into in ((plain, facts.later), (quoted, facts.maybe)):
            for dotted, place in names.items():
                name, dot, _ = dotted.partition(".")
                if name not in own:
                    into.setdefault(name, place)
                    (facts.dotted if dot else facts.bare).setdefault(dotted, place)


def _serves(node: ast.stmt, meanings: Meanings) -> bool:
    """Tell whether a line stands alone and hands something to the server: ``middleware(f)``."""
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Call) and meanings.ours(value.func) in SERVING


def _is_type_checking(test: ast.expr, meanings: Meanings) -> bool:
    dotted = dotted_name(test) or ""
    return (meanings.of(dotted) or dotted).endswith("TYPE_CHECKING")


def _asks_for_main(test: ast.expr) -> bool:
    """Tell whether a condition is ``__name__ == "__main__"``: a module of an app never is it."""
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.Eq):
        return False
    sides = [test.left, *test.comparators]
    return any(isinstance(each, ast.Name) and each.id == "__name__" for each in sides) and any(
        isinstance(each, ast.Constant) and each.value == "__main__" for each in sides
    )
