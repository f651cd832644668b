"""Components that no page needs yet, each on a page of its own, in previews alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from reactor_nb.core.component import Component, component
from reactor_nb.model.cell import Cell
from reactor_nb.runtime.registry import Page, Registry

PLACE: Final = "/-/"
"""Where these pages are: followed by the name of the component."""

_NAME: Final = "Alone_in_the_preview"


def components_of(
    cells: Iterable[Cell], names: Mapping[str, Any], recorded: Registry
) -> dict[str, bool]:
    """Return the components of a notebook, and whether each can be on a page of its own.

    Args:
        cells: the notebook's; what they do not name any more is none of its components.
        names: the names and values of its kernel.
        recorded: what the decorators recorded; a page has a page already.
    """
    pages = {one.name for one in (*recorded.pages, *recorded.error_pages)}
    words = {word for cell in cells for word in re.findall(r"[^\W\d]\w*", cell.source)}
    return {
        name: name not in pages and _is_free(value)
        for name, value in list(names.items())
        if name in words and _is_own(value, name)
    }


def alone_at(url: str, names: Mapping[str, Any]) -> str:
    """Return the name of the component whose own page an address is of, or nothing."""
    path = unquote(urlsplit(url).path)
    name = path.removeprefix(PLACE)
    shown: Any = names.get(name) if path != name else None
    return name if _is_own(shown, name) and _is_free(shown) else ""


def cells_with(cells: Iterable[Cell], name: str) -> list[Cell]:
    """Return the cells of a notebook, with one more that has the page of a component."""
    source = (
        f"from reactor_nb import page as page_of_{_NAME}\n"
        f'@page_of_{_NAME}("{PLACE}{name}")\n'
        f"def {_NAME}():\n"
        f"    return {name}()\n"
    )
    found = list(cells)
    last = max((cell.index for cell in found if isinstance(cell.index, int)), default=0)
    return [*found, Cell(last + 1, source, "")]


def add_page(registry: Registry, shown: Component, name: str) -> None:
    """Give an app the page that this cell would have declared; it goes before all others."""

    def alone() -> Any:
        return shown()

    alone.__name__ = alone.__qualname__ = _NAME
    registry.pages.insert(0, Page(f"{PLACE}{name}", component(alone)))


def _is_own(value: object, name: str) -> bool:
    return (
        isinstance(value, Component)
        and value.name == name
        and value.__module__.partition(".")[0] != "reactor_nb"
    )


def _is_free(shown: Component) -> bool:
    """Return whether a component needs no properties."""
    return not (shown.required or shown.whole)
