"""What an export leaves out, and why, in words for the author."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence

from reactor_nb.model.app import LeftOut
from reactor_nb.model.cell import Where
from reactor_nb.model.facts import dotted_name
from reactor_nb.model.graph import Graph
from reactor_nb.model.live import effects_of
from reactor_nb.model.parse import Parsed
from reactor_nb.model.snippet import first_line
from reactor_nb.model.split import Half
from reactor_nb.model.unit import Unit

_UNNEEDED = "nothing that is exported needs it"
_SHOWN = "it only shows something in the notebook"
_ALONE = "its result is not kept; mark the cell '# reactor: server' if the app needs what it does"
_NOT_IN_BROWSER = (
    "it is done on the server only; mark the module '# reactor: shared' if pages need it"
)
_TYPES = "it is for type checkers only"


def find_left_out(
    cells: Sequence[Parsed], units: Sequence[Unit], used: frozenset[int]
) -> tuple[LeftOut, ...]:
    """Return what neither side gets, in file order; a cell of which nothing is used is one entry.

    Args:
        cells: every code cell.
        units: every unit of the cells that are not marked as skip or test.
        used: the indices of the units that a side gets.
    """
    by_cell: dict[Where, list[Unit]] = defaultdict(list)
    for unit in units:
        by_cell[unit.cell].append(unit)
    components = component_names(units)
    found: list[LeftOut] = []
    for cell in cells:
        index = cell.cell.index
        if cell.mark in {"skip", "test"}:
            found.append(LeftOut("the whole cell", index, 1, f"it is marked as {cell.mark}"))
            continue
        for magic in cell.magics:
            reason = "it is a command to the notebook, not Python"
            if magic.install is not None:
                reason = "its packages are among the requirements"
            found.append(LeftOut(_short(magic.text), index, magic.line, reason))
        found += _of_cell(index, by_cell[index], used, components)
    return tuple(found)


def find_undone(graph: Graph, client: Half) -> Iterator[LeftOut]:
    """Return what modules do on the server when they are imported, and not in the browser."""
    for module in client.modules:
        for unit in effects_of(graph, module):
            if unit.kind not in {"import", "star"} and unit.index not in client.units:
                yield LeftOut(text_of(unit), unit.cell, first_line(unit.node), _NOT_IN_BROWSER)


def component_names(units: Sequence[Unit]) -> frozenset[str]:
    """Return the names whose calls only show something."""
    return frozenset(unit.name for unit in units if unit.kind in {"component", "page"})


def _of_cell(
    index: Where, units: Sequence[Unit], used: frozenset[int], components: frozenset[str]
) -> Iterator[LeftOut]:
    unused = [unit for unit in units if unit.index not in used]
    if len(unused) > 1 and len(unused) == len(units):
        alone = any(reason_of(unit, components) == _ALONE for unit in unused)
        yield LeftOut("the whole cell", index, 1, _ALONE if alone else _UNNEEDED)
        return
    for unit in unused:
        yield LeftOut(text_of(unit), index, first_line(unit.node), reason_of(unit, components))


def reason_of(unit: Unit, components: frozenset[str]) -> str:
    """Return why neither side gets a unit; ``components`` are the names of all components."""
    if unit.kind == "typing":
        return _TYPES
    if unit.kind != "expression" or unit.facts.defines:
        return _UNNEEDED
    value = unit.node.value if isinstance(unit.node, ast.Expr) else None
    if isinstance(value, ast.Call):
        return _SHOWN if dotted_name(value.func) in components else _ALONE
    return _ALONE if isinstance(value, ast.Await) else _SHOWN


def text_of(unit: Unit) -> str:
    """Return a unit in a few words: its name, or the beginning of its text."""
    if unit.alias:
        return f"import {unit.name or unit.alias.name}"
    if unit.kind in {"function", "class", "component", "state"}:
        return unit.name
    try:
        return _short(ast.unparse(unit.node))
    except RecursionError:
        return unit.name or "a long line"


def _short(text: str) -> str:
    first, *rest = text.split("\n")
    return f"{first[:57]} …" if rest or len(first) > 60 else first
