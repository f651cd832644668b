from __future__ import annotations

from pathlib import Path

import pytest

from reactor_nb.errors import NotebookError
from reactor_nb.export.files import Files
from reactor_nb.lite.contents import contents_of
from reactor_nb.lite.errors import LiteError
from tests.e2e.real import EXAMPLES, write_notebook


def lay_out(folder: Path, *names: str, **modules: str) -> Path:
    """Put files and modules into a folder; notebooks have no cells."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".ipynb":
            write_notebook(path)
        else:
            path.write_text("{}")
    for name, source in modules.items():
        (folder / f"{name}.py").write_text(source)
    return folder


def contents(*paths: Path) -> Files:
    """Return what a site would have, where there is nothing to complain of."""
    said: list[str] = []
    found = contents_of(paths, said.append)
    assert said == []
    return found


def test_a_notebook_brings_its_public_folder_and_nothing_else(tmp_path: Path) -> None:
    lay_out(tmp_path, "a.ipynb", "b.ipynb", "secret.txt", "public/x.csv", "public/.hidden")

    assert [*contents(tmp_path / "a.ipynb")] == ["a.ipynb", "public/x.csv"]


def test_a_notebook_brings_the_modules_that_it_imports_as_an_export_does(tmp_path: Path) -> None:
    lay_out(tmp_path, "pack/__init__.py", "plain/deep.py", "other.py", other="", json="")
    (tmp_path / "pack" / "inner.py").write_text("import plain.deep")
    (tmp_path / "helpers.py").write_text("from pack import inner")
    (tmp_path / "checks.py").write_text("")
    write_notebook(
        tmp_path / "a.ipynb", "%time\nimport helpers", "# reactor: test\nimport checks", "if x:"
    )

    assert {*contents(tmp_path / "a.ipynb")} == {
        "a.ipynb",
        "checks.py",
        "helpers.py",
        "pack/__init__.py",
        "pack/inner.py",
        "plain/deep.py",
    }


def test_a_file_that_the_code_names_is_told_and_not_taken(tmp_path: Path) -> None:
    lay_out(tmp_path, "data.csv", "more.csv", "public/x.csv", helpers="open('more.csv')")
    notebook = write_notebook(
        tmp_path / "a.ipynb", "import helpers\nopen('data.csv'), open('none.csv'), 'public/x.csv'"
    )
    said: list[str] = []

    found = contents_of([notebook], said.append)

    assert {*found} == {"a.ipynb", "helpers.py", "public/x.csv"}
    cure = "which is not in the site; put it into public/, or name it as well"
    assert said == [f"a.ipynb names {name}, {cure}" for name in ("data.csv", "more.csv")]
    assert "data.csv" in contents(notebook, tmp_path / "data.csv", tmp_path / "more.csv")


def test_what_lies_below_the_folder_of_a_notebook_keeps_its_place(tmp_path: Path) -> None:
    lay_out(tmp_path, "a.ipynb", "sub/b.ipynb", "sub/public/x.csv", "data/y.csv", "data/z/w.csv")
    notebooks = [tmp_path / "sub" / "b.ipynb", tmp_path / "a.ipynb"]

    assert {*contents(*notebooks, tmp_path / "data" / "z", tmp_path / "data" / "y.csv")} == {
        "a.ipynb",
        "data/y.csv",
        "data/z/w.csv",
        "sub/b.ipynb",
        "sub/public/x.csv",
    }
    assert {*contents(notebooks[0])} == {"b.ipynb", "public/x.csv"}


def test_a_folder_comes_as_it_is_without_what_is_hidden_or_data_of_apps(tmp_path: Path) -> None:
    lay_out(tmp_path, "a.ipynb", "deep/b.py", ".env", ".git/x", "a.data/db", "__pycache__/c.pyc")

    assert {*contents(tmp_path)} == {"a.ipynb", "deep/b.py"}


def test_without_a_name_the_examples_are_taken() -> None:
    assert {path.name for path in EXAMPLES.glob("*.ipynb")} < {*contents()}


def test_what_cannot_be_shown_is_named(tmp_path: Path) -> None:
    lay_out(tmp_path, "x/a.ipynb", "y/a.ipynb", "z/data.csv")

    for paths, reason in (
        (["none.ipynb"], "none.ipynb is not there"),
        (["z/data.csv"], "needs a notebook"),
        (["z"], "needs a notebook"),
        (["x", "y"], "would both be a.ipynb"),
    ):
        with pytest.raises(LiteError, match=reason):
            contents(*(tmp_path / path for path in paths))


def test_a_notebook_that_is_none_is_told_before_anything_is_built(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{}")

    with pytest.raises(NotebookError, match="not a notebook"):
        contents(tmp_path / "a.ipynb")
