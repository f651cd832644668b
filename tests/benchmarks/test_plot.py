from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.benchmarks.plot import bars, dots, lines

PICTURES = {
    "bars": bars("A & B", "ms", {"reactor <nb>": 0.2, "Preact": 30}, "reactor"),
    "dots": dots("A & B", "ms", {"ours": {"create": 1, "clear": 2}, "theirs": {"create": 9}}),
    "lines": lines("A & B", "ms", {"ours": [(10, 0.3), (1000, 20)], "theirs": [(10, 1)]}),
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_a_picture_is_well_formed_and_has_the_colour_of_the_text_around_it(picture: str) -> None:
    root = ElementTree.fromstring(picture)

    assert root.get("fill") == "currentColor"
    assert root.findtext("{*}title") == "A & B"


def test_each_power_of_ten_is_as_far_from_the_next() -> None:
    root = ElementTree.fromstring(bars("", "ms", {"a": 1, "b": 10, "c": 100}, "a"))
    widths = [float(one.get("width", "")) for one in root.iterfind("{*}rect")]

    assert widths[2] - widths[1] == pytest.approx(widths[1] - widths[0], abs=0.2)
