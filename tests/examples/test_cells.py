"""What is stored in the examples, and the notebook to start from in a real kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from reactor_nb.export.new_project import make_project

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


@pytest.fixture
def kernel_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep what a kernel writes, and what the examples write, out of the repository."""
    for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR", "REACTOR_NB_DATA"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def run(path: Path) -> Any:
    """Run a notebook in the folder where it is, and return it with its outputs."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    )
    return client.execute()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_an_example_is_kept_with_what_a_new_kernel_shows(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)

    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert all(cell.metadata == {} for cell in code)
    assert all(cell.id.replace("-", "").isalpha() for cell in code), "written by hand, in words"
    outputs = [output for cell in code for output in cell.outputs]
    assert {output.output_type for output in outputs} == {"execute_result"}
    shown = [output.data for output in outputs if "text/html" in output.data]
    assert shown, "no cell of the example shows a component"
    assert all(data["text/html"] == data["text/plain"] for data in shown)


@pytest.mark.usefixtures("kernel_folders")
def test_the_notebook_to_start_from_runs_cell_by_cell_in_a_kernel(tmp_path: Path) -> None:
    notebook = run(make_project(tmp_path / "new").notebook)

    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output.output_type for output in outputs] == ["execute_result"]
    assert "Hello!" in outputs[0].data["text/html"]
