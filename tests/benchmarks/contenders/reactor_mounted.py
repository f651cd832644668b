"""reactor_nb: a page that lives, as in a kernel; a change goes into it, and all of it is written.

The first render mounts the table; every other one sets its state and flushes.
"""

from collections.abc import Callable
from typing import Any, NoReturn

from reactor_nb import component, use_state
from reactor_nb.core.root import Root
from tests.benchmarks.contenders.reactor import Table, versions

__all__ = ["render", "versions"]

_live: list[Callable[[list[Any]], None]] = []


def _nothing() -> None:
    """Whoever sets the state flushes."""


def _refuse(work: object) -> NoReturn:
    raise AssertionError("the table has nothing that waits")


ROOT = Root(request_flush=_nothing, spawn=_refuse)


@component
def Page(first: list[Any]) -> Any:
    rows, set_rows = use_state(first)
    _live[:] = [set_rows]
    return Table(rows=rows)


def render(rows: list[Any]) -> str:
    if _live:
        _live[0](rows)
        ROOT.flush()
    else:
        ROOT.mount(Page(first=rows))
        ROOT.adopt()
    ROOT.run_effects()
    return ROOT.html()
