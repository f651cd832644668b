"""From what the analysis found out to what is told of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from reactor_nb.explain.explanation import CellText, Explanation, Goes, Need, Piece
from reactor_nb.export.chains import chain_to
from reactor_nb.export.prepare import Prepared
from reactor_nb.model.build import Understood
from reactor_nb.model.graph import Graph, needs
from reactor_nb.model.left_out import component_names, reason_of, text_of
from reactor_nb.model.snippet import first_line
from reactor_nb.model.split import Half, loader_units
from reactor_nb.model.unit import NEVER, Unit

_STATEMENTS = frozenset({"expression", "block", "delete", *NEVER})


def explain(app: Prepared) -> Explanation:
    """Tell where each piece of a notebook goes, also of one that cannot be exported."""
    understood = app.understood
    assert understood is not None, "made by prepare()"
    return Explanation(
        name=app.notebook.name,
        title=app.title,
        passed=not app.errors,
        cells=tuple(
            CellText(each.cell.index, each.mark, each.cell.source)
            for each in (*understood.cells, *understood.modules)
        ),
        pieces=tuple(_pieces(understood)),
        needs=tuple(_needs(understood)),
        diagnostics=app.diagnostics,
    )


def _pieces(understood: Understood) -> Iterator[Piece]:
    units = understood.graph.units
    loaders = frozenset(loader_units(understood.graph))
    components = component_names(units)
    for unit in units:
        server = chain_to(understood.server, unit.index)
        browser = chain_to(understood.client, unit.index)
        # The browser has no more than the outside of an action.
        stub = unit.kind == "action" and bool(browser)
        yield Piece(
            id=unit.index,
            names=tuple(unit.facts.defines),
            label=_label(unit),
            kind="loader" if unit.index in loaders else _kind(unit),
            detail=_detail(unit),
            cell=unit.cell,
            line=first_line(unit.node),
            end_line=unit.node.end_lineno or unit.node.lineno,
            goes=_goes(bool(server), bool(browser) and not stub),
            stub=stub,
            server=server,
            browser=browser,
            reason=_reason(unit, server or browser, components),
        )


def _goes(server: bool, browser: bool) -> Goes:
    if server:
        return "shared" if browser else "server"
    return "browser" if browser else "left out"


def _label(unit: Unit) -> str:
    names = tuple(unit.facts.defines)
    return ", ".join(names) if names and unit.kind != "block" else text_of(unit)


def _kind(unit: Unit) -> str:
    if unit.kind == "star":
        return "import"
    return (
        "statement"
        if unit.kind in {"expression", "block", "delete", "typing", "main"}
        else unit.kind
    )


def _detail(unit: Unit) -> str:
    if unit.pages:
        return ", ".join(page.path for page in unit.pages)
    if isinstance(unit.node, ast.ImportFrom):
        return "." * unit.node.level + (unit.node.module or "")
    return unit.alias.name if unit.alias else ""


def _reason(unit: Unit, chain: Sequence[int], components: frozenset[str]) -> str:
    if not chain:
        return reason_of(unit, components)
    if len(chain) == 1 and unit.mark and unit.kind not in {"page", "action"}:
        return f"its cell is marked as {unit.mark}"
    return ""


def _needs(understood: Understood) -> Iterator[Need]:
    """Return every need of either side, not only those that the chains are made of."""
    server = set(_needs_of(understood.graph, understood.server))
    browser = set(_needs_of(understood.graph, understood.client))
    for key in sorted(server | browser):
        yield Need(*key, server=key in server, browser=key in browser)


def _needs_of(graph: Graph, half: Half) -> Iterator[tuple[int, int, str, bool]]:
    for index in half.units:
        unit = graph.units[index]
        for need in needs(unit, half.side):
            for target in graph.find(need, unit, half.side).units:
                if target in half.units and target != index:
                    yield index, target, need.name, False
        for target in graph.changers(index):
            if target in half.units and target != index:
                yield index, target, unit.name, True
