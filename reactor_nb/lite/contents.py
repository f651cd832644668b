"""The notebooks and files that a site shows."""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from reactor_nb.export.files import Files
from reactor_nb.export.prepare import public_files
from reactor_nb.lite.errors import LiteError
from reactor_nb.model.modules import find_modules
from reactor_nb.model.parse import Parsed, parse_cell
from reactor_nb.notebook.modules import LocalModules
from reactor_nb.notebook.read import read_notebook

_PACKAGE: Final = Path(__file__).parents[1]
# An installed package has them inside; in a checkout they are beside it.
_EXAMPLES: Final = (_PACKAGE / "lite" / "examples", _PACKAGE.parent / "examples")
_LEFT_OUT: Final = frozenset({"__pycache__", "node_modules"})
_NOTEBOOK: Final = ".ipynb"
_LONGEST: Final = 255

Tell = Callable[[str], None]


def contents_of(paths: Iterable[Path], tell: Tell) -> Files:
    """Return the files of a site: notebooks with what they need, folders and files as they are.

    A notebook brings along the modules beside it that its cells import, and its ``public/``. What
    lies below the folder of a notebook that is named keeps its place there.

    Args:
        paths: notebooks, folders and files; without any, our examples.
        tell: hears of files that cells name and that are not in the site.

    Raises:
        LiteError: one of them is not there, or two have one name.
        NotebookError: a notebook that is named cannot be read.
    """
    named = [Path(os.path.abspath(path)) for path in paths] or [_examples()]
    notebooks = [path for path in named if path.suffix == _NOTEBOOK and not path.is_dir()]
    folders = sorted({path.parent for path in notebooks}, key=lambda folder: len(folder.parts))
    files: Files = {}
    for path in named:
        if not path.exists():
            raise LiteError(f"{path} is not there")
        place = _place(path, folders)
        for name, file in _what_comes(path):
            inside = (place / name).as_posix()
            if files.setdefault(inside, file) != file:
                raise LiteError(f"{file} and another file would both be {inside} in the site")
    if not any(name.endswith(_NOTEBOOK) for name in files):
        raise LiteError("a site needs a notebook, and there is none")
    for path in notebooks:
        _tell_what_is_missing(path, files, tell)
    return files


def _examples() -> Path:
    for folder in _EXAMPLES:
        if folder.is_dir():
            return folder
    raise LiteError("this installation of reactor_nb has no examples; name a notebook")


def _place(path: Path, folders: Sequence[Path]) -> Path:
    """Return the folder of the site where a path goes, or the content of a folder."""
    own = path if path.is_dir() else path.parent
    return next((own.relative_to(one) for one in folders if own.is_relative_to(one)), Path())


def _what_comes(path: Path) -> Iterator[tuple[str, Path]]:
    if path.is_dir():
        yield from _below(path)
        return
    yield path.name, path
    if path.suffix == _NOTEBOOK:
        yield from public_files(path.parent).items()
        yield from _modules(path)


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield what is in a folder, without what is hidden, and without the data of apps."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in _LEFT_OUT or path.name.endswith(".data"):
            continue
        if path.is_dir():
            for name, file in _below(path):
                yield f"{path.name}/{name}", file
        elif path.is_file():
            yield path.name, path


def _modules(notebook: Path) -> Iterator[tuple[str, Path]]:
    """Yield the modules that cells import, those of cells that are no part of the app, too."""
    for _, path in _sources(notebook):
        if path != notebook:
            yield path.relative_to(notebook.parent).as_posix(), path


def _sources(notebook: Path) -> Iterator[tuple[Parsed, Path]]:
    """Yield all code that a notebook runs: its cells, and the modules beside it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Python would warn of belongs to the kernel
        cells = [parse_cell(cell) for cell in read_notebook(notebook).cells]
        modules = find_modules(cells, LocalModules(notebook.parent).find)
    yield from ((cell, notebook) for cell in cells)
    for module in modules:
        path = notebook.parent / module.source.path
        if path.is_file():  # a package without __init__.py is a folder
            yield module.parsed, path


def _tell_what_is_missing(notebook: Path, files: Files, tell: Tell) -> None:
    """Say which files the code names; they may hold what is not for everybody, so they stay."""
    there = {*files.values()}
    for name in sorted(_named_files(notebook)):
        path = Path(os.path.abspath(notebook.parent / name))
        if path not in there:
            tell(
                f"{notebook.name} names {name}, which is not in the site; "
                f"put it into public/, or name it as well"
            )


def _named_files(notebook: Path) -> set[str]:
    return {
        node.value
        for parsed, _ in _sources(notebook)
        for node in ast.walk(parsed.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _is_beside(node.value, notebook.parent)
    }


def _is_beside(name: str, folder: Path) -> bool:
    if not 0 < len(name) <= _LONGEST or not name.isprintable() or Path(name).is_absolute():
        return False
    try:
        return (folder / name).is_file()
    except OSError:
        return False
