from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import run, write_notebook


def test_a_notebook_is_explained_in_lines(counter: Path) -> None:
    done = run("explain", counter)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "counter.ipynb: 7 shared"
    assert "  Counter (page)  shared    /" in done.stdout.splitlines()


def test_a_notebook_is_explained_as_data(counter: Path) -> None:
    done = run("explain", counter, "--json")

    data = json.loads(done.stdout)
    assert (data["file"], data["passed"], done.stderr) == ("counter.ipynb", True, "")


def test_a_notebook_is_explained_as_a_page(counter: Path, tmp_path: Path) -> None:
    done = run("explain", counter, "--html", tmp_path / "page.html")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "page.html").read_text().startswith("<!doctype html>")
    assert str(tmp_path / "page.html") in done.stdout


def test_what_stands_in_the_way_is_told_beside_it(tmp_path: Path) -> None:
    broken = write_notebook(tmp_path / "broken.ipynb", "def f(:", "x = 1")

    done = run("explain", broken)

    assert done.returncode == 0
    assert "broken.ipynb › cell 1 › line 1: RNB001" in done.stderr
    assert "cell 2" in done.stdout.splitlines()


def test_a_page_that_cannot_be_written_is_one_line(counter: Path, tmp_path: Path) -> None:
    done = run("explain", counter, "--html", tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == f"error: cannot write {tmp_path}: {tmp_path}: is a directory"
