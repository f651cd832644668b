"""All that ``reactor-nb test`` looks at in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from reactor_nb.errors import ReactorError
from reactor_nb.export.bundle import Build
from reactor_nb.export.cell_tests import run_tests
from reactor_nb.export.outputs import NoKernelError, compare_outputs
from reactor_nb.export.parity import NoPyodideError, compare_pages
from reactor_nb.notebook.read import read_notebook


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a notebook: the lines to tell, and how many of them are failures."""

    lines: tuple[str, ...]
    failed: int


def check_notebook(notebook: Path, outputs: bool | None, parity: bool | None) -> Outcome:
    """Run the tests of a notebook, and compare its outputs and its pages.

    Args:
        notebook: the notebook.
        outputs: whether to compare what its cells show with what is stored; ``None`` for "if it
            can be".
        parity: whether to compare its pages on the server, in CPython and in Pyodide; likewise.

    Raises:
        ReactorError: the file cannot be read, or what was asked for cannot be done.
    """
    tested = run_tests(notebook)
    looked = _Looked(notebook, [*tested.failures], [], [f"{tested.passed} passed"])
    if not looked.failures:  # what is wrong there would be wrong everywhere
        if outputs is not False:
            looked.at_outputs(wanted=bool(outputs))
        if parity is not False:
            looked.at_pages(wanted=bool(parity))
    if looked.failures:
        looked.told.append(f"{len(looked.failures)} failed")
    lines = (*looked.failures, *looked.notes, f"{notebook.name}: {', '.join(looked.told)}")
    return Outcome(lines, len(looked.failures))


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was found so far: failures, what was left out, and what went well, in words."""

    notebook: Path
    failures: list[str]
    notes: list[str]
    told: list[str]

    def at_outputs(self, wanted: bool) -> None:
        read_notebook(self.notebook)  # what is no notebook is told in our words
        try:
            with TemporaryDirectory(prefix="reactor_nb-") as data:
                compared = compare_outputs(self.notebook, Path(data))
        except NoKernelError as error:
            self._leave_out("outputs were not compared", error, wanted)
            return
        self.failures.extend(compared.failures)
        if compared.cells and not compared.failures:
            self.told.append(f"outputs of {_count(compared.cells, 'cell')} as stored")

    def at_pages(self, wanted: bool) -> None:
        try:
            compared = compare_pages(self.notebook, Build.load())
        except NoPyodideError as error:
            self._leave_out("pages were not compared", error, wanted)
            return
        self.failures.extend(compared.failures)
        if compared.pages and not compared.failures:
            self.told.append(f"{_count(compared.pages, 'page')} the same in CPython and Pyodide")

    def _leave_out(self, what: str, error: ReactorError, wanted: bool) -> None:
        if wanted:
            raise error
        self.notes.append(f"{self.notebook.name}: {what}: {error}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
