"""ReactPy: the same tables in a layout, as its backends run it."""

import asyncio
import json
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from reactpy import component, html, use_reducer
from reactpy.core.layout import Layout
from reactpy.utils import vdom_to_html

from tests.benchmarks.contenders.live_rows import Action, Item, first_rows, reduce

Live = dict[str, Callable[[Any], None]]
_runner = asyncio.Runner()


def plain_row(item: Item) -> Any:
    return html.tr(
        {"key": str(item.id)},
        html.td({"class": "col-md-1"}, str(item.id)),
        html.td({"class": "col-md-4"}, html.a({"class": "lbl"}, item.label)),
        html.td({"class": "col-md-1"}, html.a({"class": "remove"}, html.span({"class": "remove"}))),
        html.td({"class": "col-md-6"}),
    )


def row_with_handlers(item: Item, dispatch: Callable[[Action], None]) -> Any:
    return html.tr(
        {"key": str(item.id)},
        html.td({"class": "col-md-1"}, str(item.id)),
        html.td(
            {"class": "col-md-4"},
            html.a(
                {"class": "lbl", "on_click": lambda event: dispatch(("update", item.id - 1))},
                item.label,
            ),
        ),
        html.td(
            {"class": "col-md-1"},
            html.a(
                {"class": "remove", "on_click": lambda event: dispatch(("remove", item.id - 1))},
                html.span({"class": "remove"}),
            ),
        ),
        html.td({"class": "col-md-6"}),
    )


@component
def Plain(live: Live, first: list[Item]) -> Any:
    items, dispatch = use_reducer(reduce, first)
    live["rows"] = dispatch
    return html.table(html.tbody([plain_row(item) for item in items]))


@component
def Handlers(live: Live, first: list[Item]) -> Any:
    items, dispatch = use_reducer(reduce, first)
    live["rows"] = dispatch
    return html.table(html.tbody([row_with_handlers(item, dispatch) for item in items]))


class Page:
    """A layout, and what its backends would send."""

    def __init__(self, name: str, count: int) -> None:
        self.live: Live = {}
        self._layout: Any = Layout(TABLES[name](self.live, first_rows(count)))
        _runner.run(self._start())

    async def _start(self) -> None:
        await self._layout.__aenter__()
        self._model = (await self._layout.render())["model"]

    def perform(self, action: Action) -> list[str]:
        """Set the state, and return the texts that go to the page."""
        return [_runner.run(self._perform(action))]

    async def _perform(self, action: Action) -> str:
        self.live["rows"](action)
        update = await self._layout.render()
        self._model = update["model"]
        return json.dumps(update)

    def html(self) -> str:
        return vdom_to_html(self._model)


TABLES = {"plain": Plain, "handlers": Handlers}


def page(name: str, count: int) -> Page:
    """Mount a table of so many rows."""
    return Page(name, count)


def versions() -> dict[str, str]:
    return {"reactpy": version("reactpy")}
