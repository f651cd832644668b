"""One page rendered to HTML, with all that the browser needs to go on from there."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reactor_nb.core.codec import dump_json, pack
from reactor_nb.core.collector import collector_paused
from reactor_nb.core.crossing import cross
from reactor_nb.core.head import head_html
from reactor_nb.core.hooks import MISSING
from reactor_nb.core.hydrate import digest
from reactor_nb.core.nesting import Watching
from reactor_nb.core.protocol import VERSION
from reactor_nb.core.render_once import Once, Started
from reactor_nb.core.state import State, Store
from reactor_nb.core.streaming import Streaming
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
    ``html_attributes`` belong to the ``<html>`` tag. ``props`` are the properties of the page as
    JSON text, which belong into the payload, too; they can be most of it.
    """

    html: str
    head: str
    html_attributes: dict[str, str]
    payload: dict[str, Any]
    props: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A page as far as it is there, for one that is sent in parts.

    ``parts`` are its HTML with marks, ``head`` and ``html_attributes`` as in ``RenderedPage``;
    ``started`` is what must be run, and ``is_waiting`` says whether something waits for that
    without a fallback in its place.
    """

    parts: Sequence[str]
    head: str
    html_attributes: dict[str, str]
    started: list[Started]
    is_waiting: bool
    once: Once
    props: dict[str, Any]


class Rendering:
    """A page that is rendered again until nothing in it waits any more.

    ``started`` is what an attempt wants to have run, each in its own context, before the next one.

    Args:
        registry: the app.
        page: which of its pages.
        props: the properties of the page's component, as values.
        base: the path the app is mounted at, without a slash at its end.
        url: the address of the page inside the app, with its query.
        flash: what a form post left for this page.
        dev: warn about hook values that must be computed anew in the browser.

    Raises:
        CodecError: a property cannot cross the wire.
    """

    def __init__(
        self,
        registry: Registry,
        page: Page,
        props: Mapping[str, Any],
        *,
        base: str = "",
        url: str = "",
        flash: Mapping[str, Any] | None = None,
        dev: bool = False,
    ) -> None:
        self.started: list[Started] = []
        self._registry = registry
        self._page = page
        self._props, crossed = cross_props(page, props)
        self._crossed: dict[str, Any] | None = crossed
        self._info = PageInfo(base, dict(flash or {}), url)
        self._dev = dev
        self._store = Store()
        self._loads: dict[Any, Any] = {}

    def attempt(self) -> RenderedPage | None:
        """Render the page; return nothing if something must be run before it is whole.

        Raises:
            Exception: what the author's code raised while rendering.
        """
        with collector_paused():
            decoded = self._decoded()
            once = self._once(decoded)
            self.started = once.started
            return None if once.started else self._rendered(once, decoded)

    def finish(self) -> RenderedPage:
        """Render the page with the fallbacks of what is not there; the browser loads that.

        Raises:
            Exception: what the author's code raised while rendering.
        """
        with collector_paused():
            decoded = self._decoded()
            once = self._once(decoded)
            once.close()
            return self._rendered(once, decoded)

    def look(self) -> Looked:
        """Render the page with the fallbacks of what is not there, and with marks around it.

        Raises:
            Exception: what the author's code raised while rendering.
        """
        with collector_paused():
            decoded = self._decoded()
            once = self._once(decoded, Streaming)
            head, attributes = head_html(once.head), _html_attributes(once)
            return Looked(
                once.parts, head, attributes, once.started, once.is_waiting, once, decoded
            )

    def rendered(self, looked: Looked) -> RenderedPage:
        """Return what was looked at as a page."""
        return self._rendered(looked.once, looked.props)

    def _decoded(self) -> dict[str, Any]:
        """Return the properties as the browser has them; each attempt has its own."""
        crossed, self._crossed = self._crossed, None
        return decode_props(self._page, json.loads(self._props)) if crossed is None else crossed

    def _once(self, decoded: dict[str, Any], writing: type[Writing] | None = None) -> Once:
        node = page_node(self._registry, self._page, decoded, self._info)
        usual = Watching if self._dev else Writing
        return Once(node, self._store, writing or usual, self._loads)

    def _rendered(self, once: Once, decoded: dict[str, Any]) -> RenderedPage:
        for sentence in once.remarks:
            _log.warning(
                "the browser would rearrange the page, and it is mended at each load: %s", sentence
            )
        payload = {
            "version": VERSION,
            "app": self._registry.name,
            "path": self._page.path,
            "base": self._info.base,
            "url": self._info.url,
            "hooks": _pack_hooks(self._registry, once.states, decoded, self._dev),
            "state": _pack_state(self._registry, self._store, self._dev),
            "flash": self._info.flash,
            "digest": digest(once.html),
        }
        head, attributes = head_html(once.head), _html_attributes(once)
        return RenderedPage(once.html, head, attributes, payload, self._props)


def _html_attributes(once: Once) -> dict[str, str]:
    return next((dict(found) for tag, found, _ in once.head if tag == "html"), {})


def render_page(
    registry: Registry, page: Page, props: Mapping[str, Any], **options: Any
) -> RenderedPage:
    """Render a page at once, with fallbacks where something must be waited for.

    Args:
        registry: the app.
        page: which of its pages.
        props: the properties of the page's component, as values.
        options: those of ``Rendering``.

    Raises:
        CodecError: a property cannot cross the wire.
        Exception: what the author's code raised while rendering.
    """
    return Rendering(registry, page, props, **options).finish()


def cross_props(page: Page, props: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the properties of a page as JSON text, and as the browser has them.

    Raises:
        CodecError: one of them cannot cross the wire by the annotations of the page's component.
    """
    texts, crossed = [], {}
    with collector_paused():
        for name, value in props.items():
            text, crossed[name] = cross(value, page.parameters.get(name, Any), path=name)
            texts.append(f"{dump_json(name)}:{text}")
    return f"{{{','.join(texts)}}}", crossed


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
    if value is MISSING:
        return ABSENT
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
