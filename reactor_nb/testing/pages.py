"""Pages under test: in their layouts, with what their loaders give."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from reactor_nb.core.component import Component
from reactor_nb.core.signature import signature_of
from reactor_nb.core.vnode import VComponent
from reactor_nb.runtime.info import PageInfo
from reactor_nb.runtime.page import page_node
from reactor_nb.runtime.registry import Page, current
from reactor_nb.runtime.render import cross_props


def page_of(component: Component) -> Page | None:
    """Return the page that a component is for, or ``None``."""
    return next((one for one in current.get().pages if one.component is component), None)


def shown_page(page: Page, props: Mapping[str, Any]) -> VComponent:
    """Return the tree of a page, whose properties have crossed the wire once."""
    _, crossed = cross_props(page, props)
    return page_node(current.get(), page, crossed, PageInfo(url=page.path))


async def loaded_page(page: Page, props: Mapping[str, Any]) -> VComponent:
    """Return the tree of a page, after its loader gave its data."""
    loader: Any = page.loader
    wanted = signature_of(loader).parameters
    data = loader(**{name: value for name, value in props.items() if name in wanted})
    if inspect.isawaitable(data):
        data = await data
    known = page.parameters
    kept = {name: value for name, value in props.items() if name in known}
    return shown_page(page, {**kept, "data": data})
