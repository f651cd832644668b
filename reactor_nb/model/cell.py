"""One code cell of a notebook, as its author counts and writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Where: TypeAlias = int | str
"""A cell by its number, or a module beside the notebook by the name of its file."""

Row: TypeAlias = tuple[int, Where, int]
"""Of a piece of an emitted module: its first line there, its cell, its first line in the cell."""


def words_for(where: Where) -> str:
    """Return a place as an author reads it: ``cell 4``, ``helpers.py``."""
    return f"cell {where}" if isinstance(where, int) else where


@dataclass(frozen=True, slots=True)
class Cell:
    """The source of one code cell, or of a module beside the notebook.

    Args:
        index: its position among all cells of the notebook, counted from 1; of a module its file.
        source: its text, with ``\\n`` as the only line end.
        id: the notebook's own id of the cell.
        tags: the author's tags.
    """

    index: Where
    source: str
    id: str
    tags: tuple[str, ...] = ()
