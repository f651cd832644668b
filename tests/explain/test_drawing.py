"""Boxes in columns: none overlaps another, and what is needed stands right of what needs it."""

from __future__ import annotations

import random

import pytest

from reactor_nb.explain.drawing import HEIGHT, draw


def test_a_chain_is_one_row() -> None:
    drawing = draw([100, 120, 90], [(0, 1), (1, 2)])

    assert [y for _, y in drawing.boxes] == [0, 0, 0]
    assert drawing.boxes[0][0] + 100 < drawing.boxes[1][0]
    assert drawing.boxes[1][0] + 120 < drawing.boxes[2][0]
    assert drawing.lines[0, 1] == [(100, HEIGHT / 2), (drawing.boxes[1][0], HEIGHT / 2)]
    assert (drawing.width, drawing.height) == (drawing.boxes[2][0] + 90, HEIGHT)


def test_nothing_is_drawn_as_nothing() -> None:
    drawing = draw([], [])

    assert (drawing.boxes, drawing.lines, drawing.width, drawing.height) == ((), {}, 0, 0)


def test_a_line_that_skips_a_column_keeps_clear_of_its_boxes() -> None:
    drawing = draw([100] * 3, [(0, 1), (1, 2), (0, 2)])

    middle = drawing.boxes[1][1]
    passes = [y for x, y in drawing.lines[0, 2] if drawing.boxes[1][0] <= x < drawing.boxes[2][0]]
    assert passes
    assert all(y < middle or y > middle + HEIGHT for y in passes)


def test_lines_that_need_not_cross_do_not_cross() -> None:
    drawing = draw([100] * 6, [(0, 5), (1, 4), (2, 3)])

    tops = [drawing.boxes[node][1] for node in (0, 1, 2)]
    ends = [drawing.boxes[node][1] for node in (5, 4, 3)]
    assert sorted(range(3), key=lambda i: tops[i]) == sorted(range(3), key=lambda i: ends[i])


def test_a_cycle_is_drawn_with_one_line_going_back() -> None:
    drawing = draw([100] * 3, [(0, 1), (1, 2), (2, 0)])

    assert [x for x, _ in drawing.boxes] == sorted(x for x, _ in drawing.boxes)
    back = drawing.lines[2, 0]
    assert (back[0][0], back[-1][0]) == (drawing.boxes[2][0], drawing.boxes[0][0] + 100)


@pytest.mark.parametrize("seed", range(20))
def test_no_box_overlaps_another_in_any_graph(seed: int) -> None:
    dice = random.Random(seed)
    count = dice.randrange(2, 80)
    widths = [float(dice.randrange(60, 240)) for _ in range(count)]
    pairs = [(dice.randrange(count), dice.randrange(count)) for _ in range(count * 2)]
    edges = [each for each in dict.fromkeys(pairs) if each[0] != each[1]]

    drawing = draw(widths, edges)

    boxes = [(x, y, x + w, y + HEIGHT) for (x, y), w in zip(drawing.boxes, widths, strict=True)]
    for index, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and top >= 0 and right <= drawing.width and bottom <= drawing.height + 0.01
        for other in boxes[:index]:
            apart = left >= other[2] or right <= other[0]
            assert apart or top >= other[3] or bottom <= other[1]
    assert set(drawing.lines) == set(edges)
    for source, target in edges:
        ends = drawing.lines[source, target]
        assert ends[0][1] == pytest.approx(drawing.boxes[source][1] + HEIGHT / 2)
        assert ends[-1][1] == pytest.approx(drawing.boxes[target][1] + HEIGHT / 2)


def test_many_boxes_of_one_depth_stand_in_several_columns() -> None:
    drawing = draw([100] * 200, [(0, node) for node in range(1, 200)])

    assert drawing.height < 50 * HEIGHT
