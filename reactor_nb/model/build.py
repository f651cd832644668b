"""Cells → the app model and the problems of the notebook."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reactor_nb.model.analyze import Analysis, Unit, analyze
from reactor_nb.model.app import Action, AppModel, Route
from reactor_nb.model.cell import Cell
from reactor_nb.model.checks import check_pages, check_shared_values, check_twins, check_units
from reactor_nb.model.diagnostics import Diagnostic
from reactor_nb.model.emit import Emitted, emit_client, emit_server
from reactor_nb.model.facts import Place, dotted_name
from reactor_nb.model.graph import Graph
from reactor_nb.model.left_out import find_left_out
from reactor_nb.model.names import module_name, title_of
from reactor_nb.model.parse import Parsed, parse_cell, problem
from reactor_nb.model.reader import read_facts
from reactor_nb.model.requirements import Requirements, read_install, read_script_block
from reactor_nb.model.split import Half, split


@dataclass(frozen=True, slots=True)
class Understood:
    """What the analysis found out, whether the notebook can be exported or not."""

    cells: tuple[Parsed, ...]
    graph: Graph
    server: Half
    client: Half


@dataclass(frozen=True, slots=True)
class Build:
    """What came of reading a notebook; there is a model only when nothing is an error."""

    model: AppModel | None
    diagnostics: tuple[Diagnostic, ...]
    understood: Understood


def build_model(cells: Sequence[Cell], name: str, title: str = "") -> Build:
    """Find out what a notebook means, without running any of it.

    Args:
        cells: its code cells, in file order.
        name: what its author called the file.
        title: what its author calls the app, where that is known.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Python would warn of belongs to the kernel
        return _build(cells, name, title)


def _build(cells: Sequence[Cell], name: str, title: str) -> Build:
    parsed = [parse_cell(cell) for cell in cells]
    live = [each for each in parsed if each.mark not in {"skip", "test"}]
    analysis = analyze(live)
    graph = Graph(analysis.units)
    server, client = split(analysis, graph, _elsewhere(parsed))
    understood = Understood(tuple(parsed), graph, server, client)
    requirements, refused = _requirements(live)
    shown = [graph.units[index] for index in sorted(client.units)]
    problems = _sorted(
        [
            *(each for cell in parsed for each in cell.problems),
            *(*analysis.problems, *check_units(analysis.units), *check_twins(live)),
            *(*server.problems, *client.problems, *check_shared_values(shown, graph)),
            *refused,
        ]
    )
    if not any(each.severity == "error" for each in problems):
        # A page may be missing only because its cell is broken.
        problems = (*check_pages(analysis.units), *problems)
    if any(each.severity == "error" for each in problems):
        return Build(None, problems, understood)
    emitted = _emit(analysis, live, server, client)
    broken = tuple(_broken(*emitted))
    if broken:
        return Build(None, (*problems, *broken), understood)
    code, shown_code = emitted
    used = frozenset({*server.units, *client.units})
    model = AppModel(
        name=module_name(name),
        title=title or title_of(name),
        routes=tuple(_routes(analysis.units)),
        actions=tuple(_actions(analysis.units)),
        server_source=code.source,
        client_source=shown_code.source,
        requirements=requirements,
        client_imports=_imports(shown_code.source),
        left_out=find_left_out(parsed, analysis.units, used),
        client_cells=shown_code.rows,
    )
    return Build(model, problems, understood)


def _sorted(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    unique = dict.fromkeys(problems)
    return tuple(
        sorted(unique, key=lambda each: (each.span.cell or 0, each.span.line or 0, each.code))
    )


def _elsewhere(cells: Sequence[Parsed]) -> dict[str, str]:
    """Return names that only a skipped cell or a magic would set, and how to say so."""
    found: dict[str, str] = {}
    for cell in cells:
        index = cell.cell.index
        if cell.mark in {"skip", "test"}:
            for node in cell.tree.body:
                for name in read_facts([node]).defines:
                    found[name] = f"defined only in cell {index}, which is marked as {cell.mark}"
        for magic in cell.magics:
            for name in magic.names:
                found[name] = f"set only by '{magic.text}' in cell {index}, which no app runs"
    return found


def _emit(
    analysis: Analysis, cells: Sequence[Parsed], server: Half, client: Half
) -> tuple[Emitted, Emitted]:
    units = analysis.units
    sources = {each.cell.index: each.source for each in cells}
    shown = [units[index] for index in sorted(client.units)]
    known = {name for unit in shown for name in unit.facts.defines}
    every = {name for unit in units for name in unit.facts.defines}
    on_server = [units[index] for index in sorted(server.units)]
    return (
        emit_server(on_server, sources, analysis.futures),
        emit_client(shown, sources, analysis.futures, frozenset(every - known)),
    )


def _broken(server: Emitted, client: Emitted) -> Iterator[Diagnostic]:
    """Cells that are right one by one may be wrong together, as with a rare ``__future__``."""
    for emitted, flags in ((server, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), (client, 0)):
        try:
            compile(emitted.source, "<app>", "exec", flags, dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
            number = getattr(error, "lineno", None) or 1
            rows = [row for row in emitted.rows if row[0] <= number] or [(1, 1, 1)]
            line, cell, first = rows[-1]
            message = "the cells are not valid Python when they stand in one file"
            yield problem("RNB001", message, cell, Place(number - line + first, 1))


def _routes(units: Sequence[Unit]) -> Iterator[Route]:
    for unit in units:
        for page in unit.pages:
            loader = dotted_name(page.loader) if page.loader is not None else None
            yield Route(page.path, unit.name, loader, unit.cell, unit.place.line)


def _actions(units: Sequence[Unit]) -> Iterator[Action]:
    for unit in units:
        if unit.kind == "action":
            yield Action(unit.name, unit.cell, unit.place.line, unit.public)


def _imports(source: str) -> tuple[str, ...]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return tuple(sorted(found - {"__future__", "reactor_nb"}))


def _requirements(cells: Sequence[Parsed]) -> tuple[tuple[str, ...], list[Diagnostic]]:
    packages: dict[str, None] = {}
    problems: list[Diagnostic] = []
    for cell in cells:
        found = [
            (magic.line, read_install(magic.install)) for magic in cell.magics if magic.install
        ]
        found.append((1, read_script_block(cell.cell.source)))
        for line, asked in found:
            packages.update(dict.fromkeys(asked.packages))
            problems += _refused(cell.cell.index, line, asked)
    return tuple(packages), problems


def _refused(cell: int, line: int, asked: Requirements) -> Iterator[Diagnostic]:
    for text in asked.refused:
        message = f"the requirement {text!r} is not used"
        hint = "name a package of your index, such as 'pandas>=2'; install others by hand"
        place = Place(line, 1)
        yield problem("RNB031", message, cell, place, hint=hint, severity="warning")
