"""The columns of a drawing: which node stands in which, and in what order.

Every edge leads from a column to one further right. An edge that skips columns gets a bend in each
of them, so that it can be kept clear of what stands there.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

Edge = tuple[int, int]

_SWEEPS = 8


@dataclass(slots=True)
class Columns:
    """Nodes and bends in columns, each column in its order from the top.

    Args:
        columns: numbers of nodes, and after these the numbers of bends.
        routes: the nodes and bends that each edge goes through, from its source to its target.
    """

    columns: list[list[int]] = field(default_factory=list)
    routes: dict[Edge, list[int]] = field(default_factory=dict)


def arrange(count: int, edges: Iterable[Edge]) -> Columns:
    """Put nodes into columns, with few crossings between them.

    Args:
        count: how many nodes there are; they are numbered in the order in which to keep them
            where nothing speaks against it.
        edges: pairs of nodes; those of a cycle may be drawn backwards.
    """
    real = sorted({edge for edge in edges if edge[0] != edge[1]})
    forward = _without_cycles(count, real)
    result = Columns()
    column_of = _assign(count, forward.values())
    result.columns = [[] for _ in range(max(column_of, default=-1) + 1)]
    for node, column in enumerate(column_of):
        result.columns[column].append(node)
    links = _add_bends(count, forward, column_of, result)
    _order(count, result.columns, links)
    return result


def _without_cycles(count: int, edges: Sequence[Edge]) -> dict[Edge, Edge]:
    """Return each edge with the direction in which it is drawn: none of them closes a cycle."""
    following: dict[int, list[int]] = defaultdict(list)
    for source, target in edges:
        following[source].append(target)
    finished: set[int] = set()
    active: set[int] = set()
    back: set[Edge] = set()
    for root in range(count):
        waiting = [(root, iter(following[root]))] if root not in finished else []
        active.update(node for node, _ in waiting)
        while waiting:
            node, rest = waiting[-1]
            target = next(rest, -1)
            if target < 0:
                waiting.pop()
                active.discard(node)
                finished.add(node)
            elif target in active:
                back.add((node, target))
            elif target not in finished:
                active.add(target)
                waiting.append((target, iter(following[target])))
    return {edge: edge[::-1] if edge in back else edge for edge in edges}


def _assign(count: int, edges: Iterable[Edge]) -> list[int]:
    """Return a column for each node: right of all that lead to it, and no column too high."""
    before: dict[int, list[int]] = defaultdict(list)
    after: dict[int, list[int]] = defaultdict(list)
    for source, target in edges:
        before[target].append(source)
        after[source].append(target)
    highest = max(10, math.ceil(1.5 * math.sqrt(count)))
    column_of = [0] * count
    heights: dict[int, int] = defaultdict(int)
    waiting = {node: len(before[node]) for node in range(count)}
    ready = sorted(node for node in range(count) if not waiting[node])
    while ready:
        node = ready.pop(0)
        column = max((column_of[each] + 1 for each in before[node]), default=0)
        while heights[column] >= highest:
            column += 1
        heights[column] += 1
        column_of[node] = column
        for target in after[node]:
            waiting[target] -= 1
            if not waiting[target]:
                insort(ready, target)
    return column_of


def _add_bends(
    count: int, forward: Mapping[Edge, Edge], column_of: Sequence[int], result: Columns
) -> list[Edge]:
    """Route each edge through a bend in every column that it skips; return the short links."""
    links: dict[Edge, None] = {}
    bends: dict[tuple[str, int, int], int] = {}
    out = Counter(source for source, _ in forward.values())
    into = Counter(target for _, target in forward.values())
    for edge, (source, target) in forward.items():
        # Lines that leave one box or reach one run together on the way.
        shared = ("out", source) if out[source] > into[target] else ("into", target)
        route = [source]
        for column in range(column_of[source] + 1, column_of[target]):
            bend = bends.get((*shared, column))
            if bend is None:
                bend = bends[*shared, column] = count + len(bends)
                result.columns[column].append(bend)
            route.append(bend)
        route.append(target)
        links.update(dict.fromkeys(zip(route, route[1:], strict=False)))
        result.routes[edge] = route if forward[edge] == edge else route[::-1]
    return list(links)


def _order(count: int, columns: list[list[int]], links: Sequence[Edge]) -> None:
    """Order each column by where its neighbours stand, and keep the order that crosses least."""
    left: dict[int, list[int]] = defaultdict(list)
    right: dict[int, list[int]] = defaultdict(list)
    for source, target in links:
        left[target].append(source)
        right[source].append(target)
    best, fewest = [list(column) for column in columns], _crossings(columns, right)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for column in columns if forward else reversed(columns):
            _sort(count, columns, column, left if forward else right)
        crossings = _crossings(columns, right)
        if crossings <= fewest:
            best, fewest = [list(column) for column in columns], crossings
    columns[:] = best


def _sort(
    count: int,
    columns: Sequence[list[int]],
    column: list[int],
    neighbours: Mapping[int, list[int]],
) -> None:
    place = {node: index for each in columns for index, node in enumerate(each)}
    middle: dict[int, float] = {}
    for node in column:
        near = neighbours.get(node, ())
        middle[node] = sum(place[each] for each in near) / len(near) if near else place[node]
    ordered: list[int] = []
    for _, group in groupby(sorted(column, key=lambda node: middle[node]), middle.__getitem__):
        # Lines that go on pass between boxes that could stand anywhere, not below all of them.
        alike = list(group)
        boxes = [node for node in alike if node < count]
        half = len(boxes) // 2
        ordered += [*boxes[:half], *(node for node in alike if node >= count), *boxes[half:]]
    column[:] = ordered


def _crossings(columns: Sequence[list[int]], right: Mapping[int, list[int]]) -> int:
    total = 0
    place = {node: index for each in columns for index, node in enumerate(each)}
    for column in columns:
        ends: list[int] = []
        for node in column:
            targets = sorted(place[each] for each in right.get(node, ()))
            total += sum(len(ends) - bisect_left(ends, target + 1) for target in targets)
            for target in targets:
                insort(ends, target)
    return total
