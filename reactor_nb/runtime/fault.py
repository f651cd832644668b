"""What a developer wants to know of an error: where it came up, in which component, and why."""

from __future__ import annotations

import linecache
from types import TracebackType
from typing import NamedTuple

from reactor_nb.core.location import CELLS_NAME, describe
from reactor_nb.runtime.registry import REGISTRY_NAME
from reactor_nb.runtime.trace import trace_of

_NOTE = "in component "


class Fault(NamedTuple):
    """One error, as texts.

    Args:
        place: the innermost line of the author's that it went through.
        line: what stands there.
        component: the components that lead there.
        message: what went wrong.
        trace: the whole traceback.
    """

    place: str
    line: str
    component: str
    message: str
    trace: str


def fault_of(error: BaseException) -> Fault:
    """Return what there is to tell of an error."""
    place, line = _place(error)
    return Fault(place, line, _component(error), _message(error), trace_of(error))


def _message(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:  # it is the author's own, and fails at that, too
        text = "its text cannot be had"
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _place(error: BaseException) -> tuple[str, str]:
    found = ("", "")
    step: TracebackType | None = error.__traceback__
    while step is not None:
        names, code = step.tb_frame.f_globals, step.tb_frame.f_code
        if CELLS_NAME in names:
            where = describe(names, code.co_filename, step.tb_lineno)
            registry = names[REGISTRY_NAME]
            file = [registry.notebook or registry.name] if where.startswith("cell ") else []
            line = linecache.getline(code.co_filename, step.tb_lineno, names)
            found = (" › ".join([*file, *where.split(", ")]), line.strip())
        step = step.tb_next
    return found


def _component(error: BaseException) -> str:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, str) and note.startswith(_NOTE):
            return note.removeprefix(_NOTE).partition(" (")[0]
    return ""
