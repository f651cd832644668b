"""Files beside a notebook, found as Python finds them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from reactor_nb.model.modules import ModuleSource
from reactor_nb.notebook.modules import LocalModules


def write(folder: Path, **files: str) -> None:
    """Write files; in their names, two underscores stand for a slash."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def find(folder: Path, name: str) -> ModuleSource | None:
    return LocalModules(folder).find(name)


def test_files_and_folders_are_modules(tmp_path: Path) -> None:
    write(tmp_path, helpers="x = 1\n", pkg__deep="y = 2")
    (tmp_path / "pkg/__init__.py").write_text("z = 3")

    assert find(tmp_path, "helpers") == ModuleSource("helpers", "helpers.py", "x = 1\n")
    assert find(tmp_path, "pkg") == ModuleSource("pkg", "pkg/__init__.py", "z = 3", True)
    assert find(tmp_path, "pkg.deep") == ModuleSource("pkg.deep", "pkg/deep.py", "y = 2")
    for name in ("nothing", "pkg.nothing", "helpers.x", "nothing.helpers", "pkg.__init__"):
        found = find(tmp_path, name)
        assert found is None or name == "pkg.__init__"


def test_a_package_comes_before_a_file_of_its_name(tmp_path: Path) -> None:
    write(tmp_path, a="file = 1", b="file = 1", b__c="")
    (tmp_path / "a").mkdir()
    (tmp_path / "a/__init__.py").write_text("package = 1")

    assert [find(tmp_path, name).source for name in "ab"] == [  # type: ignore[union-attr]
        "package = 1",
        "file = 1",
    ]


def test_a_folder_of_modules_is_a_package_unless_another_is_installed(tmp_path: Path) -> None:
    write(tmp_path, mine__a="", nbformat__a="")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/table.csv").touch()

    assert find(tmp_path, "mine") == ModuleSource("mine", "mine", "", True)
    assert find(tmp_path, "nbformat") is None
    assert find(tmp_path, "data") is None


def test_names_are_compared_letter_by_letter(tmp_path: Path) -> None:
    write(tmp_path, Helpers="")

    assert find(tmp_path, "helpers") is None


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a..b", "x.py", "a b", "reactor_nb"]
)
def test_what_is_no_name_of_a_module_is_not_looked_for(tmp_path: Path, name: str) -> None:
    write(tmp_path, x="", reactor_nb="", a__b="")
    (tmp_path / "nb").mkdir()

    assert find(tmp_path / "nb", name) is None
    assert find(tmp_path, name) is None


def told(folder: Path, name: str) -> tuple[str, str]:
    found = find(folder, name)
    assert found is not None and found.source == ""
    (problem,) = found.problems
    return problem.severity, problem.describe("app.ipynb")


def test_a_file_that_cannot_be_read_is_told_and_nothing_waits(tmp_path: Path) -> None:
    """N06, N07 and N59 for modules."""
    (tmp_path / "latin.py").write_bytes(b"x = 1\ny = 'caf\xe9'")
    (tmp_path / "wide.py").write_bytes("x = 1".encode("utf-16"))
    (tmp_path / "zero.py").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "gone.py").symlink_to(tmp_path / "nowhere")

    severity, latin = told(tmp_path, "latin")
    assert severity == "error"
    assert latin.startswith("latin.py › line 2: RNB062 the module cannot be read: the byte 0xe9")
    assert "UTF-16" in told(tmp_path, "wide")[1]
    for name in ("zero", "pipe", "folder"):
        assert "folder, pipe or device" in told(tmp_path, name)[1]
    assert "no such file" in told(tmp_path, "gone")[1]


def test_the_name_of_another_module_is_told(tmp_path: Path) -> None:
    write(tmp_path, calendar="", nbformat="", fine="")

    assert told(tmp_path, "calendar")[0] == "error"
    assert (
        "RNB066 the file has the name of the standard module 'calendar'"
        in (told(tmp_path, "calendar")[1])
    )
    assert told(tmp_path, "nbformat")[0] == "warning"
    assert find(tmp_path, "fine").problems == ()  # type: ignore[union-attr]


def test_a_package_that_is_installed_from_here_is_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A notebook in the folder of the project that it uses."""
    write(tmp_path, src__project="x = 1")
    (tmp_path / "project.py").symlink_to("src/project.py")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "src"), str(tmp_path)])

    assert find(tmp_path, "project").problems == ()  # type: ignore[union-attr]


def test_line_ends_and_marks_are_as_python_reads_them(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbfx = 1\r\ny = 2\r")

    assert find(tmp_path, "a").source == "x = 1\ny = 2\n"  # type: ignore[union-attr]
