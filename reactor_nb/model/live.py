"""The modules beside the notebook that run when the app starts, and what they bring by that."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from reactor_nb.model.diagnostics import Diagnostic
from reactor_nb.model.graph import Graph
from reactor_nb.model.parse import problem
from reactor_nb.model.spaces import NOTEBOOK
from reactor_nb.model.unit import NEVER, Unit

_STARTING = frozenset({"import", "star", "block"})


@dataclass(frozen=True, slots=True)
class Live:
    """What is imported when the app starts.

    Args:
        modules: the modules that top-level imports lead to.
        first: for each of them the unit that imports it first.
    """

    modules: frozenset[str]
    first: dict[str, Unit]

    def runs(self, unit: Unit) -> bool:
        """Tell whether a unit is in a cell, or in a module that is imported at the start."""
        return unit.module == NOTEBOOK or unit.module in self.modules


def find_live(graph: Graph) -> Live:
    """Follow the top-level imports of the cells."""
    imports: dict[str, dict[str, Unit]] = {}
    for unit in graph.units:
        if unit.kind in _STARTING:
            for module in unit.links.modules:
                for name in parents_and_self(module):
                    imports.setdefault(unit.module, {}).setdefault(name, unit)
    first: dict[str, Unit] = {}
    waiting = [NOTEBOOK]
    while waiting:
        for name, unit in imports.get(waiting.pop(0), {}).items():
            if name not in first:
                first[name] = unit
                waiting.append(name)
    return Live(frozenset(first), first)


def parents_and_self(module: str) -> Iterator[str]:
    """Return the packages that a module is in, from the outermost, and the module itself."""
    parts = module.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def check_live(graph: Graph, live: Live) -> Iterator[Diagnostic]:
    """Report pages and actions of modules that only functions import."""
    for unit in graph.units:
        if unit.kind in {"page", "action"} and not live.runs(unit):
            message = f"the {unit.kind} '{unit.name}' is in a module that only a function imports"
            hint = f"write 'import {unit.module}' at the top of a cell"
            yield problem("RNB010", message, unit.cell, unit.place, hint=hint)


def effects_of(graph: Graph, module: str) -> Iterator[Unit]:
    """Return what a module does when it is imported, apart from making what it defines."""
    for index in graph.spaces[module].units:
        unit = graph.units[index]
        if unit.kind in NEVER:
            continue
        acts = not unit.facts.defines and unit.kind not in {"star", "delete"}
        brings = unit.kind in {"import", "star"} and unit.links.modules
        if unit.kind == "block" or brings or (acts and not _is_text(unit)):
            yield unit


def _is_text(unit: Unit) -> bool:
    """Tell whether a unit is a docstring, or another value that nothing is done with."""
    return isinstance(unit.node, ast.Expr) and isinstance(unit.node.value, ast.Constant)
