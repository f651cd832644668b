"""Notebooks of others: every one that nbformat is tested with."""

from __future__ import annotations

import warnings
from pathlib import Path

import nbformat
import pytest

from reactor_nb.errors import NotebookError
from reactor_nb.model.build import build_model
from reactor_nb.notebook.modules import LocalModules
from reactor_nb.notebook.read import read_notebook
from tests.notebook.guard import nothing_happens

FOLDER = Path(__file__).parents[1] / "notebooks" / "nbformat"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

# What is wrong with each, apart from that none of them has a page.
TOLD: dict[str, list[str]] = {
    "invalid": ["RNB042"],
    "invalid_cell_id": ["RNB041"],
    "invalid_unique_cell_id": ["RNB041"],
    "test2": ["RNB001", "RNB001"],
    "test4plus": ["RNB040", "RNB042"],
}
REFUSED = {
    "no_min_version": "the notebook is written in plaintext, not in Python",
    "test3_no_worksheets": "the file is no whole notebook: 'worksheets' is missing",
    "test3_worksheet_with_no_cells": "the file is no whole notebook: 'cells' is missing",
}


def told(path: Path) -> list[str]:
    """Return the codes of all problems, in the order in which they are found."""
    read = read_notebook(path)
    built = build_model(read.cells, read.name, read.title, LocalModules(path.parent).find)
    return [each.code for each in (*read.diagnostics, *built.diagnostics)]


def test_the_corpus_is_whole() -> None:
    assert len(NOTEBOOKS) == 20
    assert {*TOLD, *REFUSED} <= {path.stem for path in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_of_others_is_understood_or_refused_in_one_line(path: Path) -> None:
    """N58: and nothing of it runs."""
    if path.stem in REFUSED:
        with pytest.raises(NotebookError) as caught, nothing_happens():
            told(path)
        assert str(caught.value) == REFUSED[path.stem]
        return
    told(path)
    with nothing_happens():
        found = told(path)

    # A notebook that is no valid Python is not asked for a page.
    expected = TOLD.get(path.stem, [])
    assert found == (expected if "RNB001" in expected else [*expected, "RNB050"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_code_is_what_nbformat_reads(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            theirs = nbformat.read(path, as_version=4)
        except Exception:  # whatever it raises, it has read nothing to compare with
            return
    if path.stem in REFUSED:
        return

    found = read_notebook(path)

    sources = [cell.source for cell in theirs.cells if cell.cell_type == "code"]
    assert [cell.source for cell in found.cells] == sources
