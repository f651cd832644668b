"""ReactPy: a layout that lives; a change is rendered into it, and all of it written."""

import asyncio
from collections.abc import Callable
from typing import Any

from reactpy import component, use_state
from reactpy.core.layout import Layout
from reactpy.utils import vdom_to_html

from tests.benchmarks.contenders.reactpy_html import tree, versions

__all__ = ["render", "versions"]

_runner = asyncio.Runner()
_live: list[Callable[[list[Any]], None]] = []
_layout: list[Any] = []


@component
def Page(first: list[Any]) -> Any:
    rows, set_rows = use_state(first)
    _live[:] = [set_rows]
    return tree(rows)


async def _render(rows: list[Any]) -> str:
    if _live:
        _live[0](rows)
    else:
        _layout.append(await Layout(Page(rows)).__aenter__())
    update = await _layout[0].render()
    return vdom_to_html(update["model"])


def render(rows: list[Any]) -> str:
    return _runner.run(_render(rows))
