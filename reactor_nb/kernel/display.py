"""The mimebundle of a vnode: static HTML that is safe to keep in a notebook."""

from __future__ import annotations

from typing import Any

from reactor_nb.core.vnode import Node
from reactor_nb.testing import html_of


def plain_text(node: Node, printer: Any, cycle: bool) -> None:
    """Write a vnode for ``text/plain``: its HTML, the same every time."""
    printer.text(type(node).__name__ if cycle else html_of(node))
