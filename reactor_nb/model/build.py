"""Cells → the app model and the problems of the notebook."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reactor_nb.core.collector import collector_paused
from reactor_nb.model.analyze import analyze
from reactor_nb.model.app import Action, AppModel, Route
from reactor_nb.model.cell import Cell
from reactor_nb.model.checks import check_pages, check_shared_values, check_twins, check_units
from reactor_nb.model.diagnostics import Diagnostic
from reactor_nb.model.facts import dotted_name
from reactor_nb.model.graph import Graph
from reactor_nb.model.halves import Emitting
from reactor_nb.model.left_out import find_left_out, find_undone
from reactor_nb.model.live import check_live, find_live
from reactor_nb.model.memory import Memory
from reactor_nb.model.modules import Find, LocalModule, find_modules, no_modules
from reactor_nb.model.names import module_name, title_of
from reactor_nb.model.parse import Parsed, parse_cell, parse_module
from reactor_nb.model.parts import pages_alone
from reactor_nb.model.reader import read_facts
from reactor_nb.model.requirements import find_requirements
from reactor_nb.model.split import Half, split
from reactor_nb.model.unit import Unit


@dataclass(frozen=True, slots=True)
class Understood:
    """What the analysis found out, whether the notebook can be exported or not."""

    cells: tuple[Parsed, ...]
    modules: tuple[Parsed, ...]
    graph: Graph
    server: Half
    client: Half


@dataclass(frozen=True, slots=True)
class Build:
    """What came of reading a notebook; there is a model only when nothing is an error."""

    model: AppModel | None
    diagnostics: tuple[Diagnostic, ...]
    understood: Understood


def build_model(
    cells: Sequence[Cell],
    name: str,
    title: str = "",
    find: Find = no_modules,
    memory: Memory | None = None,
) -> Build:
    """Find out what a notebook means, without running any of it.

    Args:
        cells: its code cells, in file order.
        name: what its author called the file.
        title: what its author calls the app, where that is known.
        find: gives the modules beside the notebook.
        memory: what earlier builds of the same notebook found out.
    """
    memory = memory or Memory()
    memory.begin()
    with warnings.catch_warnings(), collector_paused():
        warnings.simplefilter("ignore")  # what Python would warn of belongs to the kernel
        built = _build(cells, name, title, find, memory)
        _let_be()
        return built


def _let_be() -> None:
    """Spare the collector a look at a million new objects, which hold no cycle.

    What there is becomes old for it, as it does for what survives a look; it is there for the next
    full one.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()


def _build(cells: Sequence[Cell], name: str, title: str, find: Find, memory: Memory) -> Build:
    parsed = [memory.parse(cell, parse_cell) for cell in cells]
    live = [each for each in parsed if each.mark not in {"skip", "test"}]
    modules = find_modules(live, find, lambda cell: memory.parse(cell, parse_module))
    analysis = analyze(live, modules, memory)
    graph = Graph(analysis.units, analysis.spaces)
    server, client = split(analysis, graph, _elsewhere(parsed))
    beside = tuple(each.parsed for each in modules)
    understood = Understood(tuple(parsed), beside, graph, server, client)
    requirements, refused = find_requirements(live)
    shown = [graph.units[index] for index in sorted(client.units)]
    problems = _sorted(
        [
            *(each for cell in parsed for each in cell.problems),
            *_problems_of(modules, server, client),
            *(*analysis.problems, *check_units(analysis.units), *check_twins(live)),
            *check_live(graph, find_live(graph)),
            *(*server.problems, *client.problems, *check_shared_values(shown, graph)),
            *refused,
        ]
    )
    if not any(each.severity == "error" for each in problems):
        # A page may be missing only because its cell is broken.
        problems = (*check_pages(analysis.units), *problems)
    if any(each.severity == "error" for each in problems):
        return Build(None, problems, understood)
    emitting = Emitting(graph, [*live, *beside], server, client, pages_alone(graph, client))
    broken = tuple(emitting.broken())
    if broken:
        return Build(None, (*problems, *broken), understood)
    used = frozenset({*server.units, *client.units})
    on_server = [graph.units[index] for index in sorted(server.units)]
    model = AppModel(
        name=module_name(name),
        title=title or title_of(name),
        routes=tuple(_routes(on_server)),
        actions=tuple(_actions(on_server)),
        server_source=emitting.server.source,
        client_source=emitting.client.source,
        requirements=requirements,
        client_imports=emitting.client_imports(),
        left_out=(
            *find_left_out(parsed, analysis.units, used),
            *find_undone(graph, client),
        ),
        client_cells=emitting.client.rows,
        modules=tuple(emitting.modules()),
        client_parts=emitting.client.parts,
    )
    return Build(model, problems, understood)


def _sorted(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    def key(each: Diagnostic) -> tuple[str, int, int, str]:
        return each.span.file, each.span.cell or 0, each.span.line or 0, each.code

    return tuple(sorted(dict.fromkeys(problems), key=key))


def _problems_of(
    modules: Sequence[LocalModule], server: Half, client: Half
) -> Iterator[Diagnostic]:
    """Return what is wrong with the files of the modules that the app has."""
    for module in modules:
        if module.source.name in server.modules or module.source.name in client.modules:
            yield from module.source.problems
            yield from module.parsed.problems


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


def _routes(units: Sequence[Unit]) -> Iterator[Route]:
    for unit in units:
        for page in unit.pages:
            loader = dotted_name(page.loader) if page.loader is not None else None
            yield Route(page.path, unit.name, loader, unit.cell, unit.place.line)


def _actions(units: Sequence[Unit]) -> Iterator[Action]:
    for unit in units:
        if unit.kind == "action":
            yield Action(unit.name, unit.cell, unit.place.line, unit.public)
