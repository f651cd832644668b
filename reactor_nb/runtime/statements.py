"""The statements of a source: which names each makes, and which it needs, at once or later."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement at the top of a module; an import of several names is several of them.

    Args:
        text: its source.
        line: where it begins.
        defines: the names it binds, or takes away.
        now: the names it needs when it runs.
        later: the names that its functions need when they are called.
        rebinds: the names that its functions bind anew then.
    """

    text: str
    line: int
    defines: frozenset[str]
    now: frozenset[str]
    later: frozenset[str]
    rebinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to run so that a module is what a new source says.

    Args:
        run: positions of new statements, in order.
        origins: for each new statement, the position of the old one with the same text, if any.
        removed: names that nothing binds any more.
        changed: names that are bound anew, or gone.
    """

    run: tuple[int, ...]
    origins: tuple[int | None, ...]
    removed: frozenset[str]
    changed: frozenset[str]


def read_statements(source: str, known: Iterable[Statement] = ()) -> list[Statement]:
    """Return the statements of a source.

    Args:
        source: the source of a module.
        known: statements that were read before; what has the same text is not looked at again.

    Raises:
        SyntaxError: it is no Python.
    """
    before = {one.text: one for one in known}
    lines = source.splitlines(keepends=True)
    return [one for node in ast.parse(source).body for one in _read(node, lines, before)]


def plan(
    old: Sequence[Statement],
    new: Sequence[Statement],
    may_change: Callable[[str], bool],
    anew: Collection[str] = (),
) -> Plan:
    """Return what has to run so that a module that ran ``old`` is one that ran ``new``.

    A statement runs anew if its text is another one, or if it needs at once a name that is bound
    anew. Where it may change a value that others made, all that made the value runs again, too.

    Args:
        old: what has run.
        new: what shall have run.
        may_change: whether the value of a name can be changed in place.
        anew: names that are to be bound anew in any case.
    """
    origins = _origins(old, new)
    before = _Names(old)
    planner = _Planner(new, may_change)
    planner.look_back(old, before, origins)
    planner.run(at for at, origin in enumerate(origins) if origin is None)
    planner.run(at for at, one in enumerate(new) if not one.defines.isdisjoint(anew))
    for at in set(range(len(old))) - set(origins):
        planner.take_away(old[at].defines, before.touched(old[at]))
    planner.keep_order(origins)
    planner.spread()
    removed = {name for one in old for name in one.defines} - planner.names.made_by.keys()
    changed = frozenset(planner.changed)
    return Plan(tuple(sorted(planner.runs)), tuple(origins), frozenset(removed), changed)


class _Planner:
    """Which statements run, and which names are bound anew."""

    def __init__(self, statements: Sequence[Statement], may_change: Callable[[str], bool]) -> None:
        self.runs: set[int] = set()
        self.changed: set[str] = set()
        self.names = names = _Names(statements)
        self._statements = statements
        self._needed = [names.reach(one.now) for one in statements]
        self._touched = [names.touched(one) for one in statements]
        self._may_change = may_change
        self._rebound = {name for one in statements for name in one.rebinds}

    def look_back(
        self, old: Sequence[Statement], before: _Names, origins: Sequence[int | None]
    ) -> None:
        """Know what statements did when they ran before: they may have called other functions."""
        self._rebound |= {name for one in old for name in one.rebinds}
        for at, origin in enumerate(origins):
            if origin is not None:
                self._touched[at] |= before.touched(old[origin])

    def run(self, places: Iterable[int]) -> None:
        """Have statements run."""
        waiting = [*places]
        while waiting:
            at = waiting.pop()
            if at not in self.runs:
                self.runs.add(at)
                self.changed |= self._statements[at].defines
                waiting += self._makers(self._touched[at])

    def take_away(self, names: Iterable[str], touched: Iterable[str]) -> None:
        """Have all be as if a statement with these names had not run."""
        self.changed.update(names)
        for name in names:
            self.run(self.names.made_by.get(name, ()))
        self.run(self._makers(touched))

    def keep_order(self, origins: Sequence[int | None]) -> None:
        """Have all run that has to do with a value if it is in another order than before."""
        places: dict[str, list[int]] = {}
        for at, names in enumerate(self._touched):
            for name in names if origins[at] is not None else ():
                places.setdefault(name, []).append(at)
        for name, found in places.items():
            before = [origins[at] or 0 for at in found]
            if before != sorted(before) and self._is_made_in_steps(name):
                self.run(found)

    def spread(self) -> None:
        """Have all run that needs what is bound anew."""
        count = -1
        while count != len(self.runs):
            count = len(self.runs)
            self.run(
                at for at, names in enumerate(self._needed) if not self.changed.isdisjoint(names)
            )

    def _is_made_in_steps(self, name: str) -> bool:
        makers = self.names.made_by.get(name, ())
        return len(makers) > 1 or name in self._rebound or self._may_change(name)

    def _makers(self, names: Iterable[str]) -> set[int]:
        found: set[int] = set()
        for name in names:
            if self._is_made_in_steps(name):
                found |= self.names.made_by.get(name, set())
        return found


def affected(
    statements: Iterable[Statement],
    changed: Collection[str],
    ends: Callable[[str], bool] = lambda name: False,
) -> set[str]:
    """Return the names whose value or behaviour may be another one.

    Args:
        statements: the module.
        changed: the names that are bound anew.
        ends: whether others that need a name do not see that it changed.
    """
    needed_by: dict[str, set[str]] = {}
    for one in statements:
        for name in one.now | one.later:
            needed_by.setdefault(name, set()).update(one.defines)
    found = set(changed)
    waiting = [name for name in changed if not ends(name)]
    while waiting:
        for name in needed_by.get(waiting.pop(), set()) - found:
            found.add(name)
            if not ends(name):
                waiting.append(name)
    return found


class _Names:
    """Who makes which name, and what it needs when it is called."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.made_by: dict[str, set[int]] = {}
        self._later: dict[str, set[str]] = {}
        for at, one in enumerate(statements):
            for name in one.defines:
                self.made_by.setdefault(name, set()).add(at)
                self._later.setdefault(name, set()).update(one.later)

    def touched(self, statement: Statement) -> set[str]:
        """Return the names that a statement binds, reads or may change when it runs."""
        return self.reach(statement.now) | statement.defines

    def reach(self, names: Iterable[str]) -> set[str]:
        """Return names, and all that is needed if each of them is called."""
        found = set(names)
        waiting = list(found)
        while waiting:
            more = self._later.get(waiting.pop(), set()) - found
            found |= more
            waiting += more
        return found


