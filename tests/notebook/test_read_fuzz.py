"""N58: whatever a file holds, the only exception is ours, and the model never raises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reactor_nb.errors import NotebookError
from reactor_nb.model.build import build_model
from reactor_nb.notebook.read import read_notebook

INPUTS = Path(__file__).parents[1] / "notebooks"
SEEDS = [path.read_bytes() for path in sorted(INPUTS.glob("*.ipynb"))]
PIECES = [
    *(b"null", b"[", b"}", b'"cells"', b"1e999", b"NaN"),
    *(b"\\ud800", b"\xff", b"\x00", b"-1", b'""'),
]
SOURCES = [
    *("x = 1", "def f(:", "@page('/')\ndef P(): pass", "!ls", "%pip install x", "a = b = c"),
    *("from os import *", "await x", "class A:\n    b: 'C'", "from reactor_nb import *"),
    *("if x:\n    y = !z", "# reactor: server\nx", "def g():\n    global x; x = 1", "\x0c\tx"),
    *("@action\ndef act(a, *b): ...", "try:\n  import q\nexcept* E as e: pass", "del x"),
    *("lambda: (y := 1)", "x: 'Y' = 1"),
]
FUZZ = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
scraps = st.sampled_from(SOURCES) | st.text(max_size=30)
texts = st.text(max_size=5)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
sources = st.lists(scraps, max_size=4)
metadata = st.fixed_dictionaries({}, optional={"tags": values, "reactor": values})
cells = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["code", "code", "markdown", "raw", "heading"]) | values,
        "source": sources | sources.map("\n".join) | values,
        "metadata": metadata | values,
    },
    optional={"id": texts | values, "input": values},
)
sheets = st.fixed_dictionaries({"cells": st.lists(cells, max_size=3)})
notebooks = st.fixed_dictionaries(
    {"nbformat": st.sampled_from([2, 3, 4, 4, 4]) | values},
    optional={
        "cells": st.lists(cells, max_size=5) | values,
        "worksheets": st.lists(sheets, max_size=2) | values,
        "metadata": values,
        "nbformat_minor": st.integers(0, 5) | values,
    },
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return the bytes of a good notebook, changed in a few places."""
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 20)))
        data = data[:start] + draw(st.sampled_from(PIECES) | st.binary(max_size=4)) + data[end:]
    return data


def try_to_read(path: Path, data: bytes) -> None:
    """Read a file and build its model; only our own error may come out."""
    path.write_bytes(data)
    try:
        found = read_notebook(path)
    except NotebookError as error:
        assert "\n" not in str(error)
        return
    built = build_model(found.cells, found.name, found.title)
    for problem in (*found.diagnostics, *built.diagnostics):
        assert "\n" not in problem.describe(path.name)
    assert built.model is not None or any(each.severity == "error" for each in built.diagnostics)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "app.ipynb"


@FUZZ
@given(data=mutated())
def test_changed_bytes_raise_nothing_but_our_error(path: Path, data: bytes) -> None:
    try_to_read(path, data)


@FUZZ
@given(content=notebooks)
def test_made_up_notebooks_raise_nothing_but_our_error(path: Path, content: dict[str, Any]) -> None:
    try_to_read(path, json.dumps(content).encode())
