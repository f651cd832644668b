"""The mimebundle of a vnode: static HTML that is safe to keep in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from reactor_nb.core.component import component
from reactor_nb.core.root import Root
from reactor_nb.core.state import default_store
from reactor_nb.core.vnode import Node, VComponent


@component
def Shown(children: Any) -> Any:
    """Shows what a cell's last value is, whatever kind of node that is."""
    return children


def static_html(node: Node) -> str:
    """Return the HTML of a vnode, rendered once: no handlers, no effects.

    Raises:
        Exception: what the author's code raised while rendering.
    """
    root = Root(request_flush=_nothing, spawn=_no_spawn, store=default_store())
    root.mount(node if isinstance(node, VComponent) else Shown(children=node))
    html = root.html()
    root.unmount()
    return html


def plain_text(node: Node, printer: Any, cycle: bool) -> None:
    """Write a vnode for ``text/plain``: its HTML, the same every time."""
    printer.text(type(node).__name__ if cycle else static_html(node))


def _nothing() -> None:
    """A static view is not rendered again."""


def _no_spawn(work: Coroutine[Any, Any, None]) -> Callable[[], None]:
    work.close()
    return _nothing
