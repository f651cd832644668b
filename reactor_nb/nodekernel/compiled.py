"""The compiled part of FastAPI for this kernel, beside the packages of the environment.

All of FastAPI is Python but for what pydantic stands on. `reactor-nb lite --node` puts a pydantic
whose compiled part is built for Pyodide among the data of Jupyter; nothing is fetched while a
kernel runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from jupyter_core.paths import jupyter_path

DATA: Final = "reactor-nb"
"""Our folder among the data of Jupyter."""


def folder_name(pyodide: str) -> str:
    """Return the name of the folder, which is for one version of Pyodide alone."""
    return f"node-{pyodide}"


def pydantic_paths(pyodide: str) -> list[str]:
    """Return where pydantic is, if it has been put anywhere; it hides that of the environment.

    Args:
        pyodide: the version that is to load it.
    """
    folders = [Path(data, folder_name(pyodide)) for data in jupyter_path(DATA)]
    return [str(folder) for folder in folders if folder.is_dir()][:1]
