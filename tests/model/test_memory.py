"""What is kept of the last build changes nothing but the work."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb.model.build import Build, build_model
from reactor_nb.model.cell import Cell
from reactor_nb.model.memory import Memory
from tests.model.app_cells import HEAD, cells
from tests.model.files import finding
from tests.model.shapes import SHAPES
from tests.model.test_modules import CASES
from tests.notebook.made_up import HEAD as ODD_HEAD
from tests.notebook.made_up import LINES, PAGE
from tests.work import Work

Files = Mapping[str, str]


def build(sources: list[str], files: Files, memory: Memory | None = None) -> Build:
    return build_model(cells(*sources), "app", find=finding(files), memory=memory)


def same(one: Build, other: Build) -> bool:
    return (one.model, one.diagnostics) == (other.model, other.diagnostics)


EDITS: dict[str, Callable[[list[str]], list[str]]] = {
    "a cell changed": lambda old: [*old[:1], old[1] + "\n# x", *old[2:]],
    "a cell at the start": lambda old: ["first = 1", *old],
    "a cell less": lambda old: old[:1] + old[2:],
    "cells in another order": lambda old: old[::-1],
    "a cell twice": lambda old: [*old, old[-1]],
    "an alias taken away": lambda old: [old[0].replace("page", "page as pg"), *old[1:]],
    "a name taken": lambda old: [*old[:1], "page = component = c = 1", *old[1:]],
    "types left alone": lambda old: ["from __future__ import annotations", *old],
    "nothing": list,
}
NOTEBOOKS = {
    **{name: ((HEAD, *shape.cells), {}) for name, shape in SHAPES.items()},
    **{f"with modules: {name}": ((HEAD, *one.cells), one.files) for name, one in CASES.items()},
}


@pytest.mark.parametrize("sources, files", NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_a_build_after_an_edit_is_that_of_the_new_cells(
    sources: tuple[str, ...], files: Files
) -> None:
    memory = Memory()
    assert same(build(list(sources), files, memory), build(list(sources), files))
    for edit in EDITS.values():
        edited = edit(list(sources))
        assert same(build(edited, files, memory), build(edited, files))
    assert same(build(list(sources), {}, memory), build(list(sources), {}))
    changed = {path: f"{text}\n" for path, text in files.items()}
    assert same(build(list(sources), changed, memory), build(list(sources), changed))


texts = st.lists(st.sampled_from([*LINES, ODD_HEAD, HEAD, PAGE]), max_size=7)
modules = st.dictionaries(
    st.sampled_from(["helpers.py", "pkg/__init__.py", "pkg/deep.py"]), st.sampled_from(LINES)
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(steps=st.lists(st.tuples(texts, modules), min_size=2, max_size=4))
def test_builds_one_after_the_other_are_as_builds_alone(
    steps: list[tuple[list[str], Files]],
) -> None:
    memory = Memory()

    for sources, files in steps:
        assert same(build(sources, files, memory), build(sources, files))


def test_what_is_told_of_a_cell_moves_with_it() -> None:
    memory = Memory()
    marked = "# reactor: no"
    broken = "exec(x)\ndef f(:"
    first = build_model([Cell(1, marked, "a"), Cell(2, broken, "b")], "app", memory=memory)
    second = build_model([Cell(4, broken, "b"), Cell(7, marked, "a")], "app", memory=memory)

    assert [(each.code, each.span.cell) for each in first.diagnostics] == [
        ("RNB011", 1),
        ("RNB001", 2),
    ]
    assert [(each.code, each.span.cell) for each in second.diagnostics] == [
        ("RNB001", 4),
        ("RNB011", 7),
    ]


def test_an_edit_of_one_cell_is_a_small_part_of_the_work() -> None:
    sources = [
        HEAD,
        *(
            f"def f{n}(a):\n    total = [x for x in a if x > {n}]\n    return total"
            for n in range(100)
        ),
        f"@page('/')\ndef Home(): return p({', '.join(f'f{n}' for n in range(100))})",
    ]
    memory = Memory()
    with Work() as whole:
        build(sources, {}, memory)
    sources[50] += "\n# edited"
    with Work() as part:
        build(sources, {}, memory)

    assert part.steps < whole.steps / 2
