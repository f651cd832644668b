"""What the Lab's menu asks of the server: check, explain, export."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.real import write_notebook
from tests.labserver.real import Lab

IMPORTS = "from reactor_nb import page\nfrom reactor_nb.html import p"
PAGE = '@page("/")\ndef Home():\n    return p("hello")'


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with Lab(tmp_path_factory.mktemp("lab")).running() as made:
        (made.root / "sub").mkdir()
        write_notebook(made.root / "sub" / "good app.ipynb", IMPORTS, PAGE)
        write_notebook(made.root / "bad.ipynb", IMPORTS, PAGE.replace("p(", "q("))
        yield made


def begin(lab: Lab, kind: object, path: object) -> tuple[int, dict[str, Any]]:
    body = json.dumps({"kind": kind, "path": path}).encode()
    status, _, answer = lab.send("POST", "reactor-nb/tasks", body=body)
    return status, json.loads(answer)


def done(lab: Lab, kind: str, path: str) -> dict[str, Any]:
    """Begin with something, and wait as the Lab does."""
    status, task = begin(lab, kind, path)
    assert status == 201
    while task["result"] is None:
        seen = len(task["steps"])
        _, _, answer = lab.get(f"reactor-nb/tasks/{task['id']}?seen={seen}")
        task = json.loads(answer)
    return task


def test_a_check_tells_of_problems_with_their_cells(lab: Lab) -> None:
    task = done(lab, "check", "bad.ipynb")

    [problem] = [one for one in task["result"]["problems"] if one["severity"] == "error"]
    assert (problem["code"], problem["cell"], problem["line"]) == ("RNB002", 2, 3)
    assert task["steps"] == ["reading the cells"]


def test_an_explanation_is_a_page(lab: Lab) -> None:
    task = done(lab, "explain", "sub/good app.ipynb")

    assert task["result"]["page"].startswith("<!doctype html>")
    assert "Home" in task["result"]["page"]
    assert task["steps"] == ["reading the cells", "drawing what goes where"]


def test_an_export_is_a_folder_beside_the_notebook_and_can_be_had_as_one_file(lab: Lab) -> None:
    task = done(lab, "export", "sub/good app.ipynb")

    assert task["folder"] == "sub/good app-app"
    folder = lab.root / task["folder"]
    files = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}
    assert {"app.py", "manifest.json", "Dockerfile"} <= files
    assert task["result"]["files"] == len(files)
    assert task["result"]["lines"] == ["good app.ipynb: 1 page, 0 actions"]
    _, headers, body = lab.get(f"reactor-nb/tasks/{task['id']}/archive")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert set(archive.namelist()) == {f"good app-app/{name}" for name in files}
        assert archive.read("good app-app/app.py") == (folder / "app.py").read_bytes()
    assert headers["Content-Type"] == "application/zip"


def test_what_cannot_be_exported_is_not_and_says_why(lab: Lab) -> None:
    task = done(lab, "export", "bad.ipynb")

    assert task["result"]["failed"] == "it was not exported"
    assert "RNB002" in [one["code"] for one in task["result"]["problems"]]
    assert not (lab.root / "bad-app").exists()
    assert lab.get(f"reactor-nb/tasks/{task['id']}/archive")[0] == 404


def test_files_of_others_are_not_written_over(lab: Lab) -> None:
    write_notebook(lab.root / "taken.ipynb", IMPORTS, PAGE)
    (lab.root / "taken-app").mkdir()
    (lab.root / "taken-app" / "mine.txt").write_text("mine")

    task = done(lab, "export", "taken.ipynb")

    assert "was not made by an export" in task["result"]["failed"]
    assert [one.name for one in (lab.root / "taken-app").iterdir()] == ["mine.txt"]


def test_a_notebook_that_is_none_is_said_to_be_none(lab: Lab) -> None:
    (lab.root / "broken.ipynb").write_text('{"cells": [')

    task = done(lab, "check", "broken.ipynb")

    assert [one["code"] for one in task["result"]["problems"]] == ["RNB000"]


PATHS = [
    "nowhere.ipynb",
    "../outside.ipynb",
    "sub/../../outside.ipynb",
    "sub/..%2f../outside.ipynb",
    "link.ipynb",
    "linked/outside.ipynb",
    ".hidden.ipynb",
    ".cells/in.ipynb",
    "sub",
    "sub/",
    "",
    "text.txt",
    "a\0.ipynb",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("kind", ["check", "export"])
def test_only_notebooks_that_the_lab_shows_are_touched(lab: Lab, kind: str, path: str) -> None:
    """Neither by a way up, nor by a link out, nor what is hidden."""
    write_notebook(lab.folder / "outside.ipynb", IMPORTS, PAGE)
    write_notebook(lab.root / ".hidden.ipynb", IMPORTS, PAGE)
    (lab.root / ".cells").mkdir(exist_ok=True)
    write_notebook(lab.root / ".cells" / "in.ipynb", IMPORTS, PAGE)
    (lab.root / "text.txt").write_text("text")
    for name, target in (("link.ipynb", lab.folder / "outside.ipynb"), ("linked", lab.folder)):
        if not (lab.root / name).is_symlink():
            (lab.root / name).symlink_to(target)
    there = sorted(lab.folder.glob("*"))

    status, _ = begin(lab, kind, path)

    assert status == 404
    assert sorted(lab.folder.glob("*")) == there


def test_the_whole_path_of_the_disk_is_no_path_of_the_lab(lab: Lab) -> None:
    outside = write_notebook(lab.folder / "outside.ipynb", IMPORTS, PAGE)

    assert begin(lab, "check", str(outside))[0] == 404
    assert begin(lab, "check", f"/{outside}")[0] == 404


@pytest.mark.parametrize(
    ("kind", "path"),
    [("run", "bad.ipynb"), ("__init__", "bad.ipynb"), (None, "bad.ipynb"), ("check", ["bad"])],
)
def test_nothing_else_can_be_asked_for(lab: Lab, kind: object, path: object) -> None:
    assert begin(lab, kind, path)[0] == 400


@pytest.mark.parametrize("name", ["0", "0/archive", "f" * 32])
def test_a_task_that_nobody_began_is_not_there(lab: Lab, name: str) -> None:
    assert lab.get(f"reactor-nb/tasks/{name}")[0] == 404


def test_the_servers_own_folder_hides_no_module_of_ours(lab: Lab) -> None:
    """What lies beside a notebook is not run by a check."""
    (lab.root / "json.py").write_text("raise SystemExit('mine')")
    (lab.root / "sub" / "json.py").write_text("raise SystemExit('mine')")
    try:
        task = done(lab, "check", "sub/good app.ipynb")
    finally:
        os.remove(lab.root / "json.py")
        os.remove(lab.root / "sub" / "json.py")

    assert "failed" not in task["result"]


def test_the_limits_are_settings(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    with lab.running("--ReactorNb.most_tasks=1", "--ReactorNb.task_seconds=30"):
        write_notebook(lab.root / "good.ipynb", IMPORTS, PAGE)
        task = done(lab, "check", "good.ipynb")

    assert "failed" not in task["result"]
    assert "Unrecognized" not in lab.log()
