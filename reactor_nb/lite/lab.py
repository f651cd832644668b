"""A kernel in the browser for JupyterLab on a server: its folder among the data of Jupyter."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from jupyter_core.paths import jupyter_path

from reactor_nb._version import __version__
from reactor_nb.export.bundle import Build
from reactor_nb.export.files import write_files
from reactor_nb.lite.kernel import kernel_folder
from reactor_nb.nodekernel.compiled import DATA

ABOUT: Final = "kernel.json"

Tell = Callable[[str], None]


def environment_place() -> Path:
    """Return where this environment keeps its kernel."""
    return Path(sys.prefix, "share", "jupyter", DATA)


def give_kernel(place: Path, wheels: Sequence[Path], tell: Tell) -> list[str]:
    """Put a kernel where a Jupyter server finds it.

    Args:
        place: a folder that is ours.
        wheels: folders with wheels, looked at before anything is fetched.
        tell: hears of each step.

    Raises:
        ReactorError: something is missing.
    """
    kernel = kernel_folder(Build.load(), wheels, tell)
    goal = place / kernel.name
    if not goal.is_dir():
        aside = place / f".{kernel.name}"
        shutil.rmtree(aside, ignore_errors=True)
        write_files(aside, kernel.files)
        aside.rename(goal)
    about = {"folder": kernel.name, "reactor_nb": __version__}
    (place / ABOUT).write_text(json.dumps(about), encoding="utf-8")
    for other in place.glob("pyodide-*"):
        if other != goal:
            shutil.rmtree(other, ignore_errors=True)
    return [
        f"{goal}: the kernel that JupyterLab runs in the browser",
        "restart the Jupyter server; it needs 'reactor_nb[browser-kernel]' beside JupyterLab",
    ]


def find_kernel() -> tuple[Path, str] | None:
    """Return the folder of the kernel that there is, and the version of reactor_nb in it."""
    for place in jupyter_path(DATA):
        try:
            about = json.loads(Path(place, ABOUT).read_bytes())
        except (OSError, ValueError):
            continue
        folder = Path(place, about["folder"])
        if folder.is_dir():
            return folder, str(about["reactor_nb"])
    return None
