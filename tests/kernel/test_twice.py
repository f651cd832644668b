"""N48: in a kernel the last definition of a component holds, with a warning."""

from __future__ import annotations

import warnings

import pytest
from IPython.core.interactiveshell import InteractiveShell

FIRST = "from reactor_nb import action, component\n@component\ndef Row(): return 1"
SECOND = "@component\ndef Row(): return 2"


def told(shell: InteractiveShell, *cells: tuple[str | None, str]) -> list[str]:
    """Run cells by their ids, and return what is told."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for cell, source in cells:
            assert shell.run_cell(source, cell_id=cell).success
    return [str(each.message) for each in caught]


def test_a_second_definition_in_another_cell_is_told(shell: InteractiveShell) -> None:
    (message,) = told(shell, ("a", FIRST), ("b", SECOND), ("b", SECOND))

    assert message.startswith("the component 'Row' was made by another cell, too.")
    assert shell.user_ns["Row"].function() == 2


QUIET: dict[str, list[tuple[str | None, str]]] = {
    "a cell that is run again": [("a", FIRST), ("a", FIRST), ("a", FIRST)],
    "a cell that was edited": [("a", FIRST), ("a", FIRST.replace("1", "2"))],
    "a console": [(None, FIRST), (None, SECOND)],
    "another name": [("a", FIRST), ("b", SECOND.replace("Row", "Other"))],
    "a refinement": [("a", FIRST), ("b", "Row = component(Row.function)")],
    "a second import": [("a", "from reactor_nb import Head"), ("b", "from reactor_nb import Head")],
    "a name that is used": [("a", FIRST), ("b", "Row()"), ("c", "x = Row")],
    "a name that is deleted": [("a", FIRST), ("b", "del Row"), ("c", "y = 1")],
}


@pytest.mark.parametrize("cells", QUIET.values(), ids=QUIET)
def test_nothing_is_told_of(shell: InteractiveShell, cells: list[tuple[str | None, str]]) -> None:
    assert told(shell, *cells) == []


LOUD = {
    "another thing": "Row = 1",
    "a function": "def Row(): ...",
    "an action": "@action\nasync def Row() -> None: ...",
}


@pytest.mark.parametrize("source", LOUD.values(), ids=LOUD)
def test_a_name_that_becomes_something_else_is_told(shell: InteractiveShell, source: str) -> None:
    assert len(told(shell, ("a", FIRST), ("b", source), ("b", source))) == 1


def test_an_action_is_told_as_one(shell: InteractiveShell) -> None:
    action = "from reactor_nb import action\n@action\nasync def save() -> None: ..."

    (message,) = told(shell, ("a", action), ("b", action))

    assert message.startswith("the action 'save'")
