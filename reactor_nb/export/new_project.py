"""A new folder with a notebook to start from."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reactor_nb.errors import ExportError
from reactor_nb.export.files import reason, write
from reactor_nb.model.names import title_of

STARTER = Path(__file__).with_name("starter")

_CELL = re.compile(r"# %% (?P<markdown>\[markdown\] )?(?P<id>[\w-]+)\n")
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


@dataclass(frozen=True, slots=True)
class NewProject:
    """What was made, and where."""

    folder: Path
    notebook: Path
    files: tuple[str, ...]


def make_project(folder: Path) -> NewProject:
    """Write a notebook, a readme and a ``.gitignore`` to a new or empty folder.

    Raises:
        ExportError: the folder has something in it, or cannot be written.
    """
    try:
        _require_empty(folder)
        name = _file_name(folder.resolve().name)
        title = title_of(name)
        words = {"{title}": title, "{file}": f"{name}.ipynb", "{name}": name}
        contents = {
            f"{name}.ipynb": _notebook(_filled("notebook.txt", words)),
            "README.md": _filled("readme.txt", words),
            ".gitignore": _filled("gitignore.txt", words),
        }
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in contents.items():
            write(folder / path, text.encode())
    except OSError as error:
        raise ExportError(f"cannot make {folder}: {reason(error)}") from error
    return NewProject(folder, folder / f"{name}.ipynb", tuple(contents))


def _require_empty(folder: Path) -> None:
    if folder.is_dir():
        # In a fresh repository nothing is in the way.
        found = sorted(path.name for path in folder.iterdir() if path.name != ".git")
        if found:
            more = f" and {len(found) - 1} more" if len(found) > 1 else ""
            raise ExportError(f"{folder} is not empty ({found[0]}{more}); give a new folder")
    elif folder.exists() or folder.is_symlink():
        raise ExportError(f"{folder} is a file; give a new folder")


def _file_name(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^0-9a-z]+", "-", plain).strip("-")[:40] or "app"


def _filled(file: str, words: dict[str, str]) -> str:
    text = (STARTER / file).read_text(encoding="utf-8")
    # One by one: the braces of the Python in it are not to be read.
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def _notebook(text: str) -> str:
    data = {
        "cells": list(_cells(text)),
        "metadata": {"kernelspec": _KERNEL, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _cells(text: str) -> Iterator[dict[str, Any]]:
    marks = list(_CELL.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        source = text[mark.end() : end].strip("\n").splitlines(keepends=True)
        cell: dict[str, Any] = {"cell_type": "markdown", "id": mark["id"], "metadata": {}}
        if not mark["markdown"]:
            cell |= {"cell_type": "code", "execution_count": None, "outputs": []}
        yield {**cell, "source": source}
