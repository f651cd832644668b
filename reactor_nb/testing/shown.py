"""What a component shows, rendered once."""

from __future__ import annotations

from typing import Any

from reactor_nb.core.component import component
from reactor_nb.core.render_once import Once
from reactor_nb.core.state import default_store
from reactor_nb.core.vnode import Node, VComponent


@component
def Shown(children: Any) -> Any:
    """Shows any kind of node."""
    return children


def html_of(node: Node) -> str:
    """Return the HTML of a component or an element, rendered once: no handlers, no effects.

    Raises:
        Exception: what the author's code raised while rendering.
    """
    shown = node if isinstance(node, VComponent) else Shown(children=node)
    once = Once(shown, default_store())
    # Nothing is waited for: what loads something is shown by its fallback.
    once.close()
    return once.html
