"""What is mounted, as the elements that a test looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reactor_nb.core.host import HostBlock, HostElement, HostFragment, HostRows, HostText
from reactor_nb.core.instance import Instance
from reactor_nb.testing.elements import Element, settle_controls
from reactor_nb.testing.parsed import parse_into


def tree_of(nodes: Iterable[Any]) -> Element:
    """Return the page that nodes of a root make, inside an element of its own."""
    page = Element("main", {})
    _add(page, nodes)
    settle_controls(page)
    _set_properties(page)
    return page


def _add(parent: Element, nodes: Iterable[Any]) -> None:
    for node in nodes:
        match node:
            case HostText():
                parent.children.append(node.text)
            case HostBlock():
                _add_element(parent, node.layout.unfold(node))
            case HostRows():
                _add(parent, node.blocks())
            case HostElement():
                _add_element(parent, node)
            case Instance() | HostFragment():
                _add(parent, node.children)
            case _:  # nothing, an entry of the head, or a portal, which stands where it leads to
                pass


def _add_element(parent: Element, host: HostElement) -> None:
    vnode = host.vnode
    properties: Mapping[str, Any] = vnode.properties
    attributes = dict(vnode.attributes)
    for name in ("checked", "selected", "multiple"):
        if properties.get(name):
            attributes[name] = ""
    made = Element(vnode.tag, attributes, [], parent, id=host.id, handlers=vnode.handlers)
    if "value" in properties:
        made.value = str(properties["value"])
        if vnode.tag != "textarea":
            attributes["value"] = made.value
    parent.children.append(made)
    if vnode.raw is not None:
        parse_into(made, vnode.raw)
    else:
        _add(made, host.children)


def _set_properties(page: Element) -> None:
    """Take what the HTML has no attribute for: the text of an area, the choice of a list."""
    for element in page.elements():
        if element.tag in ("textarea", "select") and "value" in element.attributes:
            element.value = element.attributes["value"]
