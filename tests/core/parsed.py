"""HTML read by html5lib, in the form in which nodes are sent."""

from __future__ import annotations

from typing import Any
from xml.dom import Node

import html5lib

from reactor_nb.core.ops import NodeForm
from reactor_nb.core.tag_names import TEXT_TAGS


def parse(html: str) -> list[Any]:
    """Return ``(tag, attributes, children)`` and texts, without comments, as a browser has them."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("dom"), strict=False)
    return _children(parser.parseFragment(html, container="main"))


def as_parsed(forms: list[NodeForm], chosen: frozenset[str] | None = None) -> list[Any]:
    """Return forms as their HTML is read: properties as the attributes that stand for them."""
    return [_as_parsed(form, chosen) for form in forms]


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
            found.append((node.tagName, _attributes(node), _children(node)))
    return found


def _attributes(node: Any) -> dict[str, str]:
    return {name: node.getAttribute(name) for name in node.attributes.keys()}  # noqa: SIM118


def _as_parsed(form: NodeForm, chosen: frozenset[str] | None) -> Any:
    if isinstance(form, str):
        return form
    tag, spec, *children = form
    spec = spec or {}
    properties = spec.get("p", {})
    attributes = {**spec.get("a", {}), **_written(tag, properties)}
    if tag == "select" and "value" in properties:
        value = properties["value"]
        chosen = frozenset(value if isinstance(value, list) else [value])
    if tag == "option" and chosen is not None:
        text = "".join(one for one in children if isinstance(one, str))
        if attributes.get("value", " ".join(text.split())) in chosen:
            attributes["selected"] = ""
    if tag == "textarea" and properties.get("value"):
        return (tag, attributes, [properties["value"]])
    if "h" in spec:
        is_text = tag in TEXT_TAGS
        return (tag, attributes, [_unescaped(spec["h"])] if is_text else parse(spec["h"]))
    return (tag, attributes, as_parsed(children, chosen))


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


def _unescaped(text: str) -> str:
    for name, character in (("lt", "<"), ("gt", ">"), ("#13", "\r"), ("amp", "&")):
        text = text.replace(f"&{name};", character)
    return text
