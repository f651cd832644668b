"""FastAPI for the kernel `pyodide-node`: a pydantic that Pyodide can load, among Jupyter's data."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from reactor_nb.export.bundle import Build
from reactor_nb.lite.fetch import fetch
from reactor_nb.lite.pins import pins
from reactor_nb.nodekernel.compiled import folder_name

WANTED: Final = ("pydantic", "pydantic-core")
"""The part of FastAPI that is compiled, and the one version of pydantic that goes with it."""

Tell = Callable[[str], None]


def give_pydantic(place: Path, wheels: Sequence[Path], tell: Tell) -> list[str]:
    """Put pydantic where the kernel looks for it.

    Args:
        place: a folder that is ours.
        wheels: folders with wheels, looked at before anything is fetched.
        tell: hears of each step.

    Raises:
        LiteError: a wheel is nowhere.
    """
    wanted = [pin for pin in pins() if pin.name in WANTED]
    build = Build.load()
    goal = place / folder_name(build.pyodide)
    aside = place / f".{goal.name}"
    shutil.rmtree(aside, ignore_errors=True)
    for wheel in fetch(wanted, build, wheels, tell):
        with zipfile.ZipFile(io.BytesIO(wheel.read_bytes())) as archive:
            archive.extractall(aside)
    for other in place.glob("node-*"):
        shutil.rmtree(other, ignore_errors=True)
    aside.rename(goal)
    return [
        f"{goal}: {' and '.join(map(str, wanted))} for the kernel pyodide-node",
        "restart kernels that run; the preview then serves with the FastAPI of this environment",
    ]
