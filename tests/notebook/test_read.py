"""Group N of the catalogue: what is read of a notebook file, and what is refused."""

from __future__ import annotations

import json
import os
import shutil
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest

from reactor_nb.errors import NotebookError
from reactor_nb.model.diagnostics import Span
from reactor_nb.notebook.read import Notebook, read_notebook
from tests.work import Work, growth_of

INPUTS = Path(__file__).parents[1] / "notebooks"
CODE = """from reactor_nb import page
from reactor_nb.html import p


@page("/")
def Hello():
    return p("Hello")
"""


def code(source: Any, **more: Any) -> dict[str, Any]:
    """Return a code cell."""
    return {"cell_type": "code", "metadata": {}, "outputs": [], "source": source, **more}


def notebook(*cells: Any, **more: Any) -> dict[str, Any]:
    """Return a notebook of the format 4.5."""
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}


def read(tmp_path: Path, content: dict[str, Any] | list[Any] | str | bytes | None) -> Notebook:
    """Write a file and read it."""
    path = tmp_path / "app.ipynb"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
    return read_notebook(path)


def refusal(tmp_path: Path, content: Any) -> NotebookError:
    """Return the error of a file that cannot be read, which is one clear line."""
    with pytest.raises(NotebookError) as caught:
        read(tmp_path, content)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 300
    assert "Error" not in message
    assert caught.value.path == str(tmp_path / "app.ipynb")
    return caught.value


@pytest.mark.parametrize(
    "name", ["v2", "v3", "v4-0", "v4-5", "v4-5-without-ids", "v4-99", "hostile-metadata"]
)
def test_every_format_gives_the_same_code(name: str) -> None:
    """N14 to N18."""
    found = read_notebook(INPUTS / f"{name}.ipynb")

    assert [cell.source for cell in found.cells] == [CODE]
    assert [cell.index for cell in found.cells] == [2]
    assert found.name == name
    assert found.title in {"A notebook", "An old notebook"}


@pytest.mark.parametrize("name", ["v2", "v3", "v4-0", "v4-5"])
@pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning")
def test_the_code_is_what_nbformat_reads(name: str) -> None:
    """N14 to N16."""
    path = INPUTS / f"{name}.ipynb"
    theirs = nbformat.read(path, as_version=4)

    found = read_notebook(path)

    sources = [cell.source for cell in theirs.cells if cell.cell_type == "code"]
    assert [cell.source for cell in found.cells] == sources


def test_tags_and_ids_are_kept() -> None:
    (cell,) = read_notebook(INPUTS / "v4-5.ipynb").cells

    assert (cell.id, cell.tags) == ("second", ("one",))


def test_missing_ids_are_made_from_place_and_content(tmp_path: Path) -> None:
    """N16 and N17."""
    first = read_notebook(INPUTS / "v4-5-without-ids.ipynb")
    again = read_notebook(INPUTS / "v4-5-without-ids.ipynb")
    other = read(tmp_path, notebook(code("x = 1"), code("x = 1")))

    assert first.cells == again.cells
    assert first.diagnostics == ()
    assert len({cell.id for cell in other.cells}) == 2


def test_a_newer_minor_format_is_read_with_a_warning() -> None:
    """N18."""
    (warning,) = read_notebook(INPUTS / "v4-99.ipynb").diagnostics

    assert (warning.code, warning.severity) == ("RNB040", "warning")


def deep(levels: int) -> str:
    """Return a notebook whose metadata is nested."""
    metadata = '{"a":' * levels + "1" + "}" * levels
    return f'{{"nbformat": 4, "cells": [], "metadata": {metadata}}}'


