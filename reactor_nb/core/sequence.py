"""The fewest moves that bring a list into another order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_increasing(positions: Sequence[int]) -> set[int]:
    """Return the indexes of a longest increasing subsequence; negative positions are left out.

    Patience sorting, O(n log n): Knuth, The Art of Computer Programming, volume 3, 5.1.4.

    Args:
        positions: where each item was, or -1 for a new one.
    """
    tails: list[int] = []
    tail_indexes: list[int] = []
    previous = [-1] * len(positions)
    for index, position in enumerate(positions):
        if position < 0:
            continue
        if not tails or position > tails[-1]:
            place = len(tails)
            tails.append(position)
            tail_indexes.append(index)
        else:
            place = bisect_left(tails, position)
            tails[place] = position
            tail_indexes[place] = index
        if place:
            previous[index] = tail_indexes[place - 1]
    kept: set[int] = set()
    index = tail_indexes[-1] if tail_indexes else -1
    while index >= 0:
        kept.add(index)
        index = previous[index]
    return kept


def run_of_new(positions: Sequence[int], last: int) -> int:
    """Return where the run of new items that ends at ``last`` begins."""
    start = last
    while start > 0 and positions[start - 1] < 0:
        start -= 1
    return start
