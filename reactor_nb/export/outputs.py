"""What the cells of a notebook show, compared with what is stored in it, as nbval does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

from reactor_nb.errors import ReactorError
from reactor_nb.export.differing import difference
from reactor_nb.export.environ import data_in

# Pictures differ from one computer to the next, and widgets from one run to the next.
_NOT_COMPARED = frozenset(
    ("application/vnd.jupyter.widget-view+json", "image/jpeg", "image/png", "text/latex")
)
# nbval's own marks.
_IGNORED = re.compile(r"\s*#\s*NBVAL_IGNORE_OUTPUT\s*$", re.MULTILINE)
_SKIPPED = re.compile(r"\s*#\s*NBVAL_SKIP\s*$", re.MULTILINE)


class NoKernelError(ReactorError):
    """No kernel can run the notebook; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class ComparedOutputs:
    """What came of it: a line for each output that is another, and how many cells have outputs."""

    failures: tuple[str, ...]
    cells: int


def compare_outputs(notebook: Path, data: Path) -> ComparedOutputs:
    """Run a notebook in a kernel of this environment, and compare what its cells show.

    A notebook without stored outputs is not run.

    Args:
        notebook: the notebook.
        data: the folder that its app may write to meanwhile.

    Raises:
        NoKernelError: what runs notebooks is not installed.
    """
    import nbformat

    stored = nbformat.read(notebook, as_version=4)
    shown = [cell for cell in stored.cells if cell.get("outputs")]
    if not shown:
        return ComparedOutputs((), 0)
    ran = _run(nbformat.read(notebook, as_version=4), notebook.parent, data)
    failures = [
        f"{notebook.name} › cell {number}: {told}"
        for number, (before, after) in enumerate(zip(stored.cells, ran.cells, strict=True), start=1)
        if before.cell_type == "code"
        for told in _differences(before, after)
    ]
    return ComparedOutputs(tuple(failures), len(shown))


def _run(notebook: Any, folder: Path, data: Path) -> Any:
    try:
        import ipykernel  # noqa: F401
        from nbclient import NotebookClient
    except ImportError as error:
        raise NoKernelError(f"{error.name} is missing: pip install 'reactor_nb[kernel]'") from None
    for cell in notebook.cells:
        if _has_mark(cell, "nbval-skip", _SKIPPED):
            cell.source = ""
    where = {"metadata": {"path": str(folder)}}
    client = NotebookClient(notebook, kernel_name="python3", resources=where, allow_errors=True)
    with data_in(data):
        return client.execute(stderr=DEVNULL)


def _differences(before: Any, after: Any) -> Iterator[str]:
    """Yield what differs between what is stored for a cell and what it shows."""
    skipped = _has_mark(before, "nbval-skip", _SKIPPED)
    if skipped or _has_mark(before, "nbval-ignore-output", _IGNORED):
        return
    raised = [one for one in after.outputs if one.output_type == "error"]
    expected = [one for one in before.outputs if one.output_type == "error"]
    if raised and not expected:
        yield f"{raised[0].ename}: {raised[0].evalue}"
        return
    if before.execution_count is None and not before.outputs:
        return  # it was never run
    old, new = _comparable(before.outputs), _comparable(after.outputs)
    for kind in dict.fromkeys((*old, *new)):
        if old.get(kind, "") != new.get(kind, ""):
            yield f"{kind} is not as stored: {difference(old.get(kind, ''), new.get(kind, ''))}"


def _comparable(outputs: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return what is compared of a cell's outputs, by kind, each in its order."""
    found: dict[str, str] = {}
    for one in outputs:
        if one["output_type"] == "stream":
            parts = {one["name"]: one["text"]}
        elif one["output_type"] == "error":
            parts = {"error": f"{one['ename']}: {one['evalue']}"}
        else:
            parts = {name: str(value) for name, value in one["data"].items()}
        for name, text in parts.items():
            if name not in _NOT_COMPARED:
                found[name] = found.get(name, "") + text
    return found


def _has_mark(cell: Any, tag: str, comment: re.Pattern[str]) -> bool:
    return tag in cell.metadata.get("tags", ()) or comment.match(cell.source) is not None
