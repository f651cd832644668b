"""The mimebundle of a vnode: static HTML that is safe to keep in a notebook."""

from __future__ import annotations

from typing import Any

from reactor_nb.core.component import component
from reactor_nb.core.render_once import Once
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
    shown = node if isinstance(node, VComponent) else Shown(children=node)
    once = Once(shown, default_store())
    # A cell's output waits for nothing: it has the fallbacks.
    once.close()
    return once.html


def plain_text(node: Node, printer: Any, cycle: bool) -> None:
    """Write a vnode for ``text/plain``: its HTML, the same every time."""
    printer.text(type(node).__name__ if cycle else static_html(node))
