"""reactor_nb: tables that live in a session, as the page's messages come and go."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NoReturn

from reactor_nb import __version__, component, use_reducer, use_state
from reactor_nb.core.hydrate import digest
from reactor_nb.core.protocol import Message
from reactor_nb.core.render_once import Once
from reactor_nb.core.state import Store
from reactor_nb.core.vnode import VComponent
from reactor_nb.html import a, div, span, table, tbody, td, tr
from reactor_nb.runtime.session import Session
from tests.benchmarks.contenders.live_rows import Action, Item, first_rows, reduce

Live = dict[str, Callable[[Any], None]]


@component
def Plain(live: Live, first: list[Item]) -> Any:
    items, dispatch = use_reducer(reduce, first)
    live["rows"] = dispatch
    return table(
        tbody(
            [
                tr(
                    td(item.id, class_="col-md-1"),
                    td(a(item.label, class_="lbl"), class_="col-md-4"),
                    td(a(span(class_="remove"), class_="remove"), class_="col-md-1"),
                    td(class_="col-md-6"),
                    key=item.id,
                )
                for item in items
            ]
        )
    )


@component
def Handlers(live: Live, first: list[Item]) -> Any:
    items, dispatch = use_reducer(reduce, first)
    live["rows"] = dispatch
    return table(
        tbody(
            [
                tr(
                    td(item.id, class_="col-md-1"),
                    td(
                        a(
                            item.label,
                            class_="lbl",
                            on_click=lambda item=item: dispatch(("update", item.id - 1)),
                        ),
                        class_="col-md-4",
                    ),
                    td(
                        a(
                            span(class_="remove"),
                            class_="remove",
                            on_click=lambda item=item: dispatch(("remove", item.id - 1)),
                        ),
                        class_="col-md-1",
                    ),
                    td(class_="col-md-6"),
                    key=item.id,
                )
                for item in items
            ]
        )
    )


@component
def Row(item: Item, dispatch: Callable[[Action], None]) -> Any:
    return tr(
        td(item.id, class_="col-md-1"),
        td(
            a(item.label, class_="lbl", on_click=lambda: dispatch(("update", item.id - 1))),
            class_="col-md-4",
        ),
        td(
            a(
                span(class_="remove"),
                class_="remove",
                on_click=lambda: dispatch(("remove", item.id - 1)),
            ),
            class_="col-md-1",
        ),
        td(class_="col-md-6"),
    )


@component
def Components(live: Live, first: list[Item]) -> Any:
    items, dispatch = use_reducer(reduce, first)
    live["rows"] = dispatch
    return table(tbody([Row(item=item, dispatch=dispatch, key=item.id) for item in items]))


@component
def Beside(live: Live, first: list[Item]) -> Any:
    return div(Components(live=live, first=first), Leaf(live=live))


@component
def Leaf(live: Live) -> Any:
    count, live["leaf"] = use_state(0)
    return div(count)


@component
def Deep(level: int, live: Live) -> Any:
    if level == 0:
        return Leaf(live=live)
    return div(Deep(level=level - 1, live=live), class_="level")


class Page:
    """A session and the host around it, which keeps what is sent."""

    def __init__(self, name: str, count: int) -> None:
        self.live: Live = {}
        self.sent: list[str] = []
        self._deferred: list[Callable[[], None]] = []
        self._session = Session(self, _node(name, self.live, count))
        self._session.hydrate(digest(Once(_node(name, {}, count), Store()).html))
        self._session.receive(["hydrated"])
        self.sent.clear()

    def send(self, message: Message) -> None:
        self.sent.append(json.dumps(message, separators=(",", ":"), ensure_ascii=False))

    def defer(self, flush: Callable[[], None]) -> None:
        self._deferred.append(flush)

    def spawn(self, work: object) -> NoReturn:
        raise AssertionError("nothing here waits")

    def perform(self, action: Action) -> list[str]:
        """Set the state, and return the texts that go to the page."""
        if action[0] == "leaf":
            self.live["leaf"](action[1])
        else:
            self.live["rows"](action)
        for flush in self._deferred:
            flush()
        self._deferred.clear()
        sent, self.sent = self.sent, []
        return sent

    def html(self) -> str:
        return self._session.root.html()


TABLES = {"plain": Plain, "handlers": Handlers, "components": Components, "beside": Beside}


def _node(name: str, live: Live, count: int) -> VComponent:
    if name == "deep":
        return Deep(level=count, live=live)
    return TABLES[name](live=live, first=first_rows(count))


def page(name: str, count: int) -> Page:
    """Mount a page: a table of so many rows, or a leaf so deep."""
    return Page(name, count)


def versions() -> dict[str, str]:
    return {"reactor_nb": __version__}
