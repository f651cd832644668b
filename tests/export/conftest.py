"""A small stand-in for the ready half of every bundle: the real one needs Node to be built."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import brotli
import pytest

from reactor_nb.export.bundle import Build, Packages
from reactor_nb.export.prepare import Prepared, public_files
from reactor_nb.model.app import Action, AppModel, Route

NAMES = (
    "client.js",
    "worker.js",
    "early.js",
    "router.js",
    "style.css",
    "core.bin",
    "more.bin",
    "pyodide/pyodide.mjs",
    "pyodide/pyodide.asm.mjs",
    "pyodide/pyodide.asm.wasm",
    "pyodide/stdlib.zip",
    "pyodide/rest.zip",
)

INFO = {
    "pyodide": "314.0.6",
    "python": "3.14.2",
    "stdlib": ["asyncio", "json"],
    "rest": ["csv", "sqlite3"],
}


def write_both(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, mtime=0))
    path.with_name(path.name + ".br").write_bytes(brotli.compress(content))


def write_build(folder: Path) -> Build:
    for name in NAMES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_both(path, f"the content of {name}".encode())
    platform = {"abi_version": "2026_0", "arch": "wasm32", "platform": "emscripten_5_0_3"}
    lock = {"info": {**platform, "python": "3.14.2"}, "packages": {}}
    (folder / "pyodide/lock.json").write_text(json.dumps(lock))
    (folder / "licenses").mkdir()
    (folder / "licenses/pyodide.txt").write_text("MPL")
    (folder / "build.json").write_text(json.dumps(INFO))
    return Build.load(folder)


def make_model(title: str = "Todos", **changes: object) -> AppModel:
    facts: dict[str, object] = {
        "name": "todos",
        "title": title,
        "routes": (Route("/", "Todos", "load_todos", 4, 1),),
        "actions": (Action("add_todo", 3, 1, True),),
        "server_source": "# cell 1\nSERVER = 1\n__reactor_cells__ = ((2, 1, 1),)\n",
        "client_source": "# cell 2\nCLIENT = 1\n__reactor_cells__ = ((2, 2, 1),)\n",
    }
    return AppModel(**{**facts, **changes})  # type: ignore[arg-type]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return write_build(tmp_path / "build")


def make_app(notebook: Path, model: AppModel, public: Path | None = None) -> Prepared:
    """An app as ``prepare`` gives it, without a notebook that was read."""
    files = public_files(public.parent) if public else {}
    return Prepared(notebook, model, Packages(), files, ())
