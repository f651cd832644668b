"""What the frame of a preview in JupyterLab runs, whoever gives it out."""

from __future__ import annotations

from typing import Final

from reactor_nb.export.dev_files import preview_sources

READY: Final = (
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
"""Files of the build, under the names that the frame has for them."""

PYTHON: Final = "python.json"
"""Our own modules that only pages have that take new code."""


def python() -> bytes:
    """Return the content of :data:`PYTHON`."""
    return preview_sources()
