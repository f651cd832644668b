"""The way from what begins one side of an app to a unit that it needs."""

from __future__ import annotations

from collections.abc import Sequence

from reactor_nb.model.graph import Graph
from reactor_nb.model.split import Half


def chain_to(half: Half, index: int) -> tuple[int, ...]:
    """Return the units that lead to one, itself at the end; nothing if the side has it not."""
    chain: list[int] = []
    at: int | None = index if index in half.units else None
    while at is not None:
        chain.append(at)
        at, _ = half.units[at]
    return tuple(reversed(chain))


def in_words(graph: Graph, chain: Sequence[int]) -> str:
    """Return a chain as an author reads it."""
    return " → ".join(graph.units[index].name or "a line" for index in chain)
