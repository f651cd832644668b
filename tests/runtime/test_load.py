from __future__ import annotations

import asyncio
import sys
import traceback
from pathlib import Path

import pytest

from reactor_nb.errors import ReactorError
from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.registry import current
from tests.runtime.apps import HEAD, load, loaded

BROKEN = {
    "an error at its top": ("x = 1\n1 / 0", "cell 4, line 8: ZeroDivisionError: division by zero"),
    "an error in a function": (
        "def f():\n    raise ValueError('no')\nf()",
        "cell 4, line 8: ValueError: no",
    ),
    "a syntax error": ("x = 1\nx = (", "cell 4, line 8: SyntaxError: '(' was never closed"),
    "an error of ours": (
        "from reactor_nb.runtime.decorators import page\n@page('x')\ndef P(): pass",
        "cell 4, line 8: @page('x'): a path is text that starts with /",
    ),
}


@pytest.mark.parametrize("source, message", BROKEN.values(), ids=BROKEN)
def test_an_error_names_the_authors_cell_and_line(source: str, message: str) -> None:
    with pytest.raises(ReactorError) as caught:
        load_app(f"{source}\n__reactor_cells__ = ((1, 4, 7),)\n", "broken_for_tests")

    assert str(caught.value).startswith(message)
    assert "broken_for_tests" not in sys.modules


@pytest.mark.parametrize("source, message", BROKEN.values(), ids=BROKEN)
def test_cells_may_be_told_beside_the_source(source: str, message: str) -> None:
    """C4: as the page tells them in the browser, whose code is the same for other cells."""
    with pytest.raises(ReactorError) as caught:
        load_app(source, "broken_for_tests", cells=[[1, 4, 7]])

    assert str(caught.value).startswith(message)


def test_a_traceback_shows_the_authors_lines() -> None:
    registry = load("@action\nasync def boom():\n    raise ValueError('here')")

    try:
        asyncio.run(registry.actions["boom"]())
    except ValueError as error:
        text = "".join(traceback.format_exception(error))

    assert "    raise ValueError('here')" in text


def test_an_app_that_fails_leaves_the_one_before() -> None:
    registry = load("x = 1", "kept_for_tests")

    with pytest.raises(ReactorError):
        load("1 / 0", "kept_for_tests")

    assert vars(sys.modules["kept_for_tests"])["__reactor_registry__"] is registry


def test_a_python_module_is_never_replaced() -> None:
    with pytest.raises(ReactorError, match="a Python module is named json, too"):
        load_app("x = 1", "json")

    assert hasattr(sys.modules["json"], "loads")


def test_an_app_does_not_record_into_the_notebook() -> None:
    before = len(current.get().pages)

    load("@page('/of-the-app')\ndef P():\n    return p()")

    assert len(current.get().pages) == before


def test_code_that_awaits_at_its_top_runs_where_a_loop_can_be_had() -> None:
    """N44"""
    source = f"{HEAD}import asyncio\nawait asyncio.sleep(0)\nx = state(3)\n"
    loaded.append("awaits_for_tests")

    load_app(source, "awaits_for_tests", run=asyncio.run)

    assert vars(sys.modules["awaits_for_tests"])["x"].name == "x"
    with pytest.raises(ReactorError, match="awaits at its top"):
        load_app(source, "awaits_not_for_tests")


def test_dataclasses_of_an_app_find_their_module(tmp_path: Path) -> None:
    registry = load("@dataclass\nclass Node:\n    below: list[Node]")

    assert registry.types["Node"].__module__ == registry.name
