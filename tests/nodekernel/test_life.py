"""How the kernel ``pyodide-node`` starts, ends, and starts anew; and what it says without Node."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from psutil import Process, wait_procs

from reactor_nb.nodekernel.kernel import joined
from reactor_nb.nodekernel.node import NodeError, find_node
from tests.architecture.paths import REPOSITORY
from tests.nodekernel.conftest import Notebook, make_manager, started


def processes(notebook: Notebook) -> list[Process]:
    """Return the process of the kernel and those that it started."""
    kernel = Process(notebook.manager.provisioner.pid)  # type: ignore[union-attr]
    return [kernel, *kernel.children(recursive=True)]


def test_a_restart_forgets_and_a_shutdown_leaves_no_process(notebook: Notebook) -> None:
    notebook.run("kept = 1")
    before = processes(notebook)
    assert "node" in {each.name() for each in before[1:]}

    notebook.manager.restart_kernel()
    notebook.client.wait_for_ready(timeout=120)
    error = notebook.run("kept").content("error")
    after = processes(notebook)
    notebook.manager.shutdown_kernel()

    assert error["ename"] == "NameError"
    assert wait_procs([*before, *after], timeout=60)[1] == []


def fake_node(folder: Path, text: str) -> Path:
    """Write a program that stands in for Node."""
    program = folder / "fake-node"
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.fixture
def without_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    """Return a notebook on a computer that has no Node."""
    monkeypatch.setenv("REACTOR_NB_NODE", str(tmp_path / "no-node"))
    yield from started(make_manager(monkeypatch), tmp_path)


def test_without_node_a_cell_says_what_to_install(without_node: Notebook) -> None:
    ran = without_node.run("1 + 1")

    told = ran.content("error")["evalue"]
    assert "needs Node 20.19 or newer" in told and "nodejs.org" in told
    assert ran.content("error")["traceback"] == [told]
    assert ran.reply["status"] == "error"
    assert without_node.states == ["busy", "idle"]


@pytest.fixture
def mortal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    """Return a notebook of its own."""
    yield from started(make_manager(monkeypatch), tmp_path)


def test_when_python_dies_the_cell_says_so_and_the_kernel_ends(mortal: Notebook) -> None:
    assert mortal.run("1").reply["status"] == "ok"
    all_of_it = processes(mortal)

    error = mortal.run("import js; js.process.reallyExit(3)").content("error")

    assert error["ename"] == "NodeError"
    assert error["evalue"].startswith("Python in Pyodide has ended")
    assert wait_procs(all_of_it, timeout=60)[1] == []


@pytest.mark.parametrize(
    ("text", "told"),
    {
        "echo v18.2.0": "needs Node 20.19 or newer, and .* is 18.2",
        "echo no": "does not say which version",
        "exit 1": "does not say which version",
    }.items(),
)
def test_an_old_or_strange_node_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    monkeypatch.setenv("REACTOR_NB_NODE", str(fake_node(tmp_path, text)))

    with pytest.raises(NodeError, match=told):
        find_node()


def test_a_node_beside_python_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = fake_node(tmp_path, "echo v22.13.0").rename(tmp_path / "node")
    monkeypatch.delenv("REACTOR_NB_NODE", raising=False)
    monkeypatch.setenv("PATH", os.defpath if not Path("/usr/bin/node").exists() else "/nowhere")
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))

    assert find_node() == str(program)


def test_neighbouring_texts_of_one_stream_become_one() -> None:
    def text(parent: int, name: str, words: str) -> dict[str, object]:
        return {"publish": "stream", "content": {"name": name, "text": words}, "parent": parent}

    other = {"publish": "clear_output", "content": {}, "parent": 1}
    sent = [text(1, "a", "x"), text(1, "a", "y"), text(1, "b", "z"), text(2, "b", "z"), other]

    assert joined(sent) == [text(1, "a", "xy"), *sent[2:]]


def test_the_kernel_is_named_as_a_notebook_names_it() -> None:
    spec = json.loads((REPOSITORY / "kernels/pyodide-node/kernel.json").read_bytes())

    assert spec["display_name"] == "Python (Pyodide, Node)"
    assert spec["argv"][:3] == ["python", "-m", "reactor_nb.nodekernel"]
    assert spec["interrupt_mode"] == "message"
