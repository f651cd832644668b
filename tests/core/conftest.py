"""What the tests of the core share: page state of their own, and a guard against leaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reactor_nb.core.state import Store, use_store
from tests.core import stage


@pytest.fixture(autouse=True)
def nothing_stays_mounted() -> Iterator[None]:
    """Give each test its own page state; close what it opened and look for what is left."""
    with use_store(Store()):
        yield
    while stage.opened:
        one = stage.opened.pop()
        one.close()
        assert not one.root.mounted.handlers
        assert not one.root.mounted.controls
        assert not one.root.mounted.live
        assert not one.root.mounted.heads
        assert not one.root.mounted.gone
        assert not any(cell.readers for cell in one.root.store.cells.values())
