"""A page's tree and what the server's render left for it: the half that both sides need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reactor_nb.core.codec import decode, unpack
from reactor_nb.core.hooks import MISSING
from reactor_nb.core.state import Store
from reactor_nb.core.vnode import VComponent
from reactor_nb.runtime.info import PAGE_INFO, PageInfo
from reactor_nb.runtime.registry import Page, Registry

# How the value of a hook travels: not at all, packed, or as the name of a property.
ABSENT: Final = 0
PACKED: Final = 1
PROPERTY: Final = 2


def page_node(
    registry: Registry,
    page: Page,
    props: Mapping[str, Any],
    info: PageInfo,
    key: str | None = None,
) -> VComponent:
    """Return the whole tree of a page, the same on both sides; the page itself has the key."""
    node = page.component(**props)
    node.key = key
    if registry.layouts:
        from reactor_nb.runtime.frames import framed

        node = framed(registry, page, node)
    return PAGE_INFO(info, node)


def decode_props(page: Page, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties of a page from JSON, by the annotations of its component."""
    return {
        name: decode(value, page.parameters.get(name, Any), path=name)
        for name, value in data.items()
    }


def restore_hooks(
    registry: Registry, data: Mapping[str, list[Any]], props: Mapping[str, Any]
) -> dict[str, list[Any]]:
    """Return the hook values of the server's render by instance path."""
    return {path: [_restore(registry, one, props) for one in row] for path, row in data.items()}


def restore_state(registry: Registry, data: Mapping[str, Any]) -> Store:
    """Return a store with the page state of the server's render."""
    return Store({name: unpack(value, registry.types) for name, value in data.items()})


def _restore(registry: Registry, item: Any, props: Mapping[str, Any]) -> Any:
    if item == ABSENT:
        return MISSING
    kind, value = item
    return props[value] if kind == PROPERTY else unpack(value, registry.types)
