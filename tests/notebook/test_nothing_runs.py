"""N45, N46, N53 to N55: to look at a notebook starts nothing, whatever stands in it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reactor_nb.export.bundle import Build
from reactor_nb.export.exporter import Exporter
from reactor_nb.export.prepare import Prepared, prepare
from tests.cli.conftest import COUNTER
from tests.export.conftest import write_build
from tests.notebook.guard import nothing_happens

CANARY = "CANARY_7f3a"
HIDDEN = "HIDDEN_7f3a"
PWNED = '<img src=x onerror="pwn()">'


def code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "id": f"c{abs(hash(source))}", "metadata": {}, "source": source}


def hostile(mark: Path) -> dict[str, Any]:
    """Return a notebook that makes a file in every way that only opening it should not run."""
    touch = f"open({str(mark)!r}, 'w')"
    cells = [
        f"%run -i {mark}.py",
        f"!touch {mark}",
        f"x = !touch {mark}",
        f"%%bash\ntouch {mark}",
        f"%%javascript\nfetch('http://{CANARY}.example')",
        f"%%writefile {mark}\n{CANARY}",
        f"get_ipython().system('touch {mark}')",
        f"import os; os.system('touch {mark}')",
        f"@(lambda f: {touch})\ndef f(a={touch}, *, b: {touch} = 1): ...",
        f"class A(metaclass=lambda *a: {touch}):\n    b: {touch} = {touch}",
        f"# -*- coding: {mark} -*-\n{touch}",
        f"x: {touch!r} = 1",
        f"import {CANARY}\nfrom {CANARY} import *",
        f"assert {touch}",
    ]
    metadata: dict[str, Any] = {
        "kernelspec": {"name": "../../evil", "argv": ["touch", str(mark)], "language": "python"},
        "reactor": {"secret_key": "x", "run": touch},
        "widgets": {"state": {"m": {"model_module": f"http://{HIDDEN}.example/x.js"}}},
        "title": PWNED,
    }
    markdown = f"# {PWNED} [x](javascript:pwn())\n<a data-commandlinker-command='x'>{HIDDEN}</a>"
    text: dict[str, Any] = {
        "cell_type": "markdown",
        "id": "text",
        "metadata": {"trusted": True},
        "source": markdown,
        "attachments": {f"../../..{mark}": {"image/png": "iVBORw0KGgo=", "text/plain": HIDDEN}},
    }
    output = {"output_type": "display_data", "data": {"text/html": HIDDEN}, "metadata": {}}
    last = {**code(COUNTER[1]), "outputs": [output], "execution_count": 1}
    return {
        "cells": [text, code(COUNTER[0]), *map(code, cells), last],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


@pytest.fixture
def ready(tmp_path: Path) -> Build:
    return write_build(tmp_path / "build")


@pytest.fixture
def look(tmp_path: Path, ready: Build) -> Callable[[], Prepared]:
    path = tmp_path / "nb" / "app.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps(hostile(tmp_path / "pwned")), encoding="utf-8")
    return lambda: prepare(path, ready)


def test_to_check_a_hostile_notebook_starts_and_writes_nothing(
    look: Callable[[], Prepared], tmp_path: Path
) -> None:
    """N46 and N55."""
    look()  # what is imported late, is imported now
    with nothing_happens():
        app = look()

    assert app.model is not None
    assert [each.code for each in app.errors] == []
    assert not (tmp_path / "pwned").exists()
    assert sorted(path.name for path in (tmp_path / "nb").iterdir()) == ["app.ipynb"]


def test_the_guard_sees_what_it_must(tmp_path: Path) -> None:
    doings: list[Callable[[], object]] = [
        lambda: exec(compile("1", "<cell>", "exec")),
        lambda: os.system("true"),
        lambda: subprocess.run(["true"], check=True),
        lambda: (tmp_path / "x").write_text("x"),
    ]
    for do in doings:
        with pytest.raises(AssertionError), nothing_happens():
            do()


def test_commands_to_the_notebook_are_told_and_dropped(look: Callable[[], Prepared]) -> None:
    """N45 and N46."""
    model = look().model
    assert model is not None
    told = [each.what for each in model.left_out]

    words = [each.split()[0] for each in told]
    assert words[:6] == ["%run", "!touch", "x", "%%bash", "%%javascript", "%%writefile"]
    for source in (model.server_source, model.client_source):
        assert "touch" not in source and CANARY not in source


def test_nothing_of_texts_attachments_and_outputs_is_exported(
    look: Callable[[], Prepared], ready: Build, tmp_path: Path
) -> None:
    """N53, N54 and S7: no file outside the target, and no word of what is not code inside."""
    app = look()

    Exporter(ready).export(app, tmp_path / "out")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "nb", "out"]
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert HIDDEN.encode() not in content, path
            assert b"commandlinker" not in content, path
    assert PWNED not in (tmp_path / "out" / "README.md").read_text()
