"""What the cells of a notebook ran, for a preview that shows no code which has not run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from reactor_nb.model.cell import Cell

_NOT_IN_PYODIDE: Final = (
    "this kernel is in Pyodide, where packages are of pure Python; one that is not, such as a "
    "driver of a database, needs an ipykernel"
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A cell whose last run did not come to its end.

    Args:
        id: the notebook's own id of the cell.
        message: what was raised.
        line: the line of the cell, where that is known.
        hint: what to do, where that is known.
    """

    id: str
    message: str
    line: int | None
    hint: str = ""


class Ran:
    """The sources that ran in this kernel, by the ids of their cells.

    Args:
        shell: the running ``InteractiveShell``.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._good: dict[str, str] = {}
        self._failures: dict[str, Failure] = {}
        self._files: dict[str, str] = {}
        self._listeners: list[Callable[[str], None]] = []

    def listen(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Have a function called with the id of each cell that has run; return what ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def before_cell(self, info: Any) -> None:
        """Note which cell is about to run, in a kernel that does not tell IPython.

        A kernel of Pyodide only has the request; while a cell waits, others take its place.

        Args:
            info: what IPython says of the run.
        """
        ask = getattr(getattr(self._shell, "kernel", None), "get_parent", None)
        if ask is not None and getattr(info, "cell_id", None) is None:
            info.cell_id = ((ask() or {}).get("metadata") or {}).get("cellId")

    def after_cell(self, result: Any) -> None:
        """Note what a cell ran, and whether it went well.

        Args:
            result: what IPython says of the run.
        """
        cell: str | None = getattr(result.info, "cell_id", None)
        source: str | None = result.info.raw_cell
        if cell is None or source is None:
            return
        code = getattr(result.info, "transformed_cell", None) or source
        self._files[self._shell.compile.get_code_name(source, code, 0)] = cell
        error = result.error_before_exec or result.error_in_exec
        if error is None:
            self._good[cell] = source
            self._failures.pop(cell, None)
        else:
            is_text = isinstance(error, SyntaxError)
            line = error.lineno if is_text else self.place_of(error)[1]
            text = f"{type(error).__name__}: {error}"
            self._failures[cell] = Failure(cell, text, line, _hint_of(error))
        for tell in self._listeners:
            tell(cell)

    def as_run(self, cells: Iterable[Cell]) -> list[Cell]:
        """Return cells with the source that ran last without an error, where one did."""
        return [replace(cell, source=self._good.get(cell.id, cell.source)) for cell in cells]

    def failures(self, cells: Iterable[Cell]) -> list[Failure]:
        """Return those of these cells whose last run failed."""
        return [self._failures[cell.id] for cell in cells if cell.id in self._failures]

    def failure_of(self, cell: str | None) -> Failure | None:
        """Return how the last run of a cell failed, if it did."""
        return None if cell is None else self._failures.get(cell)

    def place_of(self, error: BaseException) -> tuple[str | None, int | None]:
        """Return the last cell that an error went through, by its id, and the line there."""
        found: tuple[str | None, int | None] = (None, None)
        step = error.__traceback__
        while step is not None:
            cell = self._files.get(step.tb_frame.f_code.co_filename)
            if cell is not None:
                found = cell, step.tb_lineno
            step = step.tb_next
        return found


def _hint_of(error: BaseException) -> str:
    """Return what to do about an error; what names Pyodide says it itself."""
    is_here = sys.platform == "emscripten" and isinstance(error, ModuleNotFoundError)
    return _NOT_IN_PYODIDE if is_here and "Pyodide" not in str(error) else ""
