"""One Jupyter server for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.labserver.real import Lab


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab that runs."""
    made = Lab(tmp_path_factory.mktemp("lab"))
    made.start()
    yield made
    made.stop()
