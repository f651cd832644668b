"""The edits of the page: flat JSON arrays. ``docs/reference/protocol.md`` is their contract."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from reactor_nb.core.vnode import HeadEntry

Op: TypeAlias = list[Any]
# A text, [tag, spec, child, …], a block [template, value, …], or rows of one.
NodeForm: TypeAlias = Any


def create(parent: int, before: int, first: int, nodes: list[NodeForm]) -> Op:
    """Build nodes with ids from ``first`` on, and put them before ``before`` (0: at the end)."""
    return ["create", parent, before, first, *nodes]


def template(number: int, form: NodeForm) -> Op:
    """Have a template known by a number."""
    return ["template", number, form]


def open_blocks(firsts: Iterable[int]) -> Op:
    """Look up all nodes of blocks, since what is between them will change."""
    return ["open", *firsts]


def rows(number: int, count: int, columns: list[Any]) -> NodeForm:
    """Describe elements that one template makes, with a column of values for each hole.

    What is no list stands for the same value in all of them.
    """
    return {"rows": number, "count": count, "columns": columns}


def move(parent: int, node: int, before: int) -> Op:
    """Move a node before ``before`` (0: at the end)."""
    return ["move", parent, node, before]


def portal(node: int, around: int) -> Op:
    """Have the events of a node go on to ``around``, wherever the node is."""
    return ["portal", node, around]


def remove(*nodes: int) -> Op:
    """Take nodes and everything in them away."""
    return ["remove", *nodes]


def set_text(node: int, text: str) -> Op:
    """Set the text of a text node."""
    return ["text", node, text]


def set_attribute(node: int, name: str, value: str | None) -> Op:
    """Set an attribute, or take it away."""
    return ["attr", node, name, value]


def set_property(node: int, name: str, value: Any) -> Op:
    """Set a property of a form control."""
    return ["prop", node, name, value]


def set_event(node: int, event: str, options: Any) -> Op:
    """Listen to an event with these options, or no longer (``None``).

    The ids of other nodes, of which the same is wanted, may be appended.
    """
    return ["event", node, event, options]


def set_html(node: int, text: str) -> Op:
    """Set the raw HTML inside an element."""
    return ["html", node, text]


def set_head(entries: Iterable[HeadEntry]) -> Op:
    """Set the whole of our entries in the document's head."""
    return ["head", [[tag, dict(attributes), text] for tag, attributes, text in entries]]
