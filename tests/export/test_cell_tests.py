"""Cells that are marked as test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reactor_nb.export.cell_tests import run_tests
from tests.cli.conftest import write_notebook

HEAD = (
    "from reactor_nb import action, data_dir, page, state\nfrom reactor_nb.html import p\n"
    "from reactor_nb.testing import html_of"
)
PAGE = "@page('/')\ndef Home():\n    return p('home')"


Outcome = Callable[..., tuple[int, tuple[str, ...]]]


@pytest.fixture
def outcome(tmp_path: Path) -> Outcome:
    """Return a function that tests some cells, and gives how many passed, and the failures."""

    def run(*cells: str) -> tuple[int, tuple[str, ...]]:
        tested = run_tests(write_notebook(tmp_path / "app.ipynb", HEAD, PAGE, *cells))
        return tested.passed, tested.failures

    return run


def test_a_test_has_all_that_it_needs_and_no_cell_that_only_explores(outcome: Outcome) -> None:
    helper = "def double(x):\n    return 2 * x"
    explores = "raise SystemExit('only explored')"
    test = "# reactor: test\ndef test_double():\n    assert double(2) == 4"

    assert outcome(helper, explores, test) == (1, ())


def test_a_failure_names_its_cell_and_line_and_what_was_asserted(outcome: Outcome) -> None:
    test = "# reactor: test\ndef test_sum():\n    total = 1 + 1\n    assert total == 3"

    assert outcome(test) == (
        0,
        ("app.ipynb › cell 3 › line 4: test_sum failed: AssertionError: total == 3",),
    )


def test_the_other_tests_go_on_after_a_failure(outcome: Outcome) -> None:
    test = "# reactor: test\ndef test_a():\n    1 / 0\nasync def test_b():\n    assert True"

    assert outcome(test) == (
        1,
        ("app.ipynb › cell 3 › line 3: test_a failed: ZeroDivisionError: division by zero",),
    )


def test_asserts_at_the_top_of_a_cell_are_tests(outcome: Outcome) -> None:
    assert outcome("# reactor: test\nassert 1 + 1 == 2") == (1, ())
    assert outcome("# reactor: test\nassert 1 + 1 == 3") == (
        0,
        ("app.ipynb › cell 3 › line 2: AssertionError: 1 + 1 == 3",),
    )


def test_a_component_can_be_looked_at(outcome: Outcome) -> None:
    test = "# reactor: test\ndef test_home():\n    assert html_of(Home()) == '<p>home</p>'"

    assert outcome(test) == (1, ())


def test_each_test_has_its_own_state_and_the_tests_their_own_data(
    outcome: Outcome, tmp_path: Path
) -> None:
    cells = (
        "count = state(0)\n@action\nasync def keep():\n    (data_dir() / 'kept').write_text('x')",
        "# reactor: test\ndef test_a():\n    count.set(count.value + 1)\n"
        "    assert count.value == 1",
        "# reactor: test\nasync def test_b():\n    count.set(count.value + 1)\n"
        "    await keep()\n    assert count.value == 1",
    )

    assert outcome(*cells) == (2, ())
    assert [path.name for path in tmp_path.iterdir()] == ["app.ipynb"]


def test_a_notebook_without_tests_passes(outcome: Outcome) -> None:
    assert outcome() == (0, ())


def test_a_test_of_what_is_not_there_is_told_at_its_line(outcome: Outcome) -> None:
    (line,) = outcome("# reactor: test\ndef test_x():\n    missing()")[1]

    assert line.startswith("app.ipynb › cell 3 › line 3: RNB002 'missing' is defined nowhere")
