"""Trees as deep as they come, through everything that is done with a tree.

This runs in Pyodide, too, where there is nothing of the tests and of the server.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reactor_nb.core.boundary import ErrorBoundary
from reactor_nb.core.component import component
from reactor_nb.core.context import create_context
from reactor_nb.core.elements import element
from reactor_nb.core.hooks import use_state
from reactor_nb.core.portal import Portal
from reactor_nb.core.resource import Suspense
from reactor_nb.core.root import Root
from reactor_nb.core.state import Store
from reactor_nb.core.vnode import Fragment
from reactor_nb.errors import RenderError
from reactor_nb.html import div

# So many calls may be going on already where a page is rendered.
AROUND = 100
CONTEXT: Any = create_context(0)


@component(memo=False)
def Passing(children: Any) -> Any:
    return children


@component(memo=False)
def Endless(levels: int, text: str) -> Any:
    return Endless(levels=levels - 1, text=text) if levels else text


@component(memo=False)
def EndlessBox(levels: int, text: str) -> Any:
    return div(EndlessBox(levels=levels - 1, text=text), "x") if levels else text


def nested(around: Callable[[Any], Any]) -> Callable[[int, str], Any]:
    """Return a function that puts a text so many levels deep."""

    def make(levels: int, text: str) -> Any:
        node: Any = text
        for _ in range(levels):
            node = around(node)
        return node

    return make


def turned(levels: int, text: str) -> Any:
    """Return elements whose children change places at every level when the text is another."""

    def around(node: Any) -> Any:
        inside = [element("i", key="i"), element("p", node, key="k")]
        return element("div", *(inside if text == "a" else inside[::-1]))

    return nested(around)(levels // 2, text)


KINDS: dict[str, Callable[[int, str], Any]] = {
    "elements": nested(lambda node: element("div", node, "x")),
    "elements with one child": nested(lambda node: element("div", node)),
    "elements with lists": nested(lambda node: element("div", ["x", node])),
    "fragments": nested(Fragment),
    "components": nested(lambda node: Passing({}, node)),
    "components that show themselves": lambda levels, text: Endless(levels=levels, text=text),
    "components with elements": lambda levels, text: EndlessBox(levels=levels, text=text),
    "contexts": nested(lambda node: CONTEXT(1, node)),
    "what comes in another order": turned,
    "boundaries": nested(lambda node: ErrorBoundary(node, fallback=None)),
    "what waits": nested(lambda node: Suspense(node, fallback="wait")),
    "portals": nested(lambda node: Portal(node, to="#t")),
}


def life(make: Callable[[int, str], Any], levels: int) -> str:
    """Mount, number, change, number anew and take down; return how far that went."""
    setters: list[Any] = []
    errors: list[BaseException] = []

    @component(memo=False)
    def Page() -> Any:
        at, set_at = use_state(0)
        setters.append(set_at)
        return make(levels, "ab"[at])

    def never(_: Any) -> Any:
        raise NotImplementedError

    root = Root(request_flush=lambda: None, spawn=never, report=errors.append, store=Store())
    try:
        root.mount(Page())
    except RenderError as error:
        return f"refused: {error}"
    root.html()
    root.adopt()
    setters[0](1)
    root.flush()
    if errors:
        return f"changed: {errors[0]}"
    root.rebuild()
    root.flush()
    root.unmount()
    root.run_effects()
    return "shown"


def deeper(calls: int, do: Callable[[], Any]) -> Any:
    """Do something inside so many calls."""
    return deeper(calls - 1, do) if calls else do()


def lives(depths: list[int]) -> dict[str, dict[int, str]]:
    """Return how far each kind of tree goes at these depths."""
    return {
        kind: {levels: deeper(AROUND, lambda: life(make, levels)) for levels in depths}  # noqa: B023
        for kind, make in KINDS.items()
    }
