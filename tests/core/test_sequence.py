from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from reactor_nb.core.sequence import longest_increasing


def is_increasing(values: list[int]) -> bool:
    return all(one < other for one, other in zip(values, values[1:], strict=False))


def longest_by_trying_all(positions: list[int]) -> int:
    known = [one for one in positions if one >= 0]
    return max(
        size
        for size in range(len(known) + 1)
        if any(is_increasing(list(some)) for some in combinations(known, size))
    )


@given(st.permutations(range(-3, 7)).map(lambda found: [max(one, -1) for one in found]))
def test_it_is_a_longest_increasing_subsequence(positions: list[int]) -> None:
    kept = sorted(longest_increasing(positions))

    chosen = [positions[index] for index in kept]
    assert is_increasing(chosen)
    assert all(one >= 0 for one in chosen)
    assert len(chosen) == longest_by_trying_all(positions)


def test_nothing_has_an_empty_one() -> None:
    assert longest_increasing([]) == set()
    assert longest_increasing([-1, -1]) == set()


def test_a_thousand_turned_round_keep_one() -> None:
    assert len(longest_increasing(range(999, -1, -1))) == 1
