"""Group N of the catalogue: which test is for which bad input."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
CITED = re.compile(r"\bN(\d\d)(?: to N(\d\d))?\b")


def cited() -> Iterator[tuple[str, str]]:
    """Return every id that a test cites, with the test's file."""
    for path in sorted(TESTS.rglob("test_*.py")):
        for first, last in CITED.findall(path.read_text(encoding="utf-8")):
            for number in range(int(first), int(last or first) + 1):
                yield f"N{number:02}", path.relative_to(TESTS).as_posix()


def test_every_bad_notebook_of_the_catalogue_has_a_test() -> None:
    """N01 to N60, this file aside."""
    table: dict[str, set[str]] = defaultdict(set)
    for name, path in cited():
        if path != "notebook/test_catalogue.py":
            table[name].add(path)

    assert sorted(table) == [f"N{number:02}" for number in range(1, 61)]
