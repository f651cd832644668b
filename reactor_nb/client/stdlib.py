"""The part of the standard library that is fetched only when something imports it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

_ARCHIVE = "/lib/rest.zip"


class RestFinder(MetaPathFinder):
    """Stands last in line: fetches the rest once, when a standard module was not found.

    Args:
        fetch: returns the archive; blocks until it is there.
    """

    def __init__(self, fetch: Callable[[], bytes]) -> None:
        self._fetch = fetch
        self._there = _ARCHIVE in sys.path

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Return the spec of a module of the rest, or ``None`` for any other."""
        if self._there or fullname.partition(".")[0] not in sys.stdlib_module_names:
            return None
        self._there = True
        Path(_ARCHIVE).write_bytes(self._fetch())
        sys.path.append(_ARCHIVE)
        return PathFinder.find_spec(fullname, path, target)
