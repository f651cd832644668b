"""Where what took long to make is kept: wheels, what was compiled for Pyodide."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

VARIABLE: Final = "REACTOR_NB_CACHE"


def cache_folder() -> Path:
    """Return what ``REACTOR_NB_CACHE`` names, or our folder among the user's caches."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else user_cache_path("reactor_nb", appauthor=False)
