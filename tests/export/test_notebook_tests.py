"""All that ``reactor-nb test`` looks at: tests, stored outputs, and pages in both Pythons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from reactor_nb.errors import ReactorError
from reactor_nb.export.notebook_tests import Outcome, check_notebook
from tests.cli.conftest import write_notebook

PAGE = (
    "import sys\nfrom reactor_nb import page\nfrom reactor_nb.html import p\n"
    "@page('/')\ndef Home():\n    return p({})"
)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a notebook whose cells have text outputs."""

    def make(*cells: str, **outputs: str) -> Path:
        path = write_notebook(tmp_path / "app.ipynb", *cells)
        notebook = nbformat.read(path, as_version=4)
        for number, text in outputs.items():
            cell: Any = notebook.cells[int(number.removeprefix("cell")) - 1]
            kind = "execute_result"
            data = {"text/plain": text}
            cell.execution_count = 1
            cell.outputs = [nbformat.v4.new_output(kind, data=data, execution_count=1)]
        nbformat.write(notebook, path)
        return path

    return make


def test_outputs_as_stored_are_counted(write: Write) -> None:
    notebook = write("x = 1", "x + 1", "print(x)", cell2="2")

    assert check_notebook(notebook, None, False) == Outcome(
        ("app.ipynb: 0 passed, outputs of 1 cell as stored",), 0
    )


def test_another_output_is_a_failure_that_says_where_it_differs(write: Write) -> None:
    notebook = write("x = 'a' * 50", "x + 'b'", cell2=repr("a" * 51))

    tested = check_notebook(notebook, None, False)

    before, after = "…" + "a" * 30 + "a'", "…" + "a" * 30 + "b'"
    told = f"{before!r} was expected, and it is {after!r}"
    assert tested.lines == (
        f"app.ipynb › cell 2: text/plain is not as stored: {told}",
        "app.ipynb: 0 passed, 1 failed",
    )


def test_an_error_that_is_not_stored_is_a_failure(write: Write) -> None:
    notebook = write("1", "{}['gone']", cell1="1")

    assert check_notebook(notebook, None, False).lines[0] == "app.ipynb › cell 2: KeyError: 'gone'"


def test_the_marks_of_nbval_are_heeded(write: Write) -> None:
    notebook = write(
        "# NBVAL_IGNORE_OUTPUT\n3", "# NBVAL_SKIP\n1 / 0", "5", cell1="4", cell2="x", cell3="5"
    )

    assert check_notebook(notebook, None, False).failed == 0


def test_a_notebook_without_outputs_is_not_run(write: Write, tmp_path: Path) -> None:
    notebook = write("open('ran', 'w').close()")

    check_notebook(notebook, None, False)

    assert not (tmp_path / "ran").exists()


def test_a_page_that_is_the_same_everywhere_is_counted_e10(write: Write) -> None:
    notebook = write(PAGE.format("'hello'"))

    assert check_notebook(notebook, None, True).lines == (
        "app.ipynb: 0 passed, 1 page the same in CPython and Pyodide",
    )


def test_a_page_that_is_other_html_in_pyodide_is_a_failure_e10(write: Write) -> None:
    notebook = write(PAGE.format("sys.platform"))

    (line, total) = check_notebook(notebook, None, True).lines

    assert line == (
        "app.ipynb: / is other HTML in Pyodide than was sent: "
        "'<p>linux</p>' was expected, and it is '<p>emscripten</p>'"
    )
    assert total == "app.ipynb: 0 passed, 1 failed"


def test_modules_and_files_beside_the_notebook_are_there_in_all_places(
    write: Write, tmp_path: Path
) -> None:
    (tmp_path / "words.py").write_text("def shout(text: str) -> str:\n    return text.upper()\n")
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "name.txt").write_text("ada")
    cells = "from words import shout\nfrom reactor_nb import asset\nNAME = asset('name.txt')"
    notebook = write(cells, PAGE.format("shout(NAME.read_text())"))

    assert check_notebook(notebook, False, True).failed == 0


def test_without_node_pages_are_left_out_and_that_is_said(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACTOR_NB_NODE", str(tmp_path / "no-node"))
    notebook = write(PAGE.format("'hello'"))

    note, total = check_notebook(notebook, None, None).lines

    assert note.startswith("app.ipynb: pages were not compared: Python in Pyodide needs Node 20.19")
    assert total == "app.ipynb: 0 passed"
    with pytest.raises(ReactorError, match="needs Node"):
        check_notebook(notebook, None, True)


def test_what_is_no_notebook_is_told_in_our_words(tmp_path: Path) -> None:
    (tmp_path / "app.ipynb").write_text("{")

    with pytest.raises(ReactorError, match="cut off"):
        check_notebook(tmp_path / "app.ipynb", None, None)
