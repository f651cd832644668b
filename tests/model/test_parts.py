"""What one page alone needs stands apart, so that no other page loads it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from reactor_nb.model import graph, split
from reactor_nb.model.app import AppModel, Side
from reactor_nb.model.graph import Graph
from reactor_nb.model.unit import Unit
from tests.model.app_cells import HEAD, model_of

CELLS = (
    """import math
from json import dumps, loads
from reactor_nb import Link, error_page, layout
LIMIT = 3
shown = state(0)""",
    """def only_a(): return math.pi * LIMIT
def only_b(): return dumps(1)
def both(): return loads("1")
def of_layout(): return div()""",
    """@layout("/")
def Site(children): return div(of_layout(), children)
@page("/a")
@page("/also-a")
def A(): return p(only_a(), both(), LIMIT)
@page("/b")
def B(): return p(only_b(), both(), shown.value)
@component
def Unused(): return p()
@page("/c")
def C(): return A()
@error_page("/")
def Failed(): return p()""",
)


def names_of(source: str) -> set[str]:
    """Return what a source defines."""
    found: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {one.asname or one.name for one in node.names}
        elif isinstance(node, ast.Assign):
            found |= {one.id for one in node.targets if isinstance(one, ast.Name)}
        else:
            found.add(getattr(node, "name", ""))
    return found


def parts_of(model: AppModel) -> dict[str, set[str]]:
    """Return what each part defines; what is for all under an empty name."""
    lines = model.client_source.split("\n")
    first = model.client_parts[0].first if model.client_parts else len(lines) + 1
    found = {"": names_of("\n".join(lines[: first - 1]))}
    for part in model.client_parts:
        found[part.component] = names_of("\n".join(lines[part.first - 1 : part.last]))
    return found


def test_a_part_has_what_one_page_alone_needs() -> None:
    """PX-52"""
    found = parts_of(model_of(HEAD, *CELLS[:2], CELLS[2].replace("return A()", "return p()")))

    assert found["A"] == {"only_a", "math", "LIMIT", "A"}
    assert found["B"] == {"only_b", "dumps", "shown", "state", "B"}
    assert found["C"] == {"C"}
    assert found[""] >= {"both", "loads", "of_layout", "Site", "Failed", "page", "p"}


def test_what_a_page_shows_of_another_is_for_both() -> None:
    found = parts_of(model_of(HEAD, *CELLS))

    assert "A" not in found
    assert found[""] >= {"A", "only_a", "math"}


def test_an_app_with_one_page_has_no_parts() -> None:
    assert model_of(HEAD, "@page('/')\ndef Home(): return p()").client_parts == ()


def test_names_that_are_defined_anew_stay_in_their_order() -> None:
    found = parts_of(
        model_of(
            HEAD,
            "count = 1\nkept = count",
            "@page('/a')\ndef A(): return p(kept)",
            "count = 2\nlast = count",
            "@page('/b')\ndef B(): return p(last)",
        )
    )

    assert found[""] >= {"count"}
    assert found["A"] == {"kept", "A"}
    assert found["B"] == {"last", "B"}


def test_what_changes_an_object_goes_with_it() -> None:
    found = parts_of(
        model_of(
            HEAD,
            "KINDS = []\nOTHERS = []\nKINDS.append(1)\nOTHERS.append(2)",
            "@page('/a')\ndef A(): return p(KINDS)",
            "@page('/b')\ndef B(): return p(OTHERS)",
        )
    )

    assert [found[name] - {""} for name in ("A", "B")] == [{"KINDS", "A"}, {"OTHERS", "B"}]


def test_the_lines_of_a_part_are_known_by_their_cells() -> None:
    model = model_of(HEAD, *CELLS)
    lines = model.client_source.split("\n")
    cells = (HEAD, *CELLS)

    for line, cell, first in model.client_cells:
        assert isinstance(cell, int)
        written = cells[cell - 1].split("\n")[first - 1]
        assert lines[line - 1].split("(")[0].split(" import ")[0] in written


def test_a_model_with_parts_travels() -> None:
    model = model_of(HEAD, *CELLS)

    assert model.client_parts
    assert AppModel.from_json(model.to_json()) == model


def test_each_further_page_is_the_same_work_as_the_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """N40: a large app is looked at name by name, and not once more for each of its pages."""
    find, needs = Graph.find, graph.needs_of_loaders
    steps: list[str] = []

    def counted_find(self: Graph, need: graph.Need, unit: Unit, side: Side) -> graph.Found:
        steps.append(need.name)
        return find(self, need, unit, side)

    def counted_needs(unit: Unit) -> Iterator[graph.Need]:
        steps.append(unit.name)
        return needs(unit)

    def steps_of(pages: int) -> int:
        steps.clear()
        model_of(HEAD, *(f"@page('/{n}')\ndef Page{n}(): return p('{n}')" for n in range(pages)))
        return len(steps)

    monkeypatch.setattr(Graph, "find", counted_find)
    monkeypatch.setattr(split, "needs_of_loaders", counted_needs)
    few, some, many = (steps_of(pages) for pages in (10, 20, 30))

    assert many - some == some - few
