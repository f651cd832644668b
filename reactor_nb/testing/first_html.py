"""What the browser's half of an app shows first, worked out in any Python: to compare hosts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reactor_nb.core.root import Root
from reactor_nb.runtime.info import PageInfo
from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.modules import Module, install
from reactor_nb.runtime.page import decode_props, page_node, restore_hooks, restore_state
from reactor_nb.runtime.registry import Registry


def first_html(app: Mapping[str, Any], payload: Mapping[str, Any]) -> str:
    """Return the HTML of a page as Python takes it over from the server.

    Args:
        app: the ``name`` and the ``source`` of the browser's half, its ``modules`` as rows of name,
            source, file and whether it is a package, and ``public``, the folder of its files.
        payload: what the server put into the page.

    Raises:
        Exception: what the author's code raised.
    """

    def configure(registry: Registry) -> None:
        registry.fetch_asset = lambda url: _read(app["public"], url)
        install(registry, {name: Module(*rest) for name, *rest in app["modules"]})

    registry = load_app(app["source"], app["name"], f"{app['name']}.py", configure=configure)
    page = registry.page(payload["path"])
    props = decode_props(page, payload["props"])
    info = PageInfo(payload["base"], payload["flash"], payload["url"])
    root = Root(
        request_flush=lambda: None,
        spawn=_leave,
        store=restore_state(registry, payload["state"]),
        restored=restore_hooks(registry, payload["hooks"], props),
    )
    root.mount(page_node(registry, page, props, info))
    return root.html()


def _read(folder: str, url: str) -> bytes:
    with open(f"{folder}/{url.partition('/public/')[2]}", "rb") as file:
        return file.read()


class _Left:
    """A coroutine that nobody runs."""

    def cancel(self) -> None:
        """Do nothing: it never ran."""

    def __await__(self) -> Any:
        yield


def _leave(work: Any) -> _Left:
    work.close()
    return _Left()
