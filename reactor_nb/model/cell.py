"""One code cell of a notebook, as its author counts and writes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """The source of one code cell.

    Args:
        index: its position among all cells of the notebook, counted from 1.
        source: its text, with ``\\n`` as the only line end.
        id: the notebook's own id of the cell.
        tags: the author's tags.
    """

    index: int
    source: str
    id: str
    tags: tuple[str, ...] = ()
