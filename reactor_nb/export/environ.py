"""The environment of this process, set for a while."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_VARIABLE = "REACTOR_NB_DATA"


@contextmanager
def data_in(folder: Path) -> Iterator[None]:
    """Have apps, and kernels that start meanwhile, write to a folder."""
    before = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = before
