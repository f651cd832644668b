"""Has the JavaScript and the Pyodide files ready before a wheel or an sdist is packed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NEEDED = (
    "build.json",
    "client.js",
    "core.bin",
    "dev.js",
    "dev-worker.js",
    "early.js",
    "explain.css",
    "explain.js",
    "frame-worker.js",
    "licenses/NOTICE.txt",
    "more.bin",
    "offline.js",
    "pyodide/pyodide.asm.wasm",
    "pyodide/rest.zip",
    "pyodide/stdlib.zip",
    "router.js",
    "site.js",
    "style.css",
    "worker.js",
)
KERNEL = "kernel/python_stdlib.zip"
"""What sites of JupyterLite have; it is compressed in itself."""


class StaticFilesHook(BuildHookInterface[Any]):
    """Builds ``static`` and ``labextension`` where Node is at hand; an sdist brings them along."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing or old, but for an editable install: ``make`` does it there."""
        if version == "editable":
            return
        root = Path(self.root)
        source = root / "labextension"
        if not (source / "node_modules").is_dir():
            if _is_complete(root / "reactor_nb"):
                return
            _run(source, "npm", "ci")
        _run(source, "npm", "run", "build")
        _run(source, "node", "pyodide/build.mjs")


def _is_complete(package: Path) -> bool:
    static = package / "static"
    is_built = all((static / f"{name}.br").is_file() for name in NEEDED)
    is_built = is_built and (static / KERNEL).is_file()
    return is_built and (package / "labextension" / "package.json").is_file()


def _run(folder: Path, program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise RuntimeError(
            f"building reactor_nb from its sources needs Node 20.19 or newer, and there is no "
            f"{program} here; install Node, or install reactor_nb from a wheel"
        )
    subprocess.run([found, *arguments], cwd=folder, check=True)
