"""What an author forces a cell to be: by a tag, or by its first line."""

from __future__ import annotations

from typing import get_args

import pytest

from reactor_nb.model.build import build_model
from reactor_nb.model.cell import Cell
from reactor_nb.model.parse import Mark, parse_cell
from tests.model.app_cells import HEAD, cells

MARKS = [each for each in get_args(Mark) if each]
WAYS = {
    "a tag": ("x = 1", ("other", "reactor: {}")),
    "a tag without a space": ("x = 1", ("reactor:{}",)),
    "the first line": ("# reactor: {}\nx = 1", ()),
    "the first line that is not empty": ("\n  \n#reactor:{}\nx = 1", ()),
    "capital letters": ("# Reactor: {}\nx = 1", ("slides",)),
    "the line after a cell magic": ("%%time\n# reactor: {}\nx = 1", ()),
    "both, and the same": ("# reactor: {}\nx = 1", ("reactor: {}",)),
}
NO_MARKS = {
    "no first line": ("x = 1\n# reactor: server", ()),
    "a text": ("'# reactor: server'", ()),
    "a sentence": ("# the reactor: server", ()),
    "a bare word": ("x = 1", ("server", "skip")),
    "nothing": ("", ()),
}


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("source, tags", WAYS.values(), ids=WAYS)
def test_a_cell_is_marked_by(source: str, tags: tuple[str, ...], mark: str) -> None:
    marked = tuple(tag.format(mark) for tag in tags)

    parsed = parse_cell(Cell(1, source.format(mark), "id", marked))

    assert (parsed.mark, parsed.problems) == (mark, ())


@pytest.mark.parametrize("source, tags", NO_MARKS.values(), ids=NO_MARKS)
def test_a_cell_is_not_marked_by(source: str, tags: tuple[str, ...]) -> None:
    parsed = parse_cell(Cell(1, source, "id", tags))

    assert (parsed.mark, parsed.problems) == ("", ())


@pytest.mark.parametrize(
    "source, tags, words",
    [
        ("# reactor: sever\nx = 1", (), "'reactor: sever' means nothing"),
        ("x = 1", ("reactor:",), "'reactor: ' means nothing"),
        ("# reactor: server\nx = 1", ("reactor: client",), "marked both client and server"),
        ("x = 1", ("reactor: skip", "reactor: test"), "marked both skip and test"),
    ],
)
def test_a_mark_that_says_nothing_clear_is_a_mistake(
    source: str, tags: tuple[str, ...], words: str
) -> None:
    (problem,) = parse_cell(Cell(4, source, "id", tags)).problems

    assert (problem.code, problem.severity, problem.span.cell) == ("RNB011", "error", 4)
    assert words in problem.describe("app.ipynb")


def test_a_skipped_cell_may_hold_anything() -> None:
    skipped = Cell(3, "this is = no Python (", "c", ("reactor: skip",))
    home = Cell(4, "@page('/')\ndef Home(): return p('x')", "d")

    built = build_model([*cells(HEAD), skipped, home], "app")

    assert built.diagnostics == ()
    assert built.model is not None
    assert "no Python" not in built.model.server_source + built.model.client_source
