"""Our extension of JupyterLab, wherever it is installed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from jupyter_core.paths import jupyter_path

from reactor_nb._version import __version__
from reactor_nb.export.files import Files
from reactor_nb.lite.errors import LiteError

NAME: Final = "reactor-nb"

_IN_PACKAGE: Final = Path(__file__).parents[1] / "labextension"


def extension_files() -> Files:
    """Return the extension, as JupyterLab has extensions.

    Raises:
        LiteError: the extension is not installed.
    """
    return {f"{NAME}/{name}": path for name, path in _installed().items()}


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
