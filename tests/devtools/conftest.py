"""What the tests of the devtools share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.runtime import apps


@pytest.fixture(autouse=True)
def no_app_stays_loaded() -> Iterator[None]:
    yield
    apps.forget()
