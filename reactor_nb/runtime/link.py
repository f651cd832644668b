"""``Link``: a way to another page that needs no new document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from reactor_nb.core.component import component
from reactor_nb.core.context import use_context
from reactor_nb.core.elements import make_element
from reactor_nb.core.vnode import VComponent, VElement
from reactor_nb.errors import ElementError
from reactor_nb.runtime.info import PAGE_INFO

_a = make_element("a")

_PREFETCH: Final = ("hover", "visible", None)


def Link(
    *children: Any, href: str, prefetch: str | None = "hover", **attributes: Any
) -> VComponent:
    """Return a link to another page, which is shown without a new document where that can be.

    It is a plain link as well: before Python is there, with JavaScript off, in a new tab.

    Args:
        children: attributes as a mapping first, if any, then what the link shows.
        href: a path of the app, such as ``"/posts/1"``, or any other address.
        prefetch: when the page's data is asked for ahead of a click: on ``"hover"``, once the link
            is ``"visible"``, or ``None`` for never.
        attributes: attributes by keyword, and ``key``.

    Raises:
        ElementError: an attribute or a child that HTML or we cannot take.
    """
    if prefetch not in _PREFETCH:
        raise ElementError(f"prefetch= takes 'hover', 'visible' or None, not {prefetch!r:.40}")
    first: Mapping[str, Any] = {}
    if children and isinstance(children[0], Mapping):
        first, children = children[0], children[1:]
    element = _a({**first, "href": href}, *children, **attributes)
    return Anchor(element=element, prefetch=prefetch or "", key=element.key)


@component(memo=False)
def Anchor(element: VElement, prefetch: str) -> VElement:
    """Show a link with the address of its page where the app is mounted."""
    info = use_context(PAGE_INFO)
    attributes = dict(element.attributes)
    href = attributes.get("href", "")
    if href.startswith("/"):
        attributes["href"] = f"{info.base}{href}"
        if _is_here(href.partition("#")[0], info.url):
            attributes.setdefault("aria-current", "page")
    attributes["data-rnb-link"] = prefetch
    return VElement(
        "a",
        attributes,
        element.children,
        properties=element.properties,
        handlers=element.handlers,
        raw=element.raw,
    )


def _is_here(href: str, url: str) -> bool:
    """Return whether a link leads to the page it is on; without a query, to any of that path."""
    here = url if "?" in href else url.partition("?")[0]
    return quote(href, safe="/%:@!$&'()*+,;=~-._?") == here
