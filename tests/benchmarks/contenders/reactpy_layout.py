"""ReactPy with a component: rendered by its layout, then written by ``vdom_to_html``."""

import asyncio
from typing import Any

from reactpy import component
from reactpy.core.layout import Layout
from reactpy.utils import vdom_to_html

from tests.benchmarks.contenders.reactpy_html import tree, versions

__all__ = ["render", "versions"]

_RUNNER = asyncio.Runner()


@component
def Table(rows: list[Any]) -> Any:
    return tree(rows)


async def _render(rows: list[Any]) -> str:
    async with Layout(Table(rows)) as layout:
        update: Any = await layout.render()
        return vdom_to_html(update["model"])


def render(rows: list[Any]) -> str:
    return _RUNNER.run(_render(rows))
