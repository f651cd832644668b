"""A notebook file → its code cells, in file order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reactor_nb.errors import NotebookError
from reactor_nb.model.cell import Cell
from reactor_nb.model.diagnostics import Diagnostic, Span
from reactor_nb.notebook.cells import CellReader, RawCell
from reactor_nb.notebook.json_text import Repeating, parse_json
from reactor_nb.notebook.metadata import (
    check_metadata,
    clean,
    heading_of,
    language_of,
    tags_of,
    title_in,
)
from reactor_nb.notebook.source import read_text

_NEWEST_MINOR = 5
_DECIDING = frozenset({"cells", "nbformat", "nbformat_minor", "worksheets"})


@dataclass(frozen=True, slots=True)
class Notebook:
    """The code of a notebook.

    Args:
        path: its file.
        name: what its author called the file, without the ending.
        cells: its code cells; their indices count cells of every kind.
        diagnostics: what had to be mended or ignored.
        title: its title or first heading, where it has one.
    """

    path: Path
    name: str
    cells: tuple[Cell, ...]
    diagnostics: tuple[Diagnostic, ...]
    title: str


def read_notebook(path: Path) -> Notebook:
    """Read a notebook of the formats 2 to 4; nothing of it is run, outputs are not looked at.

    Raises:
        NotebookError: the file is not a notebook that can be understood.
    """
    path = Path(path)
    root = parse_json(read_text(path), path)
    if not isinstance(root, dict):
        raise NotebookError("the file is JSON, but not a notebook: no object at its top", path)
    if isinstance(root, Repeating) and root.repeated & _DECIDING:
        key = min(root.repeated & _DECIDING)
        message = f"the key {key!r} stands twice, so it is not clear which cells are meant"
        raise NotebookError(message, path)
    major, minor = _version(root, path)
    metadata = root.get("metadata")
    language = language_of(metadata)
    if language:
        raise NotebookError(f"the notebook is written in {language}, not in Python", path)
    diagnostics = [*_newer(minor if major == 4 else 0), *check_metadata(metadata)]
    reader = CellReader(path, old=major < 4)
    cells = list(reader.read(_items(root, major, path)))
    for cell in cells:
        diagnostics += check_metadata(cell.metadata, cell.index)
    return Notebook(
        path=path,
        name=path.stem,
        cells=tuple(
            Cell(cell.index, cell.source, cell.id, tags_of(cell.metadata))
            for cell in cells
            if cell.kind == "code"
        ),
        diagnostics=(*diagnostics, *reader.diagnostics),
        title=title_in(metadata) or _heading(cells),
    )


def _version(root: dict[str, Any], path: Path) -> tuple[int, int]:
    major, minor = root.get("nbformat"), root.get("nbformat_minor", 0)
    if major is None:
        raise NotebookError("the file is JSON, but not a notebook: 'nbformat' is missing", path)
    for value in (major, minor):
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            message = f"the version of the notebook's format is not a number: {repr(value)[:40]}"
            raise NotebookError(message.encode("ascii", "backslashreplace").decode(), path)
    if major > 4:
        message = f"the notebook's format {_number(major)} was made by a newer Jupyter"
        raise NotebookError(f"{message}; save it as format 4", path)
    if major < 2:
        message = f"the notebook's format {major} is too old; open and save it in Jupyter"
        raise NotebookError(message, path)
    return major, minor


def _number(value: int) -> str:
    return str(value) if value < 10**9 else "number"


def _newer(minor: int) -> list[Diagnostic]:
    if minor <= _NEWEST_MINOR:
        return []
    message = f"the notebook's format 4.{_number(minor)} is newer than 4.{_NEWEST_MINOR}"
    hint = "what is new in it may be missing; save it in the format 4.5 to be sure"
    return [Diagnostic("RNB040", message, Span(None, None), "warning", hint)]


def _items(root: dict[str, Any], major: int, path: Path) -> list[Any]:
    if major == 4:
        return _list(root, "cells", path)
    found: list[Any] = []
    for sheet in _list(root, "worksheets", path):
        if not isinstance(sheet, dict):
            raise NotebookError("the notebook has a worksheet that is none", path)
        found += _list(sheet, "cells", path)
    return found


def _list(data: dict[str, Any], key: str, path: Path) -> list[Any]:
    value = data.get(key)
    if isinstance(value, list):
        return value
    what = "missing" if key not in data else "not a list"
    raise NotebookError(f"the file is no whole notebook: {key!r} is {what}", path)


def _heading(cells: list[RawCell]) -> str:
    for cell in cells:
        title = ""
        if cell.kind == "markdown":
            title = heading_of(cell.source)
        elif cell.kind == "heading":
            title = clean(cell.source)
        if title:
            return title
    return ""
