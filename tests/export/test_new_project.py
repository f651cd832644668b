"""What ``init`` makes is ready to be opened, checked, tested and exported."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from reactor_nb.errors import ExportError
from reactor_nb.export.bundle import Build
from reactor_nb.export.cell_tests import run_tests
from reactor_nb.export.exporter import Exporter
from reactor_nb.export.new_project import make_project
from reactor_nb.export.prepare import prepare


def test_a_folder_gets_a_notebook_a_readme_and_a_gitignore(tmp_path: Path) -> None:
    made = make_project(tmp_path / "Notes Wall")

    assert sorted(path.name for path in made.folder.iterdir()) == [
        ".gitignore",
        "README.md",
        "notes-wall.ipynb",
    ]
    assert made.notebook == tmp_path / "Notes Wall/notes-wall.ipynb"
    for path in made.folder.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "{title}" not in text and "{file}" not in text and "{name}" not in text


def test_its_notebook_is_valid_and_has_no_outputs(tmp_path: Path) -> None:
    notebook = nbformat.read(make_project(tmp_path / "new").notebook, as_version=4)

    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert all(not cell.get("outputs") for cell in notebook.cells)
    kinds = [cell.cell_type for cell in notebook.cells]
    assert kinds.count("markdown") >= kinds.count("code")


def test_its_notebook_is_exported_without_a_diagnostic(tmp_path: Path, build: Build) -> None:
    app = prepare(make_project(tmp_path / "new").notebook, build)

    assert app.diagnostics == ()
    assert "app.py" in Exporter(build).files(app)


def test_its_tests_pass_and_leave_no_data(tmp_path: Path) -> None:
    made = make_project(tmp_path / "new")

    tested = run_tests(made.notebook)

    assert (tested.failures, tested.passed) == ((), 3)
    assert len(list(made.folder.iterdir())) == len(made.files)


@pytest.mark.parametrize(
    ("folder", "file"),
    [
        ("x", "x.ipynb"),
        ("Café del Mar", "cafe-del-mar.ipynb"),
        ("日本", "app.ipynb"),
        ("{title}", "title.ipynb"),
    ],
)
def test_the_notebook_is_named_after_the_folder(tmp_path: Path, folder: str, file: str) -> None:
    made = make_project(tmp_path / folder)

    assert made.notebook.name == file
    assert not [one for one in prepare(made.notebook, None).diagnostics if one.severity == "error"]


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "other.txt").write_text("mine")

    with pytest.raises(ExportError, match=r"is not empty \(mine\.txt and 1 more\); give a new"):
        make_project(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.txt", "other.txt"]


def test_a_fresh_repository_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    assert make_project(tmp_path).notebook.is_file()


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(ExportError, match="is a file; give a new folder"):
        make_project(tmp_path / "file")


def test_a_folder_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(ExportError, match="cannot make .*: a part of the path is a file"):
        make_project(tmp_path / "file" / "new")
