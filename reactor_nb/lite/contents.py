"""The notebooks and files that a site shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from reactor_nb.export.files import PUBLIC, Files
from reactor_nb.lite.errors import LiteError

_PACKAGE: Final = Path(__file__).parents[1]
# An installed package has them inside; in a checkout they are beside it.
_EXAMPLES: Final = (_PACKAGE / "lite" / "examples", _PACKAGE.parent / "examples")
_LEFT_OUT: Final = frozenset({"__pycache__", "node_modules"})


def contents_of(paths: Iterable[Path]) -> Files:
    """Return the files of a site: notebooks with their ``public/``, and folders as they are.

    Args:
        paths: notebooks and folders; without any, our examples.

    Raises:
        LiteError: one of them is not there, or two have one name.
    """
    files: Files = {}
    for path in [*paths] or [_examples()]:
        if not path.exists():
            raise LiteError(f"{path} is not there")
        for name, file in _below(path) if path.is_dir() else _with_public(path):
            if files.setdefault(name, file) != file:
                raise LiteError(f"{file} and another file would both be {name} in the site")
    if not any(name.endswith(".ipynb") for name in files):
        raise LiteError("a site needs a notebook, and there is none")
    return files


def _examples() -> Path:
    for folder in _EXAMPLES:
        if folder.is_dir():
            return folder
    raise LiteError("this installation of reactor_nb has no examples; name a notebook")


def _with_public(notebook: Path) -> Iterator[tuple[str, Path]]:
    if notebook.suffix != ".ipynb":
        raise LiteError(f"{notebook} is no notebook and no folder")
    yield notebook.name, notebook
    public = notebook.parent / PUBLIC
    if public.is_dir():
        for name, path in _below(public):
            yield f"{PUBLIC}/{name}", path


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