REFUSED = {
    "N01 empty": (b"", "empty"),
    "N02 spaces": (b"  \n ", "empty"),
    "N03 a PDF": (b"%PDF-1.7", "not JSON"),
    "N04 cut off": (json.dumps(notebook(code(CODE))).encode()[:-40], "cut off"),
    "N06 UTF-16": ("{}".encode("utf-16"), "UTF-16"),
    "N06 UTF-16 without a mark": ("{}".encode("utf-16-le"), "UTF-16"),
    "N07 Latin-1": ('{"cells": "caf\xe9"}'.encode("latin-1"), "offset 14"),
    "N08 a list": ([], "no object"),
    "N09 null": (b"null", "no object"),
    "N10 no cells": ({"nbformat": 4, "nbformat_minor": 5}, "'cells' is missing"),
    "N11 cells are an object": (notebook(cells={}), "'cells' is not a list"),
    "N12 nbformat is text": (notebook(nbformat="4"), "not a number"),
    "N12 nbformat is true": (notebook(nbformat=True), "not a number"),
    "N12 nbformat is a fraction": (notebook(nbformat=4.0), "not a number"),
    "N13 nbformat is missing": ({"cells": []}, "'nbformat' is missing"),
    "N14 format 1": ({"nbformat": 1, "cells": []}, "too old"),
    "N15 format 3 without worksheets": ({"nbformat": 3}, "'worksheets' is missing"),
    "N19 format 5": (notebook(nbformat=5), "made by a newer Jupyter"),
    "N20 format 1000": (notebook(nbformat=1000), "made by a newer Jupyter"),
    "N26 source is a number": (notebook(code(7)), "not int"),
    "N27 source is null": (notebook(code(None)), "not NoneType"),
    "N28 source is a mixed list": (notebook(code(["x", 1])), "not list"),
    "N29 NUL": (notebook(code("x = 1\n\x00")), "NUL"),
    "N30 half a character": (notebook(code("x = '\ud800'")), "surrogate"),
    "N34 cells twice": ('{"nbformat": 4, "cells": [], "cells": []}', "'cells' stands twice"),
    "N34 source twice": (
        '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "a", "source": "b"}]}',
        "'source' stands twice",
    ),
    "N36 a number of 5,000 digits": (f'{{"nbformat": {"9" * 5000}}}', "5000 digits"),
    "N37 100,000 brackets": (b"[" * 100_000, "nested"),
    "N38 metadata 5,000 deep": (
        deep(5000),
        "nested",
    ),
    "N38 metadata 250 deep": (
        deep(250),
        "nested",
    ),
    "a cell is a text": (notebook("x"), "not a cell"),
    "another language": (
        notebook(metadata={"kernelspec": {"language": "R", "name": "ir"}}),
        "written in R",
    ),
}


@pytest.mark.parametrize("content, words", REFUSED.values(), ids=REFUSED)
def test_what_is_no_notebook_is_refused_in_one_line_and_at_once(
    content: Any, words: str, tmp_path: Path
) -> None:
    with Work() as work:
        error = refusal(tmp_path, content)

    assert words in str(error)
    assert work.steps < 50_000


def test_a_fault_is_located(tmp_path: Path) -> None:
    """N03, N04, N07, N26 and N29: byte and line of the file, or cell and line."""
    latin = refusal(tmp_path, b'{\n "cells": "caf\xe9"}')
    broken = refusal(tmp_path, '{"a": "é",\n ?}')
    wrong = refusal(tmp_path, notebook(code("x"), code(7)))
    nul = refusal(tmp_path, notebook(code("x = 1\r\ny = 2\r\n\x00")))

    assert (latin.line, latin.offset) == (2, 16)
    assert (broken.line, broken.offset) == (2, 13)
    assert (wrong.cell, wrong.line) == (2, None)
    assert (nul.cell, nul.line) == (1, 3)


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    """N05."""
    found = read(tmp_path, b"\xef\xbb\xbf" + json.dumps(notebook(code("x = 1"))).encode())

    assert [cell.source for cell in found.cells] == ["x = 1"]


def test_ids_that_cannot_stay_are_repaired_with_a_warning(tmp_path: Path) -> None:
    """N21 to N23."""
    ids = ["same", "same", "../../etc/passwd", "a" * 200, 7]

    found = read(tmp_path, notebook(*(code("x = 1", id=each) for each in ids)))

    assert found.cells[0].id == "same"
    assert len({cell.id for cell in found.cells}) == 5
    assert all(cell.id.replace("-", "").isalnum() for cell in found.cells)
    assert [(each.code, each.span.cell) for each in found.diagnostics] == [
        ("RNB041", 2),
        ("RNB041", 3),
        ("RNB041", 4),
        ("RNB041", 5),
    ]


def test_a_cell_of_an_unknown_type_is_skipped_with_a_warning(tmp_path: Path) -> None:
    """N24."""
    found = read(tmp_path, notebook({"cell_type": "evil", "source": "x"}, code("y = 1")))

    assert [(cell.index, cell.source) for cell in found.cells] == [(2, "y = 1")]
    assert [(each.code, each.span.cell) for each in found.diagnostics] == [("RNB042", 1)]


def test_a_list_of_lines_is_joined(tmp_path: Path) -> None:
    """N25."""
    found = read(tmp_path, notebook(code(["x = 1\n", "y = 2"])))

    assert found.cells[0].source == "x = 1\ny = 2"


