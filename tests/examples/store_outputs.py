"""Run the examples in an ipykernel and keep what their cells show: ``make outputs``."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def store(path: Path) -> None:
    """Run one notebook, and write its outputs and nothing else into it."""
    kept = nbformat.read(path, as_version=4)
    ran = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(
        ran, timeout=60, kernel_name="python3", resources=folder, record_timing=False
    )
    client.execute()
    for cell, result in zip(kept.cells, ran.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs = result.outputs
            cell.execution_count = result.execution_count
    nbformat.write(kept, path)


def main() -> None:
    for path in sorted(EXAMPLES.glob("*.ipynb")):
        with TemporaryDirectory() as data:  # as for who opens it first
            os.environ["REACTOR_NB_DATA"] = data
            store(path)


if __name__ == "__main__":
    main()
