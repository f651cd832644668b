"""The folder that a kernel of Pyodide starts from: the interpreter, its library, its packages."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reactor_nb.export.bundle import Build
from reactor_nb.export.files import Files, stamp
from reactor_nb.export.wheels import environment_of
from reactor_nb.lite.closure import Wheel, lock_entries
from reactor_nb.lite.compiled import LIBRARY, compiled
from reactor_nb.lite.errors import LiteError
from reactor_nb.lite.fetch import fetch
from reactor_nb.lite.own import own_wheel
from reactor_nb.lite.pins import KERNEL, Pin, is_frontend, pins
from reactor_nb.lite.settings import LOADED, START
from reactor_nb.server.in_pyodide import PACKAGES

_BROUGHT: Final = "/static/pypi/"
_LICENSES: Final = "licenses"
_INSIDE: Final = Path(__file__).with_name("inside")
# FastAPI comes when a cell imports it, or when an app that is shown needs it.
_WANTED: Final = (*LOADED, *PACKAGES)

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class KernelFolder:
    """All that a kernel loads.

    Args:
        files: by their names in the folder.
        frontend: the wheel of the extension that starts such kernels.
    """

    files: Files
    frontend: Path

    @property
    def name(self) -> str:
        """A name for the folder that changes with its content: it may be cached forever."""
        stamps = sorted((name, stamp(content).sha256) for name, content in self.files.items())
        return f"pyodide-{hashlib.sha256(json.dumps(stamps).encode()).hexdigest()[:12]}"


def kernel_folder(build: Build, folders: Sequence[Path], tell: Tell) -> KernelFolder:
    """Gather what a kernel needs.

    Args:
        build: our half of the browser, and Pyodide.
        folders: where to look for wheels before anything is fetched.
        tell: hears what takes a while.

    Raises:
        LiteError: something is missing.
    """
    known = pins()
    wheels = dict(zip(known, fetch(known, build, folders, tell), strict=True))
    [frontend] = [path for pin, path in wheels.items() if is_frontend(pin)]
    sources = [*_pinned(wheels), *brought_along(frontend), own_wheel(build)]
    # Looked at first: what is not whole need not be compiled.
    lock_entries(sources, _WANTED, environment_of(build))
    files = _runtime(build)
    made = compiled(sources, build, tell)
    entries = lock_entries(made, _WANTED, environment_of(build))
    lock = {"info": build.lock_info(), "packages": entries}
    files["pyodide-lock.json"] = (json.dumps(lock, indent=1, sort_keys=True) + "\n").encode()
    files |= {wheel.file: wheel.content for wheel in made}
    return KernelFolder(files, frontend)


def _pinned(wheels: dict[Pin, Path]) -> list[Wheel]:
    return [
        Wheel(path.name, path.read_bytes()) for pin, path in wheels.items() if not is_frontend(pin)
    ]


def brought_along(frontend: Path) -> list[Wheel]:
    """Return the kernel's own wheels, which lie in the wheel of the extension.

    Args:
        frontend: that wheel.

    Raises:
        LiteError: they are not there.
    """
    with zipfile.ZipFile(frontend) as archive:
        found = [
            Wheel(name.rpartition("/")[2], archive.read(name))
            for name in sorted(archive.namelist())
            if _BROUGHT in name and name.endswith(".whl")
        ]
    wanted = [wheel for wheel in found if wheel.name in KERNEL]
    if not wanted:
        raise LiteError(f"{frontend.name} has no kernel in it")
    return wanted


def _runtime(build: Build) -> Files:
    names = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
    files: Files = {name: build.need(f"pyodide/{name}") for name in names}
    files["python_stdlib.zip"] = build.need(LIBRARY)
    files[START] = _INSIDE / START
    for path in sorted((build.folder / _LICENSES).glob("*")):
        if path.suffix not in {".br", ".gz"}:
            files[f"{_LICENSES}/{path.name}"] = path
    return files


def frontend_files(frontend: Path) -> Files:
    """Return the extension that starts kernels, as JupyterLab has extensions.

    Args:
        frontend: its wheel.
    """
    place = ".data/data/share/jupyter/labextensions/"
    files: Files = {}
    with zipfile.ZipFile(io.BytesIO(frontend.read_bytes())) as archive:
        for name in archive.namelist():
            inside = name.partition(place)[2]
            if inside and not name.endswith(("/", ".map")):
                files[inside] = archive.read(name)
    return files
