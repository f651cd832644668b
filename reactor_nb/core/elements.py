"""How an element function is made, and what each kind of element may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final, Protocol

from reactor_nb.core.attributes import (
    CHECKED_TAGS,
    Attributes,
    check_element,
    plain_attributes,
)
from reactor_nb.core.tag_names import CODE_TAGS, REFUSED_TAGS, SVG_TAGS, TEXT_TAGS, VOID_TAGS
from reactor_nb.core.vnode import (
    NOTHING,
    Node,
    RawHtml,
    VComponent,
    VElement,
    VFragment,
    make_children,
    make_key,
)
from reactor_nb.errors import ElementError

_TAG = re.compile(r"[A-Za-z][A-Za-z0-9._\-]*\Z")
_CODE_END = re.compile(r"</(script|style)|<!--", re.IGNORECASE)
# Inside SVG even a style is markup, so a text that could be a tag is refused.
_MARKUP = re.compile(r"<[A-Za-z/!?]")
# What most first children are; none of these is a mapping of attributes or raw HTML.
_PLAIN: Final = frozenset((str, int, float, list, type(None), VElement, VComponent, VFragment))

# Elements whose attributes or content follow rules of their own.
_WITH_RULES: Final = VOID_TAGS | CODE_TAGS | TEXT_TAGS | CHECKED_TAGS | {"iframe"}


class ElementFunction(Protocol):
    """A function for one element: attributes by mapping or keyword, then children."""

    def __call__(self, *children: Any, **attributes: Any) -> VElement:
        """Return the element."""
        ...


# Each function that makes one kind of element and does nothing else, and the name of its elements.
ELEMENTS: Final[dict[Callable[..., Any], str]] = {}


def make_element(tag: str) -> ElementFunction:
    """Return the function that makes elements named ``tag``."""
    function = _with_rules(tag) if tag in _WITH_RULES else _plain(tag)
    function.__name__ = function.__qualname__ = tag
    function.__doc__ = f"Return a ``<{tag}>`` element."
    ELEMENTS[function] = tag
    return function


def _with_rules(tag: str) -> Callable[..., VElement]:
    def element_function(*children: Any, **attributes: Any) -> VElement:
        return _build(tag, children, attributes)

    return element_function


def _plain(tag: str) -> Callable[..., VElement]:
    def element_function(*children: Any, **attributes: Any) -> VElement:
        key = None
        found = handlers = NOTHING
        inside = children
        if children and not attributes and children[0].__class__ is dict:
            attributes = children[0].copy()
            inside = children[1:]
        if attributes:
            # Taken out first: a key is no attribute, and names the element among its siblings.
            key = make_key(attributes.pop("key", None))
            plain = plain_attributes(attributes)
            if plain is None:
                return _build(tag, children, *_given(inside is children, attributes, key))
            found, handlers = plain
        if inside:
            first = inside[0]
            kind = first.__class__
            if len(inside) == 1:
                # The commonest content, without a detour.
                if kind is str and first and first.isascii() and "\0" not in first:
                    return VElement(tag, found, inside, key, NOTHING, handlers)
                if kind is int or kind is float:
                    return VElement(tag, found, (str(first),), key, NOTHING, handlers)
            if kind not in _PLAIN:
                return _build(tag, children, *_given(inside is children, attributes, key))
        return VElement(tag, found, make_children(inside), key, NOTHING, handlers)

    return element_function


def _given(
    by_keyword: bool, attributes: dict[str, Any], key: str | None
) -> tuple[dict[str, Any], str | None]:
    """Return the attributes that were given by keyword, and their key; a mapping has its own."""
    return (attributes, key) if by_keyword else ({}, None)


def element(tag: str, /, *children: Any, **attributes: Any) -> VElement:
    """Return an element of any name, such as a custom element.

    Args:
        tag: the name, as in ``"my-rating"``.
        children: attributes as a mapping first, if any, then the children.
        attributes: attributes by keyword.

    Raises:
        ElementError: the name, an attribute or a child is not one HTML can take.
    """
    if not isinstance(tag, str) or _TAG.match(tag) is None or len(tag) > 64:  # type: ignore[redundant-expr]
        raise ElementError(f"{str(tag)[:60]!r} cannot be the name of an element")
    # As the parser writes it, so that no spelling goes round a rule.
    name = SVG_TAGS.get(tag.lower(), tag.lower())
    if name in REFUSED_TAGS:
        raise ElementError(f"<{name}> cannot stand inside a page; use another element")
    return _build(name, children, attributes)


def _build(
    tag: str, children: tuple[Any, ...], attributes: dict[str, Any], key: str | None = None
) -> VElement:
    key = make_key(attributes.pop("key", key))
    given = attributes.pop("children", None)
    found = Attributes(tag)
    if children and children[0].__class__ not in _PLAIN and isinstance(children[0], Mapping):
        first = dict(children[0])
        children = children[1:]
        key = make_key(first.pop("key", key))
        given = first.pop("children", given)
        found.add_all(first)
    found.add_all(attributes)
    if given is not None:
        children = (*children, given)
    check_element(tag, found)
    raw, nodes = _content(tag, children)
    return VElement(tag, found.attributes, nodes, key, found.properties, found.handlers, raw)


def _content(tag: str, children: tuple[Any, ...]) -> tuple[str | None, tuple[Node, ...]]:
    """Return what is inside an element: raw HTML, or its children."""
    if tag in VOID_TAGS:
        if any(child is not None and child is not False for child in children):
            raise ElementError(f"<{tag}> takes no children")
        return None, ()
    if len(children) == 1 and children[0].__class__ is RawHtml:
        text = children[0].text
        if tag in CODE_TAGS and _CODE_END.search(text):
            raise ElementError(f"the text of <{tag}> holds '</{tag}' or '<!--', which would end it")
        return text, ()
    if tag in CODE_TAGS or tag in TEXT_TAGS:
        return _text_content(tag, children)
    if tag == "iframe" and children:
        raise ElementError("<iframe> takes no children; give src=, or srcdoc=unsafe_html(text)")
    return None, make_children(children)


def _text_content(tag: str, children: tuple[Any, ...]) -> tuple[str | None, tuple[Node, ...]]:
    nodes = make_children(children)
    if not all(node is None or isinstance(node, str) for node in nodes):
        raise ElementError(f"<{tag}> takes text only, or unsafe_html(text) as its one child")
    text = "".join(str(node) for node in nodes if node is not None)
    if tag in CODE_TAGS:
        if _MARKUP.search(text):
            raise ElementError(
                f"the text of <{tag}> holds '<' before a letter or a sign, which could be a tag; "
                "put a space after it, or vouch for the text with unsafe_html()"
            )
        return text or None, ()
    return escape(text, quote=False).replace("\r", "&#13;") or None, ()
