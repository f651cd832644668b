"""The files that the preview's frame runs: no other can be asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import reactor_nb

NAMES: Final = (
    "core.bin",
    "frame.js",
    "frame-worker.js",
    "more.bin",
    "pyodide/lock.json",
    "pyodide/pyodide.asm.mjs",
    "pyodide/pyodide.asm.wasm",
    "pyodide/pyodide.mjs",
    "pyodide/rest.zip",
    "pyodide/stdlib.zip",
    "style.css",
)
_PACKAGE: Final = Path(str(reactor_nb.__file__)).parent
_CODINGS: Final = (("br", ".br"), ("gzip", ".gz"))


class FrameFiles:
    """The build's files, under the names that the frame has for them.

    Args:
        folder: where the build is.
    """

    def __init__(self, folder: Path) -> None:
        self._paths = {name: folder / name for name in NAMES}
        self._paths["preview.py"] = _PACKAGE / "client" / "preview.py"

    def build(self) -> str:
        """Return what changes whenever one of the files does.

        Raises:
            OSError: a file is missing.
        """
        facts = []
        for name, path in self._paths.items():
            status = path.stat()
            facts.append(f"{name} {status.st_size} {status.st_mtime_ns}")
        return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]

    def find(self, name: str, codings: Iterable[str]) -> tuple[Path, str] | None:
        """Return the file of a name and how it is packed, or nothing if it is none of ours.

        Args:
            name: the file.
            codings: what the client can unpack.
        """
        path = self._paths.get(name)
        if path is None:
            return None
        for coding, ending in _CODINGS:
            packed = path.with_name(path.name + ending)
            if coding in codings and packed.is_file() and not _is_older(packed, path):
                return packed, coding
        return (path, "") if path.is_file() else None


def _is_older(packed: Path, path: Path) -> bool:
    return packed.stat().st_mtime_ns < path.stat().st_mtime_ns
