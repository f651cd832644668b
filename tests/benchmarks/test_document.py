from __future__ import annotations

import re

import pytest

from tests.benchmarks.document import PAGE, filled

TEXT = "before\n\n<!-- bench:a -->\n\nold\n\n<!-- /bench:a -->\n\nafter\n"


def test_a_table_stands_between_its_marks_and_the_text_around_stays() -> None:
    once = filled(TEXT, {"a": "| new |\n"})

    assert once == TEXT.replace("old", "| new |")
    assert filled(once, {"a": "| new |\n"}) == once


@pytest.mark.parametrize("text", ["", TEXT * 2, "<!-- /bench:a --> <!-- bench:a -->"])
def test_a_page_without_a_place_for_a_table_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="bench:a"):
        filled(text, {"a": "| new |"})


def test_every_mark_of_the_page_is_one_of_a_pair() -> None:
    text = PAGE.read_text(encoding="utf-8")

    begun = re.findall(r"<!-- bench:(\S+) -->", text)

    assert begun == re.findall(r"<!-- /bench:(\S+) -->", text)
    assert filled(text, dict.fromkeys(begun, "")) != text
