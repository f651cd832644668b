"""Where each box of a drawing stands, and how each line runs between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reactor_nb.explain.layers import Columns, Edge, arrange

HEIGHT = 44
_ROW = 14
_BEND = 10
_SWEEPS = 12
_LEAST_GAP, _MOST_GAP = 56, 150

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes by their upper left corners, and lines by the points they go through."""

    boxes: Sequence[Point]
    lines: Mapping[Edge, Sequence[Point]]
    width: float
    height: float


def draw(widths: Sequence[float], edges: Sequence[Edge]) -> Drawing:
    """Place boxes of given widths so that what needs something stands left of it."""
    arranged = arrange(len(widths), edges)
    if not arranged.columns:
        return Drawing((), {}, 0, 0)
    middles = _middles(arranged, len(widths))
    top = min(middles[node] - _half(node, len(widths)) for node in middles)
    middles = {node: round(middle - top, 1) for node, middle in middles.items()}
    starts, spans = _across(arranged, widths)
    boxes = [(0.0, 0.0)] * len(widths)
    for column, start in zip(arranged.columns, starts, strict=True):
        for node in column:
            if node < len(widths):
                boxes[node] = (start, middles[node] - HEIGHT / 2)
    at = {
        node: (start, span)
        for column, start, span in zip(arranged.columns, starts, spans, strict=True)
        for node in column
    }
    lines = {edge: _line(route, at, middles, widths) for edge, route in arranged.routes.items()}
    height = max(middles[node] + _half(node, len(widths)) for node in middles)
    return Drawing(boxes, lines, starts[-1] + spans[-1], height)


def _line(
    route: Sequence[int],
    at: Mapping[int, tuple[float, float]],
    middles: Mapping[int, float],
    widths: Sequence[float],
) -> list[Point]:
    """Return where a line leaves a box, the ends of its level parts, and where it arrives."""
    backwards = at[route[0]][0] > at[route[-1]][0]
    points: list[Point] = []
    for node in reversed(route) if backwards else route:
        start, span = at[node]
        ends = (start, start + span if node >= len(widths) else start + widths[node])
        points += [(end, middles[node]) for end in ends]
    # Of the first box only the right side counts, of the last one only the left.
    points = points[1:-1]
    return points[::-1] if backwards else points


def _half(node: int, count: int) -> float:
    return HEIGHT / 2 if node < count else 0


def _across(arranged: Columns, widths: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return where each column starts and how wide it is; many lines need a wide gap."""
    lines: dict[int, int] = defaultdict(int)
    column_of = {node: index for index, each in enumerate(arranged.columns) for node in each}
    for route in arranged.routes.values():
        for node in route[:-1]:
            lines[column_of[node]] += 1
    starts, spans = [], []
    at = 0.0
    for index, column in enumerate(arranged.columns):
        span = max((widths[node] for node in column if node < len(widths)), default=0)
        starts.append(at)
        spans.append(span)
        at += span + min(max(_LEAST_GAP, 30 + 3 * lines[index]), _MOST_GAP)
    return starts, spans


def _middles(arranged: Columns, count: int) -> dict[int, float]:
    """Return the height of each node's middle: near its neighbours, in order, none too close."""
    near: dict[int, set[int]] = defaultdict(set)
    for route in arranged.routes.values():
        for one, other in zip(route, route[1:], strict=False):
            near[one].add(other)
            near[other].add(one)
    middles: dict[int, float] = {}
    for column in arranged.columns:
        for node, offset in zip(column, _offsets(column, count), strict=True):
            middles[node] = offset
    for sweep in range(_SWEEPS):
        for column in arranged.columns if sweep % 2 else reversed(arranged.columns):
            wished = [_wish(node, near[node], middles) for node in column]
            middles.update(zip(column, _apart(wished, _offsets(column, count)), strict=True))
    return middles


def _wish(node: int, near: set[int], middles: Mapping[int, float]) -> float:
    return sum(middles[each] for each in near) / len(near) if near else middles[node]


def _offsets(column: Sequence[int], count: int) -> list[float]:
    """Return the least height of each node below the first one of its column."""
    offsets = []
    at = 0.0
    for index, node in enumerate(column):
        if index:
            both = node < count and column[index - 1] < count
            at += _half(column[index - 1], count) + _half(node, count) + (_ROW if both else _BEND)
        offsets.append(at)
    return offsets


def _apart(wished: Sequence[float], offsets: Sequence[float]) -> list[float]:
    """Return the heights nearest to the wished ones that keep the order and the distances.

    Without the distances this is to find the nearest numbers that never fall: neighbours that
    would fall are put together at their mean, again and again.
    """
    blocks: list[tuple[float, int]] = []
    for wish, offset in zip(wished, offsets, strict=True):
        total, size = wish - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / size:
            before, length = blocks.pop()
            total, size = total + before, size + length
        blocks.append((total, size))
    level = [total / size for total, size in blocks for _ in range(size)]
    return [each + offset for each, offset in zip(level, offsets, strict=True)]
