from __future__ import annotations

from pathlib import Path

import pytest

from reactor_nb.lite.contents import contents_of
from reactor_nb.lite.errors import LiteError
from tests.e2e.real import EXAMPLES


def lay_out(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    return folder


def test_a_notebook_brings_its_public_folder_and_nothing_else(tmp_path: Path) -> None:
    lay_out(tmp_path, "a.ipynb", "b.ipynb", "secret.txt", "public/x.csv", "public/.hidden")

    assert [*contents_of([tmp_path / "a.ipynb"])] == ["a.ipynb", "public/x.csv"]


def test_a_folder_comes_as_it_is_without_what_is_hidden_or_data_of_apps(tmp_path: Path) -> None:
    lay_out(tmp_path, "a.ipynb", "deep/b.py", ".env", ".git/x", "a.data/db", "__pycache__/c.pyc")

    assert {*contents_of([tmp_path])} == {"a.ipynb", "deep/b.py"}


def test_without_a_name_the_examples_are_taken() -> None:
    assert {path.name for path in EXAMPLES.glob("*.ipynb")} < {*contents_of([])}


def test_what_cannot_be_shown_is_named(tmp_path: Path) -> None:
    lay_out(tmp_path, "x/a.ipynb", "y/a.ipynb", "z/data.csv")

    for paths, reason in (
        (["none.ipynb"], "none.ipynb is not there"),
        (["z/data.csv"], "is no notebook and no folder"),
        (["z"], "needs a notebook"),
        (["x", "y"], "would both be a.ipynb"),
    ):
        with pytest.raises(LiteError, match=reason):
            contents_of([tmp_path / path for path in paths])
