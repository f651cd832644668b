"""What the tests of the server share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reactor_nb.server import ClientBundle
from tests.server import sites


@pytest.fixture
def bundle(tmp_path: Path) -> ClientBundle:
    return sites.make_bundle(tmp_path)


@pytest.fixture(autouse=True)
def no_app_stays_loaded() -> Iterator[None]:
    yield
    sites.forget()