def test_line_ends_count_the_same(tmp_path: Path) -> None:
    """N32."""
    texts = ["a\rb\rc", "a\r\nb\r\nc", "a\nb\nc", "a\r\nb\rc", ["a\r", "\nb\nc"]]

    found = read(tmp_path, notebook(*(code(text) for text in texts)))

    assert [cell.source for cell in found.cells] == ["a\nb\nc"] * 5


def test_bidirectional_overrides_are_a_warning(tmp_path: Path) -> None:
    """N31, and N60: right-to-left letters are just letters."""
    hidden = 'x = 1\ny = "\u202e admin \u2066"'

    found = read(tmp_path, notebook(code(hidden), code('label = "שלום عالم 🎉"')))

    assert [(each.code, each.span) for each in found.diagnostics] == [("RNB043", Span(1, 2))]
    assert found.cells[1].source == 'label = "שלום عالم 🎉"'


def test_numbers_that_json_does_not_know_are_dropped(tmp_path: Path) -> None:
    """N35: in the metadata with a warning, in outputs nobody looks."""
    text = json.dumps(
        notebook(code("x = 1", metadata={"a": [float("nan")]}, outputs=[float("inf")]))
    )

    found = read(tmp_path, text)

    assert [(each.code, each.span.cell) for each in found.diagnostics] == [("RNB044", 1)]


def test_metadata_never_decides_about_security() -> None:
    """N52: the warning names the keys that are ignored."""
    (warning,) = read_notebook(INPUTS / "hostile-metadata.ipynb").diagnostics

    assert warning.code == "RNB032"
    assert "allowed_origins, pickle, secret_key" in warning.message


def test_a_large_output_costs_little(tmp_path: Path) -> None:
    """N39: outputs do not get into the app."""
    lines = ["CANARY_7f3a\n" * 10] * 180_000
    output = {"output_type": "stream", "name": "stdout", "text": lines}
    text = json.dumps(notebook(code("x = 1", outputs=[output])))
    assert len(text) > 20_000_000

    with Work() as work:
        found = read(tmp_path, text)
    path = tmp_path / "app.ipynb"
    tracemalloc.start()
    read_notebook(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "CANARY" not in repr(found)
    assert work.steps < 5 * len(lines)
    assert most < 3 * path.stat().st_size


def test_twice_the_cells_are_read_with_twice_the_work(tmp_path: Path) -> None:
    """N40."""

    def read_many(size: int) -> Callable[[], Notebook]:
        cells = [code([f"x = {n}\n", "y = x"], id=f"c{n}") for n in range(size)]
        return partial(read, tmp_path, notebook(*cells))

    assert len(read_many(5000)().cells) == 5000
    assert growth_of(read_many, 1000) < 2.1


def test_titles_come_from_the_metadata_or_the_first_heading(tmp_path: Path) -> None:
    heading = {"cell_type": "markdown", "source": "text\n\n# My **best** [app](http://x) my_name"}

    by_heading = read(tmp_path, notebook(heading))
    by_metadata = read(tmp_path, notebook(heading, metadata={"title": "Named\x00 here"}))

    assert by_heading.title == "My best app my_name"
    assert by_metadata.title == "Named here"


def special_file(kind: str, tmp_path: Path) -> Path:
    """Return a path to what is no ordinary file."""
    path = tmp_path / "app.ipynb"
    if kind == "a link to a device":
        path.symlink_to("/dev/zero")
    elif kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a folder":
        path.mkdir()
    elif kind == "too large":
        with path.open("wb") as file:
            file.truncate(100_000_001)
    return path


@pytest.mark.parametrize(
    "kind", ["a link to a device", "a pipe", "a folder", "too large", "nothing"]
)
def test_what_is_no_ordinary_file_is_refused_unread(kind: str, tmp_path: Path) -> None:
    """N59."""
    path = special_file(kind, tmp_path)
    tracemalloc.start()

    with pytest.raises(NotebookError) as caught:
        read_notebook(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "\n" not in str(caught.value)
    assert most < 1_000_000


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    """N59; the superuser may read everything, so it steps down for the test."""
    path = tmp_path / "app.ipynb"
    shutil.copy(INPUTS / "v4-5.ipynb", path)
    path.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        with pytest.raises(NotebookError) as caught:
            read_notebook(path)
    finally:
        if root:
            os.seteuid(0)

    assert "permission denied" in str(caught.value)
