"""The host tree as HTML, written so that the parser reads back the very same nodes."""

from __future__ import annotations

from typing import Any, Final

from reactor_nb.core.host import HostElement, HostFragment, HostNode, HostText, walk
from reactor_nb.core.instance import Instance
from reactor_nb.core.tag_names import NEWLINE_TAGS, VOID_TAGS
from reactor_nb.core.vnode import VElement

SEPARATOR: Final = "<!---->"


def escape_text(text: str) -> str:
    """Return text for between tags."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    # The parser would turn a carriage return into a newline.
    return text.replace("\r", "&#13;") if "\r" in text else text


def escape_attribute(text: str) -> str:
    """Return text for between double quotes."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace("\r", "&#13;") if "\r" in text else text


def render_html(nodes: list[HostNode]) -> str:
    """Return the HTML of host nodes.

    Between two texts that touch stands an empty comment, since the parser would make them one.
    """
    writer = _Writer()
    writer.write(nodes, None)
    return "".join(writer.parts)


class _Writer:
    __slots__ = ("after_text", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.after_text = False

    def write(self, nodes: list[HostNode], chosen: frozenset[str] | None) -> None:
        """Append the HTML of nodes; ``chosen`` are the values of the select around them."""
        for node in nodes:
            if isinstance(node, HostElement):
                self._write_element(node, chosen)
                self.after_text = False
            elif isinstance(node, HostText):
                if self.after_text:
                    self.parts.append(SEPARATOR)
                self.parts.append(escape_text(node.text))
                self.after_text = True
            elif isinstance(node, (Instance, HostFragment)):
                self.write(node.children, chosen)

    def _write_element(self, node: HostElement, chosen: frozenset[str] | None) -> None:
        vnode = node.vnode
        tag = start = vnode.tag
        if vnode.attributes or vnode.properties or (chosen is not None and tag == "option"):
            start = tag + _attributes(node, chosen)
        children = node.children
        if len(children) == 1 and tag not in NEWLINE_TAGS:
            text = children[0]
            if isinstance(text, HostText):
                self.parts.append(f"<{start}>{escape_text(text.text)}</{tag}>")
                return
        self.parts.append(f"<{start}>")
        if tag in VOID_TAGS:
            return
        self.after_text = False
        if vnode.raw is not None or tag in NEWLINE_TAGS:
            self._write_text_like(node)
        else:
            if tag == "select" and "value" in vnode.properties:
                chosen = _values(vnode.properties["value"])
            self.write(children, chosen)
        self.parts.append(f"</{tag}>")

    def _write_text_like(self, node: HostElement) -> None:
        """Write raw HTML, and what is in elements whose first newline the parser drops."""
        vnode = node.vnode
        start = len(self.parts)
        if vnode.tag == "textarea" and "value" in vnode.properties:
            self.parts.append(escape_text(vnode.properties["value"]))
        elif vnode.raw is not None:
            self.parts.append(vnode.raw)
        else:
            self.write(node.children, None)
        if vnode.tag in NEWLINE_TAGS and next(iter(self.parts[start:]), "").startswith("\n"):
            self.parts.insert(start, "\n")


def _attributes(node: HostElement, chosen: frozenset[str] | None) -> str:
    vnode = node.vnode
    written = [
        f' {name}="{escape_attribute(value)}"' if value else f" {name}"
        for name, value in vnode.attributes.items()
    ]
    if chosen is None or vnode.tag != "option":
        for name, value in vnode.properties.items():
            written.append(_property(vnode, name, value))
    elif option_value(node) in chosen:
        written.append(" selected")
    return "".join(written)


def _property(vnode: VElement, name: str, value: Any) -> str:
    """Return a property as the attribute that gives it its first value."""
    if name == "value":
        return f' value="{escape_attribute(value)}"' if vnode.tag == "input" else ""
    return f" {name}" if value and name != "indeterminate" else ""


def _values(value: Any) -> frozenset[str]:
    return frozenset(value if isinstance(value, list) else [value])


def option_value(node: HostElement) -> str:
    """Return the value of an option: its attribute, else its text without outer white space."""
    attribute = node.vnode.attributes.get("value")
    if attribute is not None:
        return attribute
    text = "".join(child.text for child in walk(node.children) if isinstance(child, HostText))
    return " ".join(text.split())
