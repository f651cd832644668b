"""What stands in the way of exports, and which versions are at work."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from reactor_nb._version import __version__
from reactor_nb.errors import ExportError, NotebookError
from reactor_nb.export.bundle import Build
from reactor_nb.export.prepare import prepare
from reactor_nb.export.report import as_diagnostic, describe_all
from reactor_nb.model.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Checked:
    """Notebooks and their problems."""

    found: tuple[tuple[Path, tuple[Diagnostic, ...]], ...]

    @property
    def passed(self) -> bool:
        """Whether each of them can be exported."""
        return not any(one.severity == "error" for _, problems in self.found for one in problems)

    def text(self) -> str:
        """Return a line for each problem, and one for each notebook without any."""
        lines = []
        for path, problems in self.found:
            lines += describe_all(problems, path) or [f"{path.name}: no problems"]
        return "\n".join(lines)

    def json(self) -> str:
        """Return everything as JSON."""
        files = [
            {"file": str(path), "diagnostics": [one.to_json() for one in problems]}
            for path, problems in self.found
        ]
        return json.dumps({"version": 1, "passed": self.passed, "files": files}, indent=1)


def check_all(paths: Iterable[Path]) -> Checked:
    """Read and analyse notebooks; none of them is run."""
    try:
        build = Build.load()
    except ExportError:
        build = None  # what packages need of it cannot be told, all else can
    return Checked(tuple((path, _check(path, build)) for path in paths))


def versions() -> Iterator[tuple[str, str]]:
    """Yield what is at work and its version."""
    yield "reactor_nb", __version__
    yield "Python", f"{platform.python_version()} ({platform.system()})"
    try:
        build = Build.load()
        yield "Pyodide", f"{build.pyodide} (Python {build.python})"
    except ExportError as error:
        yield "Pyodide", f"not there: {error}"
    for name in ("fastapi", "uvicorn", "nbformat", "typer", "brotli", "packaging"):
        yield name, version(name)


def _check(path: Path, build: Build | None) -> tuple[Diagnostic, ...]:
    try:
        return prepare(path, build).diagnostics
    except NotebookError as error:
        return (as_diagnostic(error),)
