"""Python files beside a notebook, as the modules that its cells import."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

from reactor_nb.errors import NotebookError
from reactor_nb.model.diagnostics import Diagnostic, Severity, Span
from reactor_nb.model.modules import ModuleSource
from reactor_nb.notebook.source import read_text

_OURS = "reactor_nb"


class LocalModules:
    """Finds modules as Python does for a notebook in a folder: what is there comes first.

    Args:
        folder: the notebook's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._listed: dict[Path, frozenset[str]] = {}

    def find(self, name: str) -> ModuleSource | None:
        """Return the module of a dotted name, if it is a file or a folder beside the notebook."""
        parts = name.split(".")
        if not all(part.isidentifier() for part in parts) or parts[0] == _OURS:
            return None
        *parents, last = parts
        folder = self._folder.joinpath(*parents)
        names = self._list(folder)
        if last in names and "__init__.py" in self._list(folder / last):
            return self._read(name, folder / last / "__init__.py", package=True)
        if f"{last}.py" in names:
            return self._read(name, folder / f"{last}.py", package=False)
        if last in names and self._has_modules(folder / last) and not self._elsewhere(name):
            return ModuleSource(name, self._path(folder / last), "", package=True)
        return None

    def _list(self, folder: Path) -> frozenset[str]:
        # Names are compared here, since some file systems take helpers.py for Helpers.py.
        if folder not in self._listed:
            try:
                self._listed[folder] = frozenset(os.listdir(folder))
            except OSError:
                self._listed[folder] = frozenset()
        return self._listed[folder]

    def _has_modules(self, folder: Path) -> bool:
        """Tell whether a folder without ``__init__.py`` is a package, as Python has it."""
        return any(name.endswith(".py") for name in self._list(folder))

    def _read(self, name: str, path: Path, *, package: bool) -> ModuleSource:
        shown = self._path(path)
        problems = tuple(self._clashes(name, shown, path))
        try:
            source = read_text(path, may_be_empty=True)
        except NotebookError as error:
            span = Span.at(shown, error.line)
            told = Diagnostic("RNB062", f"the module cannot be read: {error.message}", span)
            return ModuleSource(name, shown, "", package, (*problems, told))
        return ModuleSource(name, shown, _lines(source), package, problems)

    def _path(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def _clashes(self, name: str, shown: str, path: Path) -> Iterator[Diagnostic]:
        severity: Severity = "warning"
        if "." in name:
            return
        if name in sys.stdlib_module_names:
            severity, other = "error", f"the standard module '{name}'"
        elif self._elsewhere(name, path):
            other = f"an installed package '{name}', and is taken in its place"
        else:
            return
        message = f"the file has the name of {other}"
        yield Diagnostic("RNB066", message, Span.at(shown, None), severity, "rename the file")

    def _elsewhere(self, name: str, path: Path | None = None) -> bool:
        """Tell whether Python would find a module of this name in another place, too."""
        found = _installed_at(name, str(self._folder.resolve()))
        if found is None:
            return False
        return path is None or not _is_same(found, path)


@cache
def _installed_at(name: str, folder: str) -> str | None:
    """Return the file of an installed module; nothing of it is run."""
    places = [each for each in sys.path if each and os.path.realpath(each) != folder]
    try:
        spec = PathFinder.find_spec(name, places)
    except (ImportError, ValueError, OSError):
        return None
    return None if spec is None else spec.origin


def _is_same(one: str, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _lines(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\r", "\n")
