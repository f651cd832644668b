"""Wheels with bytecode in the place of sources: a kernel starts in half the time."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from reactor_nb.export.bundle import Build
from reactor_nb.lite.closure import Wheel
from reactor_nb.lite.errors import LiteError
from reactor_nb.nodekernel.cache import cache_folder
from reactor_nb.nodekernel.node import NodeError, find_node

LIBRARY: Final = "kernel/python_stdlib.zip"

_PROGRAM: Final = Path(__file__).with_name("inside")

Tell = Callable[[str], None]


def compiled(wheels: Iterable[Wheel], build: Build, tell: Tell) -> list[Wheel]:
    """Return wheels that Pyodide need not compile; the same ones where there is no Node.

    What was compiled once is kept.

    Args:
        wheels: as they came.
        build: for which Pyodide.
        tell: hears what takes a while, and why it cannot be.

    Raises:
        LiteError: compiling has failed.
    """
    given = list(wheels)
    kept = cache_folder() / "compiled"
    goals = [kept / _mark(wheel, build) / wheel.file for wheel in given]
    waiting = [
        (wheel, goal) for wheel, goal in zip(given, goals, strict=True) if not goal.is_file()
    ]
    if waiting:
        try:
            node = find_node()
        except NodeError as error:
            tell(f"the kernel will start slowly, since its packages are not compiled: {error}")
            return given
        tell(f"compiling {len(waiting)} packages")
        _compile(node, waiting, build)
    return [Wheel(wheel.file, goal.read_bytes()) for wheel, goal in zip(given, goals, strict=True)]


def _mark(wheel: Wheel, build: Build) -> str:
    """Return what changes whenever the outcome may."""
    digest = hashlib.sha256(wheel.content)
    for part in (build.pyodide.encode(), *(path.read_bytes() for path in _programs())):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:32]


def _programs() -> list[Path]:
    return [_PROGRAM / "compile.mjs", _PROGRAM / "compile.py"]


def _compile(node: str, waiting: Iterable[tuple[Wheel, Path]], build: Build) -> None:
    with tempfile.TemporaryDirectory(prefix="reactor_nb-") as folder:
        source, goal = Path(folder, "source"), Path(folder, "goal")
        source.mkdir()
        goal.mkdir()
        for wheel, _ in waiting:
            (source / wheel.file).write_bytes(wheel.content)
        pyodide, library = build.need("pyodide/pyodide.mjs").parent, build.need(LIBRARY)
        command = [node, str(_PROGRAM / "compile.mjs"), str(pyodide), str(library)]
        done = subprocess.run(
            [*command, str(source), str(goal)],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        for wheel, kept in waiting:
            if not (goal / wheel.file).is_file():
                said = done.stderr.strip().splitlines() or ["nothing"]
                raise LiteError(f"{wheel.file} could not be compiled; Node said: {said[-1]}")
            _keep(goal / wheel.file, kept)


def _keep(path: Path, goal: Path) -> None:
    """Move a file to where it is looked for; who looks meanwhile finds all of it or nothing."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    aside = goal.with_name(f"{goal.name}.{os.getpid()}")
    shutil.move(path, aside)
    aside.replace(goal)
