from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import run, write_notebook


def test_a_project_is_made_and_its_next_step_told(tmp_path: Path) -> None:
    done = run("init", tmp_path / "my app")

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"{tmp_path}/my app: my-app.ipynb, README.md, .gitignore",
        f"open it: reactor-nb dev '{tmp_path}/my app/my-app.ipynb' --open",
    ]


def test_a_folder_in_use_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")

    done = run("init", tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"error: {tmp_path} is not empty (mine); give a new folder\n"


def test_tests_that_pass_are_counted(tmp_path: Path) -> None:
    run("init", tmp_path / "new")

    done = run("test", tmp_path / "new/new.ipynb")

    assert (done.returncode, done.stdout) == (
        0,
        "new.ipynb: 3 passed, 1 page the same in CPython and Pyodide\n",
    )


def test_a_test_that_fails_is_a_failure_of_the_command(tmp_path: Path) -> None:
    notebook = write_notebook(
        tmp_path / "app.ipynb",
        "from reactor_nb import page\n@page('/')\ndef Home(): ...",
        "# reactor: test\nassert 1 == 2",
    )

    done = run("test", notebook)

    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "app.ipynb › cell 2 › line 2: AssertionError: 1 == 2",
        "app.ipynb: 0 passed, 1 failed",
    ]
