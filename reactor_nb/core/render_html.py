"""Nodes as HTML, written so that the parser reads back the very same nodes."""

from __future__ import annotations

from typing import Any, Final

from reactor_nb.core.host import (
    HostBlock,
    HostElement,
    HostFragment,
    HostNode,
    HostRows,
    HostText,
    walk,
)
from reactor_nb.core.instance import Instance
from reactor_nb.core.tag_names import NEWLINE_TAGS, VOID_TAGS
from reactor_nb.core.vnode import VElement

SEPARATOR: Final = "<!---->"
# Elements whose HTML is more than a start tag, what is inside, and an end tag.
WITH_RULES: Final = NEWLINE_TAGS | {"select", "option"}


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
    return escape_text(text).replace('"', "&quot;") if '"' in text else escape_text(text)


def start_tag(vnode: VElement, is_chosen: bool | None = None) -> str:
    """Return the start tag of an element without its angle brackets.

    Args:
        vnode: the element.
        is_chosen: for an option, whether the value of the select around it is its own; ``None``
            where no select says.
    """
    written = vnode.tag
    for name, value in vnode.attributes.items():
        written += f' {name}="{escape_attribute(value)}"' if value else f" {name}"
    if is_chosen is None:
        for name, value in vnode.properties.items():
            written += property_html(vnode.tag, name, value)
    elif is_chosen:
        written += " selected"
    return written


def property_html(tag: str, name: str, value: Any) -> str:
    """Return a property as the attribute that gives it its first value, with the space before."""
    if name == "value":
        return f' value="{escape_attribute(value)}"' if tag == "input" else ""
    return f" {name}" if value and name != "indeterminate" else ""


def own_text(vnode: VElement) -> str | None:
    """Return the HTML inside an element that has it ready; ``None`` where its children are."""
    if vnode.tag == "textarea" and "value" in vnode.properties:
        return escape_text(vnode.properties["value"])
    return vnode.raw


def chosen_values(vnode: VElement, around: frozenset[str] | None) -> frozenset[str] | None:
    """Return the values that are chosen among the options inside an element.

    Args:
        vnode: the element, perhaps a select.
        around: what holds outside it.
    """
    if vnode.tag != "select" or "value" not in vnode.properties:
        return around
    value = vnode.properties["value"]
    return frozenset(value if isinstance(value, list) else [value])


def is_chosen(vnode: VElement, text: str, chosen: frozenset[str] | None) -> bool | None:
    """Return whether an element is an option that the select around it chose.

    Args:
        vnode: the element.
        text: the text inside it, which is the value of an option without that attribute.
        chosen: the values of the select; ``None`` where none says.
    """
    if chosen is None or vnode.tag != "option":
        return None
    return vnode.attributes.get("value", " ".join(text.split())) in chosen


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
            elif isinstance(node, HostBlock):
                self._write_block(node, chosen)
                self.after_text = False
            elif isinstance(node, HostRows):
                self._write_rows(node, chosen)
            elif isinstance(node, (Instance, HostFragment)):
                self.write(node.children, chosen)

    def _write_block(self, node: HostBlock, chosen: frozenset[str] | None) -> None:
        html = node.vnode.block.html
        if html.pieces is None:
            self._write_element(node.layout.unfold(node), chosen)
            return
        contents = iter(node.contents)
        for piece in html.pieces:
            text = piece if isinstance(piece, str) else html.named(piece, node.vnode.values)
            if text is not None:
                self.parts.append(text)
                continue
            content = next(contents)
            if isinstance(content, str):
                self.parts.append(escape_text(content))
            else:
                self.after_text = False
                self.write(content.children, chosen)

    def _write_rows(self, node: HostRows, chosen: frozenset[str] | None) -> None:
        html = node.vnode.block.html.rows(node.columns, node.vnode.count)
        if html is None:
            self.write(node.blocks(), chosen)
        elif html:
            self.parts.append(html)
            self.after_text = False

    def _write_element(self, node: HostElement, chosen: frozenset[str] | None) -> None:
        vnode = node.vnode
        tag = vnode.tag
        text = _text_in(node) if tag == "option" else ""
        self.parts.append(f"<{start_tag(vnode, is_chosen(vnode, text, chosen))}>")
        if tag in VOID_TAGS:
            return
        self.after_text = False
        start = len(self.parts)
        ready = own_text(vnode)
        if ready is not None:
            self.parts.append(ready)
        else:
            self.write(node.children, chosen_values(vnode, chosen))
        if tag in NEWLINE_TAGS:
            keep_newline(self.parts, start)
        self.parts.append(f"</{tag}>")


def keep_newline(parts: list[str], start: int) -> None:
    """Double a newline that the parser would drop: the first thing after certain start tags."""
    if len(parts) > start and parts[start].startswith("\n"):
        parts.insert(start, "\n")


def _text_in(node: HostElement) -> str:
    return "".join(child.text for child in walk(node.children) if isinstance(child, HostText))
