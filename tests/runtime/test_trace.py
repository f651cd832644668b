"""Tracebacks that speak of the author's cells."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.registry import Registry
from reactor_nb.runtime.trace import trace_of

SOURCE = """# cell 2
def outer():
    return inner()

# cell 5
def inner():
    return 1 / 0
__reactor_cells__ = ((2, 2, 7), (6, 5, 1))
"""
NAME = "app_for_traces"


@pytest.fixture
def notebook() -> Iterator[str]:
    yield "shop.ipynb"
    sys.modules.pop(NAME, None)


def raised(notebook: str) -> BaseException:
    def configure(registry: Registry) -> None:
        registry.notebook = notebook

    load_app(SOURCE, NAME, f"/srv/{NAME}.py", configure=configure)
    try:
        vars(sys.modules[NAME])["outer"]()
    except ZeroDivisionError as error:
        return error
    raise AssertionError("nothing was raised")


def test_lines_of_the_author_are_told_by_notebook_cell_and_line(notebook: str) -> None:
    lines = trace_of(raised(notebook)).splitlines()

    assert '  File "shop.ipynb", cell 2, line 8, in outer' in lines
    assert '  File "shop.ipynb", cell 5, line 2, in inner' in lines
    assert "    return 1 / 0" in lines
    assert lines[-1] == "ZeroDivisionError: division by zero"


def test_other_lines_stay_as_they_are(notebook: str) -> None:
    text = trace_of(raised(notebook))

    assert f'File "{__file__}", line ' in text
    assert NAME not in text


def test_a_notebook_without_a_name_is_told_by_that_of_its_app(notebook: str) -> None:
    assert f'File "{NAME}", cell 5, line 2, in inner' in trace_of(raised(""))


def test_code_that_is_gone_is_told_by_its_file(notebook: str) -> None:
    error = raised(notebook)
    del sys.modules[NAME]

    assert f'File "/srv/{NAME}.py", line 7, in inner' in trace_of(error)