def _origins(old: Sequence[Statement], new: Sequence[Statement]) -> list[int | None]:
    places: dict[str, list[int]] = {}
    for at in range(len(old) - 1, -1, -1):
        places.setdefault(old[at].text, []).append(at)
    return [places[one.text].pop() if places.get(one.text) else None for one in new]


def _read(
    node: ast.stmt, lines: Sequence[str], before: Mapping[str, Statement]
) -> Iterator[Statement]:
    line = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
    for text, part in _parts(node, lines, line):
        known = before.get(text)
        yield replace(known, line=line) if known else _statement(text, line, part)


def _statement(text: str, line: int, node: ast.stmt) -> Statement:
    uses = _Uses()
    uses.visit(node)
    rebinds = {name for one in ast.walk(node) if isinstance(one, ast.Global) for name in one.names}
    found = map(frozenset, (uses.defines, uses.now, uses.later, rebinds))
    return Statement(text, line, *found)


def _parts(node: ast.stmt, lines: Sequence[str], line: int) -> Iterator[tuple[str, ast.stmt]]:
    if isinstance(node, (ast.Import, ast.ImportFrom)) and not _is_future(node):
        for name in node.names:
            if isinstance(node, ast.Import):
                part: ast.stmt = ast.Import([name])
            else:
                part = ast.ImportFrom(node.module, [name], node.level)
            yield ast.unparse(part), part
    else:
        yield _text(node, lines, line), node


def _is_future(node: ast.Import | ast.ImportFrom) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _text(node: ast.stmt, lines: Sequence[str], line: int) -> str:
    assert node.end_lineno is not None
    found = [one.encode() for one in lines[line - 1 : node.end_lineno]]
    # Others may stand on the same lines; the columns count bytes.
    found[-1] = found[-1][: node.end_col_offset]
    if line == node.lineno:
        found[0] = found[0][node.col_offset :]
    return b"".join(found).decode()


class _Uses(ast.NodeVisitor):
    """The names of one statement."""

    def __init__(self) -> None:
        self.defines: set[str] = set()
        self.now: set[str] = set()
        self.later: set[str] = set()
        self.around: set[str] = set()

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> None:
        self.around.update(node.names)

    visit_Nonlocal = visit_Global

    def visit_Name(self, node: ast.Name) -> None:
        (self.now if isinstance(node.ctx, ast.Load) else self.defines).add(node.id)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.now.update(one.id for one in ast.walk(node.target) if isinstance(one, ast.Name))
        self.generic_visit(node)

    def visit_FunctionDef(self, node: Function) -> None:
        if not isinstance(node, ast.Lambda):
            self.defines.add(node.name)
        for outside in _outside(node):
            self.visit(outside)
        self.later |= _free(node)

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        inside = _Uses()
        inside.generic_visit(node)
        self.now |= inside.now
        self.later |= inside.later
        self.defines.add(node.name)

    def visit_ListComp(self, node: ast.AST) -> None:
        inside = _Uses()
        inside.generic_visit(node)
        self.now |= inside.now - inside.defines
        # A walrus inside binds its name outside.
        self.defines.update(
            one.target.id for one in ast.walk(node) if isinstance(one, ast.NamedExpr)
        )
        self.later |= inside.later - inside.defines

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def visit_alias(self, node: ast.alias) -> None:
        self.defines.add(node.asname or node.name.partition(".")[0])

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.defines.update(filter(None, [node.name]))
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        self.defines.update(filter(None, [node.name]))
        self.generic_visit(node)

    visit_MatchStar = visit_MatchAs

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.defines.update(filter(None, [node.rest]))
        self.generic_visit(node)


def _outside(function: Function) -> Iterator[ast.AST]:
    """Yield what of a function's source runs when it is made."""
    yield from getattr(function, "decorator_list", ())
    arguments = function.args
    yield from arguments.defaults
    yield from filter(None, arguments.kw_defaults)
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    annotated = [one.annotation for one in (*every, arguments.vararg, arguments.kwarg) if one]
    yield from filter(None, [*annotated, getattr(function, "returns", None)])


def _free(function: Function) -> set[str]:
    """Return the names that a function takes from around it."""
    inside = _Uses()
    for node in [function.body] if isinstance(function, ast.Lambda) else function.body:
        inside.visit(node)
    arguments = {one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)}
    return ((inside.now | inside.later) - inside.defines - arguments) | inside.around
