from __future__ import annotations

import sys

import pytest

from reactor_nb.runtime.fault import Fault, fault_of
from reactor_nb.runtime.load import load_app
from tests.core.stage import Stage
from tests.runtime import apps

SOURCE = """from reactor_nb import component
from reactor_nb.html import div
def halved(number):
    return number / 0
@component
def Inner():
    return div(halved(1))
@component
def App():
    return div(Inner())
"""


def error_of(notebook: str = "") -> BaseException:
    """Return what comes up when a page is shown whose lines are those of cells 4 and 7."""

    def configure(registry: object) -> None:
        vars(registry)["notebook"] = notebook

    apps.loaded.append("faulty")
    cells = ((1, 4, 1), (5, 7, 1))
    load_app(SOURCE, "faulty", "faulty.py", configure=configure, cells=cells)
    with pytest.raises(ZeroDivisionError) as caught:
        Stage(sys.modules["faulty"].App())
    return caught.value


def test_an_error_is_told_by_its_line_and_the_components_that_led_there() -> None:
    found = fault_of(error_of("app.ipynb"))

    assert "cell 4, line 4" in found.trace
    assert found._replace(trace="") == Fault(
        "app.ipynb › cell 4 › line 4",
        "return number / 0",
        "App › Inner",
        "ZeroDivisionError: division by zero",
        "",
    )


def test_without_a_name_of_the_notebook_the_app_has_one() -> None:
    assert fault_of(error_of()).place == "faulty › cell 4 › line 4"


def test_an_error_elsewhere_has_no_place() -> None:
    assert fault_of(KeyboardInterrupt())[:4] == ("", "", "", "KeyboardInterrupt")


class Unsayable(Exception):
    def __str__(self) -> str:
        raise ValueError


def test_an_error_without_a_text_is_told_all_the_same() -> None:
    assert fault_of(Unsayable()).message == "Unsayable: its text cannot be had"
