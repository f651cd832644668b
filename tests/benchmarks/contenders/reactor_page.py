"""reactor_nb: all that the server does for a page, the table with rows as elements in it.

Besides the HTML: the properties encoded and decoded, the document's head, the values of hooks, and
a digest of the HTML; everything that the browser needs to go on from there.
"""

from typing import Any

from reactor_nb import page
from reactor_nb.runtime.registry import Registry, current
from reactor_nb.runtime.render import render_page
from tests.benchmarks.contenders.reactor import Table, versions

__all__ = ["render", "versions"]

REGISTRY = Registry("benchmark")
current.set(REGISTRY)


@page("/")
def Visitors(data: list[tuple[int, str, str, str, bool]]) -> Any:
    return Table(rows=data)


REGISTRY.finish(globals())
PAGE = REGISTRY.page("/")


def render(rows: list[Any]) -> str:
    return render_page(REGISTRY, PAGE, {"data": rows}).html
