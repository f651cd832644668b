"""Our extension of JupyterLab, with the files that its frame else has from a Jupyter server."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from jupyter_core.paths import jupyter_path

from reactor_nb._version import __version__
from reactor_nb.export import frame
from reactor_nb.export.bundle import Build
from reactor_nb.export.files import Files, stamp
from reactor_nb.lite.errors import LiteError

NAME: Final = "reactor-nb"

_IN_PACKAGE: Final = Path(__file__).parents[1] / "labextension"


def extension_files(build: Build) -> tuple[Files, dict[str, str]]:
    """Return the extension, and what the page must say so that it finds its files.

    Raises:
        LiteError: the extension is not installed.
    """
    files: Files = {f"{NAME}/{name}": path for name, path in _installed().items()}
    loaded: Files = {name: build.need(name) for name in frame.READY}
    loaded[frame.PYTHON] = frame.python()
    stamps = sorted((name, stamp(content).sha256) for name, content in loaded.items())
    mark = hashlib.sha256(json.dumps(stamps).encode()).hexdigest()[:12]
    folder = f"{NAME}/static/frame-{mark}"
    files |= {f"{folder}/{name}": content for name, content in loaded.items()}
    said = {"reactorNbFilesUrl": f"./extensions/{folder}/", "reactorNbVersion": __version__}
    return files, said


def _installed() -> dict[str, Path]:
    for folder in [_IN_PACKAGE, *(Path(one, NAME) for one in jupyter_path("labextensions"))]:
        about = folder / "package.json"
        if about.is_file() and json.loads(about.read_bytes())["version"] == __version__:
            paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
            return {path.relative_to(folder).as_posix(): path for path in paths}
    raise LiteError(
        f"the extension of JupyterLab of reactor_nb {__version__} is not installed; "
        "install the wheel, or run 'make static' in a checkout"
    )
