"""The part of the standard library that is fetched only when something imports it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Container, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

_ARCHIVE = "/lib/rest.zip"


class RestFinder(MetaPathFinder):
    """Stands last in line: fetches the rest once, when one of its modules was not found.

    Args:
        fetch: returns the archive; blocks until it is there.
        names: the modules in the archive. No other missing module is worth the fetch: the standard
            library itself tries modules that Pyodide does not have, as ``hashlib`` does.
    """

    def __init__(self, fetch: Callable[[], bytes], names: Container[str]) -> None:
        self._fetch = fetch
        self._names = names
        self._there = _ARCHIVE in sys.path
        if self._there:
            importlib.invalidate_caches()

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Return the spec of a module of the rest, or ``None`` for any other."""
        if self._there or fullname not in self._names:
            return None
        self._there = True
        Path(_ARCHIVE).write_bytes(self._fetch())
        sys.path.append(_ARCHIVE)
        # A package that lies in both archives has looked into this one in vain, and remembers.
        importlib.invalidate_caches()
        return PathFinder.find_spec(fullname, path, target)
