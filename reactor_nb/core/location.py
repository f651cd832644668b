"""Where in the author's notebook something happened."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import FrameType, TracebackType
from typing import Any

_PACKAGE = "reactor_nb"
CELLS_NAME = "__reactor_cells__"


def author_location() -> str:
    """Return the place in the author's code that called us, as in ``cell 4, line 7``."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and _is_ours(frame.f_globals):
        frame = frame.f_back
    if frame is None:
        return "an unknown place"
    return describe(frame.f_globals, frame.f_code.co_filename, frame.f_lineno)


def error_location(error: BaseException) -> str | None:
    """Return the innermost place of the author's code that an error went through."""
    found: str | None = None
    step: TracebackType | None = error.__traceback__
    while step is not None:
        names = step.tb_frame.f_globals
        if CELLS_NAME in names:
            found = describe(names, step.tb_frame.f_code.co_filename, step.tb_lineno)
        step = step.tb_next
    return found


def function_location(function: Any) -> str:
    """Return where a function of the author's is defined."""
    code = getattr(function, "__code__", None)
    if code is None:
        return "an unknown place"
    return describe(getattr(function, "__globals__", {}), code.co_filename, code.co_firstlineno)


def _is_ours(names: Mapping[str, Any]) -> bool:
    module = names.get("__name__") or ""
    return module == _PACKAGE or module.startswith(f"{_PACKAGE}.")


def describe(names: Mapping[str, Any], filename: str, line: int) -> str:
    """Return a place by cell where the module says which lines came from which cell."""
    for first_line, cell, first_in_cell in reversed(names.get(CELLS_NAME) or ()):
        if line >= first_line:
            return place_of(cell, line - first_line + first_in_cell)
    return f"{filename}, line {line}"


def place_of(cell: Any, line: int) -> str:
    """Return a place as an author reads it, in a cell or in a module beside the notebook."""
    return f"{cell if isinstance(cell, str) else f'cell {cell}'}, line {line}"
