"""One site for all tests that only read it."""

from __future__ import annotations

import pytest

from tests.e2e.real import EXAMPLES
from tests.lite.real import Site, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the examples."""
    out = tmp_path_factory.mktemp("lite") / "site"
    done = build(out, EXAMPLES)
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(out)
