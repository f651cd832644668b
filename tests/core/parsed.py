"""HTML read by html5lib, in the form in which nodes are sent."""

from __future__ import annotations

from html import unescape
from typing import Any, Final
from xml.dom import Node

import html5lib
from html5lib.constants import adjustMathMLAttributes, adjustSVGAttributes, namespaces

from reactor_nb.core.ops import NodeForm
from reactor_nb.core.tag_names import CODE_TAGS, TEXT_TAGS

_SPACES: Final = {space: name for name, space in namespaces.items()}
# Where a drawing or a formula goes back to HTML.
_HTML_INSIDE: Final = {
    "svg": ("foreignObject", "desc", "title"),
    "mathml": ("mi", "mo", "mn", "ms", "mtext"),
}
_ENCODINGS: Final = ("text/html", "application/xhtml+xml")
_NAMES: Final = {"svg": adjustSVGAttributes, "mathml": adjustMathMLAttributes}


def parse(html: str) -> list[Any]:
    """Return ``(tag, attributes, children)`` and texts, without comments, as a browser has them.

    The tag of what is not HTML has its namespace before it, as in ``svg circle``.
    """
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("dom"), strict=False)
    return _children(parser.parseFragment(html, container="main"))


def as_parsed(
    forms: list[NodeForm], chosen: frozenset[str] | None = None, space: str = "html"
) -> list[Any]:
    """Return forms as their HTML is read: properties as the attributes that stand for them.

    Args:
        forms: the nodes.
        chosen: the values of the select around them.
        space: the namespace of what is around them: ``html``, ``svg``, ``mathml``, or
            ``annotation`` for what may be a drawing in a formula.
    """
    return [_as_parsed(form, chosen, space) for form in forms]


def _children(parent: Any) -> list[Any]:
    found: list[Any] = []
    apart = True
    for node in parent.childNodes:
        if node.nodeType == Node.TEXT_NODE:
            if apart:
                found.append(node.data)
            else:
                # html5lib splits a text at a character reference.
                found[-1] += node.data
            apart = False
            continue
        apart = True
        if node.nodeType == Node.ELEMENT_NODE:
            name = _named(node.tagName, _SPACES[node.namespaceURI])
            found.append((name, _attributes(node), _children(node)))
    return found


def _named(tag: str, space: str) -> str:
    return tag if space == "html" else f"{space} {tag}"


def _attributes(node: Any) -> dict[str, str]:
    return {name: node.getAttribute(name) for name in node.attributes.keys()}  # noqa: SIM118


def space_of(tag: str, around: str) -> str:
    """Return the namespace of an element."""
    if tag == "svg" and around in ("html", "annotation"):
        return "svg"
    if tag == "math" and around == "html":
        return "mathml"
    return "mathml" if around == "annotation" else around


def space_inside(tag: str, space: str, attributes: dict[str, str]) -> str:
    """Return what the children of an element find around them."""
    if tag in _HTML_INSIDE.get(space, ()):
        return "html"
    if tag == "annotation-xml" and space == "mathml":
        is_html = attributes.get("encoding", "").lower() in _ENCODINGS
        return "html" if is_html else "annotation"
    return space


def _as_parsed(form: NodeForm, chosen: frozenset[str] | None, around: str) -> Any:
    if isinstance(form, str):
        return form
    tag, spec, *children = form
    spec = spec or {}
    space = space_of(tag, around)
    properties = spec.get("p", {})
    attributes = {
        _NAMES.get(space, {}).get(name.lower(), name.lower()): value
        for name, value in {**spec.get("a", {}), **_written(tag, properties)}.items()
    }
    name = _named(tag, space)
    if tag == "select" and "value" in properties:
        value = properties["value"]
        chosen = frozenset(value if isinstance(value, list) else [value])
    if tag == "option" and chosen is not None:
        text = "".join(one for one in children if isinstance(one, str))
        if attributes.get("value", " ".join(text.split())) in chosen:
            attributes["selected"] = ""
    if tag == "textarea" and properties.get("value"):
        return (name, attributes, [properties["value"]])
    if "h" in spec:
        return (name, attributes, _raw(tag, space, spec["h"]))
    inside = space_inside(tag, space, attributes)
    return (name, attributes, as_parsed(children, chosen, inside))


def _raw(tag: str, space: str, text: str) -> list[Any]:
    if tag in CODE_TAGS:
        read = text.replace("\r\n", "\n").replace("\r", "\n")
        return [read if space == "html" else unescape(read)]
    if tag in TEXT_TAGS:
        return [unescape(text)]
    return parse(text)


def _written(tag: str, properties: dict[str, Any]) -> dict[str, str]:
    """Return the attributes that give properties their first value."""
    written = {
        name: ""
        for name, value in properties.items()
        if value and name not in ("value", "indeterminate")
    }
    if tag == "input" and "value" in properties:
        written["value"] = properties["value"]
    return written
