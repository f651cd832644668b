"""A pydantic for the kernel ``pyodide-node``; ``tests/kernel/test_fastapi_within.py`` uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reactor_nb.export.bundle import Build
from reactor_nb.lite.errors import LiteError
from reactor_nb.lite.node import WANTED, give_pydantic
from reactor_nb.nodekernel.cache import VARIABLE
from reactor_nb.nodekernel.compiled import DATA, folder_name, pydantic_paths


def test_the_kernel_finds_what_the_command_puts_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    pyodide = Build.load().pyodide
    older = tmp_path / DATA / folder_name("0.0.1")
    older.mkdir(parents=True)

    done = give_pydantic(tmp_path / DATA, [], lambda line: None)
    again = give_pydantic(tmp_path / DATA, [], lambda line: None)

    [found] = pydantic_paths(pyodide)
    assert found == str(tmp_path / DATA / folder_name(pyodide))
    assert [*Path(found, "pydantic_core").glob("*emscripten.so")]
    assert [path.name for path in (tmp_path / DATA).iterdir()] == [folder_name(pyodide)]
    assert done == again and "pydantic" in done[0]


def test_wheels_that_cannot_be_had_are_named_j12(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")

    with pytest.raises(LiteError) as caught:
        give_pydantic(tmp_path / DATA, [], lambda line: None)

    for name in WANTED:
        assert f"{name} " in str(caught.value)
    assert not (tmp_path / DATA).exists()
