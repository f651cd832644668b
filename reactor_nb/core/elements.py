"""How an element function is made, and what each kind of element may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any, Final, Protocol

from reactor_nb.core.attributes import Attributes, check_element
from reactor_nb.core.vnode import (
    NOTHING,
    Node,
    RawHtml,
    VElement,
    clean_text,
    make_children,
    make_key,
)
from reactor_nb.errors import ElementError

_TAG = re.compile(r"[A-Za-z][A-Za-z0-9._\-]*\Z")
_RAW_TEXT_END = re.compile(r"</(script|style)|<!--", re.IGNORECASE)
VOID: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)
# The HTML parser reads what is inside these as text, whatever it looks like.
RAW_TEXT: Final = frozenset(("script", "style"))
ESCAPED_TEXT: Final = frozenset(("textarea", "title"))
REFUSED: Final = frozenset(
    "plaintext xmp listing noembed noframes frame frameset html head body".split()
)
# Elements whose content a browser does not keep as child nodes.
OPAQUE: Final = frozenset(("iframe", "noscript", "template"))


class ElementFunction(Protocol):
    """A function for one element: attributes by mapping or keyword, then children."""

    def __call__(self, *children: Any, **attributes: Any) -> VElement:
        """Return the element."""
        ...


def make_element(tag: str) -> ElementFunction:
    """Return the function that makes elements named ``tag``."""
    special = tag in VOID or tag in RAW_TEXT or tag in ESCAPED_TEXT or tag in OPAQUE

    def element_function(*children: Any, **attributes: Any) -> VElement:
        if special or attributes or (children and isinstance(children[0], (dict, Mapping, RawHtml))):
            return _build(tag, children, attributes)
        return VElement(tag, NOTHING, make_children(children))

    element_function.__name__ = element_function.__qualname__ = tag
    element_function.__doc__ = f"Return a ``<{tag}>`` element."
    return element_function


def element(tag: str, *children: Any, **attributes: Any) -> VElement:
    """Return an element of any name, such as a custom element.

    Args:
        tag: the name, as in ``"my-rating"``.
        children: attributes as a mapping first, if any, then the children.
        attributes: attributes by keyword.

    Raises:
        ElementError: the name, an attribute or a child is not one HTML can take.
    """
    if not isinstance(tag, str) or _TAG.match(tag) is None or len(tag) > 64:
        raise ElementError(f"{tag!r} cannot be the name of an element")
    if tag.lower() in REFUSED:
        raise ElementError(f"<{tag}> cannot stand inside a page; use another element")
    return _build(tag, children, attributes)


def _build(tag: str, children: tuple[Any, ...], attributes: dict[str, Any]) -> VElement:
    found = Attributes(tag)
    seen: set[str] = set()
    key = make_key(attributes.pop("key", None))
    given = attributes.pop("children", ())
    if children and isinstance(children[0], Mapping):
        first = dict(children[0])
        children = children[1:]
        key = make_key(first.pop("key", None)) or key
        given = first.pop("children", given)
        if first:
            found.add_all(first, seen)
    if attributes:
        found.add_all(attributes, seen)
    if given:
        children = (*children, given)
    check_element(tag, found)
    raw, nodes = _content(tag, children)
    return VElement(
        tag, found.attributes, nodes, key, found.properties, found.handlers, raw
    )


def _content(tag: str, children: tuple[Any, ...]) -> tuple[str | None, tuple[Node, ...]]:
    """Return what is inside an element: raw HTML, or its children."""
    if tag in VOID:
        if any(child is not None and child is not False for child in children):
            raise ElementError(f"<{tag}> takes no children")
        return None, ()
    if len(children) == 1 and isinstance(children[0], RawHtml):
        text = children[0].text
        return (_checked_raw_text(tag, text) if tag in RAW_TEXT else text), ()
    if tag in RAW_TEXT or tag in ESCAPED_TEXT:
        return _text_content(tag, children)
    if tag == "iframe" and children:
        raise ElementError("<iframe> takes no children")
    return None, make_children(children)


def _text_content(tag: str, children: tuple[Any, ...]) -> tuple[str | None, tuple[Node, ...]]:
    nodes = [node for node in make_children(children) if node is not None]
    if not all(isinstance(node, str) for node in nodes):
        raise ElementError(f"<{tag}> takes text only")
    text = clean_text("".join(str(node) for node in nodes))
    if not text:
        return None, ()
    if tag in ESCAPED_TEXT:
        return escape(text, quote=False), ()
    return _checked_raw_text(tag, text), ()


def _checked_raw_text(tag: str, text: str) -> str:
    if _RAW_TEXT_END.search(text):
        raise ElementError(f"the text of <{tag}> holds '</{tag}' or '<!--', which would end it")
    return text
