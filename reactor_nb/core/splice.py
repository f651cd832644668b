"""Texts put in the place of others in a source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

# From where to where, and what stands there instead.
Edit: TypeAlias = tuple[int, int, str]


def splice(source: str, edits: Iterable[Edit]) -> str:
    """Return a source with edits made.

    Args:
        source: the text.
        edits: in their order; they do not overlap.
    """
    written: list[str] = []
    at = 0
    for start, end, text in edits:
        written += source[at:start], text
        at = end
    written.append(source[at:])
    return "".join(written)
