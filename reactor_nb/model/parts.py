"""Which pieces of the browser's module one page alone needs, so that others need not load them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from reactor_nb.model.graph import Graph
from reactor_nb.model.spaces import NOTEBOOK
from reactor_nb.model.split import Half
from reactor_nb.model.unit import Unit


def pages_alone(graph: Graph, client: Half) -> Mapping[int, Unit]:
    """Return the units of the browser that one page alone needs, with that page.

    All else is shared: what several pages need, what stands around them, and what cannot be told
    apart, since names that are defined anew must stay in the order of the notebook.
    """
    units = [graph.units[index] for index in sorted(client.units)]
    pages = [unit for unit in units if unit.kind == "page" and unit.module == NOTEBOOK]
    if len(pages) < 2:
        return {}
    needed: dict[int, list[Unit]] = defaultdict(list)
    for page in pages:
        for index in client.reached([page.index]):
            needed[index].append(page)
    shared = client.reached(each.index for each in _shared(units, needed))
    return {
        unit.index: needed[unit.index][0]
        for unit in units
        if unit.module == NOTEBOOK and unit.index not in shared and len(needed[unit.index]) == 1
    }


def _shared(units: Sequence[Unit], needed: Mapping[int, list[Unit]]) -> list[Unit]:
    """Return what is shared for another reason than that several pages need it."""
    definers: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        for name in {*unit.facts.defines, *unit.facts.late}:
            definers[unit.module, name].append(unit)
    again = {
        unit.index
        for several in definers.values()
        if len(several) > 1 and not all(unit.kind == "import" for unit in several)
        for unit in several
    }
    # A page that is shared itself holds what it needs for all.
    return [
        unit
        for unit in units
        if unit.index in again or unit.kind in {"star", "delete"} or not needed.get(unit.index)
    ]
