"""The garbage collector, held back while a tree is built."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from reactor_nb.core.collector import collector_paused


@pytest.fixture(autouse=True)
def enabled() -> Iterator[None]:
    """Leave the collector as every other test expects it."""
    yield
    gc.enable()


def test_the_collector_rests_inside_the_block_and_runs_after_it() -> None:
    with collector_paused():
        inside = gc.isenabled()

    assert not inside
    assert gc.isenabled()


def test_an_error_in_the_block_does_not_leave_it_resting() -> None:
    with pytest.raises(ValueError, match="x"), collector_paused():
        raise ValueError("x")

    assert gc.isenabled()


def test_a_pause_in_a_pause_ends_with_the_outer_one() -> None:
    with collector_paused():
        with collector_paused():
            pass
        between = gc.isenabled()

    assert not between
    assert gc.isenabled()


def test_a_program_that_has_switched_it_off_keeps_it_off() -> None:
    gc.disable()

    with collector_paused():
        pass

    assert not gc.isenabled()
