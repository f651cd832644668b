"""The files that the preview's frame runs: no other can be asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from pathlib import Path
from typing import Final

from reactor_nb.export.dev_files import preview_sources

NAMES: Final = (
    "core.bin",
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
PYTHON: Final = "python.json"
"""Our own modules that only pages have that take new code."""

_CODINGS: Final = (("br", ".br"), ("gzip", ".gz"))


class FrameFiles:
    """The build's files, under the names that the frame has for them.

    Args:
        folder: where the build is.
    """

    def __init__(self, folder: Path) -> None:
        self._paths = {name: folder / name for name in NAMES}

    def build(self) -> str:
        """Return what changes whenever one of the files does.

        Raises:
            OSError: a file is missing.
        """
        facts = [hashlib.sha256(_python()).hexdigest()]
        for name, path in self._paths.items():
            status = path.stat()
            facts.append(f"{name} {status.st_size} {status.st_mtime_ns}")
        return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]

    def read(self, name: str, codings: Container[str]) -> tuple[bytes, str] | None:
        """Return a file by its name and how it is packed, or nothing if it is none of ours.

        Args:
            name: the file.
            codings: what the client can unpack.
        """
        if name == PYTHON:
            return _python(), ""
        path = self._paths.get(name)
        if path is None or not path.is_file():
            return None
        for coding, ending in _CODINGS:
            packed = path.with_name(path.name + ending)
            if coding in codings and packed.is_file():
                return packed.read_bytes(), coding
        return path.read_bytes(), ""


def _python() -> bytes:
    return preview_sources()
