"""One page rendered to HTML, with all that the browser needs to go on from there."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reactor_nb.core.codec import encode, pack
from reactor_nb.core.collector import collector_paused
from reactor_nb.core.head import head_html
from reactor_nb.core.hydrate import digest
from reactor_nb.core.nesting import Watching
from reactor_nb.core.protocol import VERSION
from reactor_nb.core.render_once import Once
from reactor_nb.core.state import State, Store
from reactor_nb.core.writing import Writing
from reactor_nb.errors import CodecError
from reactor_nb.runtime.info import PageInfo
from reactor_nb.runtime.page import ABSENT, PACKED, PROPERTY, decode_props, page_node
from reactor_nb.runtime.registry import Page, Registry

_log = logging.getLogger("reactor_nb")


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page as HTML, and the payload that lets the browser take it over.

    ``html`` is what is inside the root element, ``head`` the entries for the document's head,
    ``html_attributes`` belong to the ``<html>`` tag.
    """

    html: str
    head: str
    html_attributes: dict[str, str]
    payload: dict[str, Any]


def render_page(
    registry: Registry,
    page: Page,
    props: Mapping[str, Any],
    *,
    base: str = "",
    flash: Mapping[str, Any] | None = None,
    dev: bool = False,
) -> RenderedPage:
    """Render a page on the server.

    Args:
        registry: the app.
        page: which of its pages.
        props: the properties of the page's component, as values.
        base: the path the app is mounted at, without a slash at its end.
        flash: what a form post left for this page.
        dev: warn about hook values that must be computed anew in the browser.

    Raises:
        CodecError: a property cannot cross the wire.
        Exception: what the author's code raised while rendering.
    """
    encoded = encode_props(page, props)
    info = PageInfo(base, dict(flash or {}))
    with collector_paused():
        return _render(registry, page, encoded, info, dev)


def _render(
    registry: Registry, page: Page, encoded: dict[str, Any], info: PageInfo, dev: bool
) -> RenderedPage:
    decoded = decode_props(page, encoded)
    store = Store()
    writing = Watching if dev else Writing
    once = Once(page_node(page, decoded, info), store, writing)
    for sentence in once.remarks:
        _log.warning(
            "the browser would rearrange the page, and it is mended at each load: %s", sentence
        )
    payload = {
        "version": VERSION,
        "app": registry.name,
        "path": page.path,
        "base": info.base,
        "props": encoded,
        "hooks": _pack_hooks(registry, once.states, decoded, dev),
        "state": _pack_state(registry, store, dev),
        "flash": info.flash,
        "digest": digest(once.html),
    }
    attributes = next((dict(found) for tag, found, _ in once.head if tag == "html"), {})
    return RenderedPage(once.html, head_html(once.head), attributes, payload)


def encode_props(page: Page, props: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties of a page as JSON, by the annotations of its component."""
    return {
        name: encode(value, page.parameters.get(name, Any), path=name)
        for name, value in props.items()
    }


def _pack_hooks(
    registry: Registry, states: Mapping[str, list[Any]], props: Mapping[str, Any], dev: bool
) -> dict[str, list[Any]]:
    names = {id(value): name for name, value in props.items()}
    packed: dict[str, list[Any]] = {}
    for path, values in states.items():
        row: list[Any] = []
        for value in values:
            if id(value) in names and not isinstance(value, (str, int, float, type(None))):
                row.append([PROPERTY, names[id(value)]])
            else:
                row.append(_packed(registry, value, dev))
        packed[path] = row
    return packed


def _packed(registry: Registry, value: Any, dev: bool) -> Any:
    try:
        return [PACKED, pack(value, registry.types)]
    except CodecError as error:
        if dev:
            _log.warning("a state is computed anew in the browser: %s", error)
        return ABSENT


def _pack_state(registry: Registry, store: Store, dev: bool) -> dict[str, Any]:
    packed: dict[str, Any] = {}
    for definition, cell in store.cells.items():
        if isinstance(definition, State) and definition.name is not None and cell.known:
            try:
                packed[definition.name] = pack(cell.value, registry.types)
            except CodecError as error:
                if dev:
                    _log.warning("state %s is computed anew: %s", definition.name, error)
    return packed
