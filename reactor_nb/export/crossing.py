"""What crosses from the server to the browser: the types of pages' data and actions' results."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reactor_nb.model.build import Understood
from reactor_nb.model.diagnostics import Diagnostic, Span
from reactor_nb.model.facts import Place, all_arguments, annotation_names, dotted_name
from reactor_nb.model.graph import Graph, Need
from reactor_nb.model.unit import Unit

_SECRET_FIELD = re.compile(
    r"passw|secret|credential|api_?key|private_?key|access_?token|auth_?token", re.IGNORECASE
)

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(slots=True)
class Crossing:
    """What an app sends to its pages.

    Args:
        pages: for each path, the parameters of its component and their types as written.
        results: for each action, the type of its result.
        states: the page state whose values travel with a page.
        types: for each class among these types, its fields and their types.
    """

    pages: dict[str, dict[str, str]] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    states: list[str] = field(default_factory=list)
    types: dict[str, dict[str, str]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as the manifest has it."""
        return {
            "pages": self.pages,
            "results": self.results,
            "states": self.states,
            "types": self.types,
        }


def what_crosses(understood: Understood) -> tuple[Crossing, tuple[Diagnostic, ...]]:
    """Return what the server sends to pages, and what of it looks as if it should not be sent."""
    found = _Search(understood.graph)
    for index in sorted(understood.server.units):
        unit = understood.graph.units[index]
        found.add(unit)
    found.crossing.states = [
        unit.name
        for index, unit in enumerate(understood.graph.units)
        if index in understood.client.units and _is_state(unit)
    ]
    return found.crossing, tuple(found.problems)


class _Search:
    def __init__(self, graph: Graph) -> None:
        self.crossing = Crossing()
        self.problems: list[Diagnostic] = []
        self._graph = graph

    def add(self, unit: Unit) -> None:
        node = unit.node
        if not isinstance(node, _Function):
            return
        if unit.pages:
            parameters = {
                each.arg: self._type(unit, each.annotation) for each in all_arguments(node.args)
            }
            self.crossing.pages.update({page.path: parameters for page in unit.pages})
        elif unit.kind == "action":
            self.crossing.results[unit.name] = self._type(unit, node.returns)

    def _type(self, unit: Unit, annotation: ast.expr | None) -> str:
        if annotation is None:
            return "JSON"
        plain, quoted = annotation_names(annotation)
        for name, place in {**plain, **quoted}.items():
            self._add_class(name, unit, place)
        return ast.unparse(annotation)

    def _add_class(self, dotted: str, unit: Unit, place: Place) -> None:
        name, _, path = dotted.partition(".")
        need = Need(name, place, now=False, attributes=(path,) if path else ())
        found = dict.fromkeys(self._graph.origins(need, unit))
        for owner in (self._graph.units[index] for index in found):
            if isinstance(owner.node, ast.ClassDef) and owner.name not in self.crossing.types:
                fields = self.crossing.types[owner.name] = {}
                for each, annotation in _fields(owner.node):
                    fields[each.id] = self._type(owner, annotation)
                    self._check(owner, each)
                for base in owner.node.bases:
                    if named := dotted_name(base):
                        self._add_class(named, owner, place)

    def _check(self, owner: Unit, name: ast.Name) -> None:
        if _SECRET_FIELD.search(name.id):
            message = f"the field '{name.id}' of '{owner.name}' is sent to the browser"
            hint = "return a type that has only what the page shows"
            span = Span.at(owner.cell, name.lineno, name.col_offset + 1)
            self.problems.append(Diagnostic("RNB063", message, span, "warning", hint))


def _fields(node: ast.ClassDef) -> Iterator[tuple[ast.Name, ast.expr]]:
    for each in node.body:
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            yield each.target, each.annotation


def _is_state(unit: Unit) -> bool:
    """Tell whether a unit is a state of the page; what is computed is not sent."""
    value = getattr(unit.node, "value", None)
    named = dotted_name(value.func) if isinstance(value, ast.Call) else None
    return unit.kind == "state" and (named or "").rpartition(".")[2] != "computed"
