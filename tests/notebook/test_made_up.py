"""N58: whatever a file holds, the only exception is ours, nothing hangs, and no code is run.

    CASES=10000 python -m pytest tests/notebook/test_made_up.py

takes as many notebooks, and other ones each time.
"""

from __future__ import annotations

import ast
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from reactor_nb.errors import NotebookError
from reactor_nb.model.app import SIDES
from reactor_nb.model.build import build_model
from reactor_nb.notebook.read import read_notebook
from tests.model.files import finding
from tests.notebook import made_up
from tests.notebook.guard import nothing_happens

CASES = int(os.environ.get("CASES", "300"))
LONGEST = 2.0
"""Seconds of the processor's time, after which something hangs."""


@contextmanager
def no_hang() -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise AssertionError(f"it hangs: {LONGEST} s of the processor's time are over")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def understand(path: Path, files: Mapping[str, str]) -> None:
    """Read and analyse a notebook, and check what comes of it."""
    try:
        read = read_notebook(path)
    except NotebookError as error:
        assert "\n" not in str(error)
        return
    built = build_model(read.cells, read.name, read.title, finding(files))
    for problem in (*read.diagnostics, *built.diagnostics):
        line = problem.describe(path.name)
        assert "\n" not in line and problem.code in line
    if built.model is None:
        assert any(each.severity == "error" for each in built.diagnostics)
        return
    for side in SIDES:
        for source in built.model.sources(side):
            flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if side == "server" else 0
            compile(source.text, "<emitted>", "exec", flags | ast.PyCF_ONLY_AST, dont_inherit=True)
    built.model.to_json()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made-up") / "app.ipynb"


@settings(
    max_examples=CASES,
    deadline=None,
    derandomize="CASES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
@given(data=made_up.notebooks, files=made_up.modules)
def test_a_notebook_that_nobody_wrote_is_understood_or_refused(
    path: Path, data: bytes, files: dict[str, str]
) -> None:
    path.write_bytes(data)

    with no_hang(), nothing_happens():
        understand(path, files)


def test_many_of_them_are_read_to_the_end_and_some_are_apps(path: Path) -> None:
    """Else there would be little in the test above."""
    apps: list[bool] = []

    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    @given(data=made_up.valid, files=made_up.modules)
    def count(data: dict[str, object], files: dict[str, str]) -> None:
        path.write_bytes(made_up.as_bytes(data))
        read = read_notebook(path)
        built = build_model(read.cells, read.name, read.title, finding(files))
        apps.append(built.model is not None)

    count()

    assert len(apps) >= 200
    assert sum(apps) > 20
