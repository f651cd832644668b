"""A whole JupyterLite site, put together by ``jupyterlite-core``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from reactor_nb._version import __version__
from reactor_nb.export.bundle import Build
from reactor_nb.export.files import Files, write_files
from reactor_nb.lite.contents import contents_of
from reactor_nb.lite.errors import LiteError
from reactor_nb.lite.extension import extension_files
from reactor_nb.lite.kernel import KernelFolder, frontend_files, kernel_folder
from reactor_nb.lite.settings import PLUGIN, kernel_settings

BUILDER: Final = "0.8.6"
"""The version of jupyterlite-core that goes with the extension of ``wheels.json``."""

MARK: Final = "reactor-nb-lite.json"
"""Lies in a site that we made, which another one may replace."""

_CONFIG: Final = "jupyter-lite.json"
_STATIC: Final = "static"
# What files are said to be from, so that two builds are the same.
_EPOCH: Final = 1_577_836_800

Tell = Callable[[str], None]


def build_site(
    notebooks: Sequence[Path], out: Path, wheels: Sequence[Path], force: bool, tell: Tell
) -> list[str]:
    """Build a site that needs nothing but a host of files.

    Args:
        notebooks: notebooks, folders and files; without any, our examples.
        out: the folder to write.
        wheels: folders with wheels, looked at before anything is fetched.
        force: whether a folder may be replaced that we did not make.
        tell: hears of each step.

    Raises:
        ReactorError: it cannot be built; nothing is left half made.
    """
    _require_builder()
    _require_place(out, force)
    build = Build.load()
    contents = contents_of(notebooks, tell)
    kernel = kernel_folder(build, wheels, tell)
    tell("putting the site together")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.rnb-") as folder:
        made = Path(folder, "site")
        _assemble(Path(folder, "parts"), made, kernel, build, contents)
        _replace(made, out, Path(folder, "old"))
    count = sum(1 for name in contents if name.endswith(".ipynb"))
    return [
        f"{out}: a JupyterLite site with {count} {'notebook' if count == 1 else 'notebooks'}",
        f"look at it with: {Path(sys.executable).name} -m http.server -d {out}",
    ]


def _require_builder() -> None:
    try:
        found = version("jupyterlite-core")
    except PackageNotFoundError:
        raise LiteError(
            "a site is built by jupyterlite-core; pip install 'reactor_nb[lite]'"
        ) from None
    if found != BUILDER:
        raise LiteError(
            f"a site is built by jupyterlite-core {BUILDER}, and {found} is installed; "
            "pip install 'reactor_nb[lite]'"
        )


def _require_place(out: Path, force: bool) -> None:
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file() and not force:
        raise LiteError(f"{out} holds other files; choose another folder, or add --force")
    if out.exists() and not out.is_dir():
        raise LiteError(f"{out} is a file")


def _assemble(parts: Path, made: Path, kernel: KernelFolder, build: Build, contents: Files) -> None:
    write_files(parts / "extensions", {**frontend_files(kernel.frontend), **extension_files()})
    write_files(parts / "contents", contents)
    page = {
        "appName": "JupyterLite",
        # Tells our extension that there is no Jupyter server.
        "reactorNbVersion": __version__,
        "litePluginSettings": {PLUGIN: kernel_settings(f"./{_STATIC}/{kernel.name}/")},
    }
    _write_json(parts / _CONFIG, {"jupyter-lite-schema-version": 0, "jupyter-config-data": page})
    _write_json(parts / "jupyter_lite_config.json", _builder_config(parts, made))
    _run_builder(parts)
    write_files(made / _STATIC / kernel.name, kernel.files)
    _write_json(made / MARK, {"reactor_nb": __version__, "pyodide": build.pyodide})


def _builder_config(parts: Path, made: Path) -> dict[str, Any]:
    return {
        "LiteBuildConfig": {
            "apps": ["lab"],
            "contents": [str(parts / "contents")],
            "ignore_contents": [],
            "ignore_sys_prefix": True,
            "lite_dir": str(parts),
            "no_libarchive": True,
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "output_dir": str(made),
            "source_date_epoch": int(os.environ.get("SOURCE_DATE_EPOCH") or _EPOCH),
        },
        # Not those of this environment: a site is the same wherever it is built.
        "FederatedExtensionAddon": {"extra_labextensions_path": [str(parts / "extensions")]},
    }


def _run_builder(parts: Path) -> None:
    nowhere = str(parts / "nowhere")
    own = {"JUPYTER_CONFIG_DIR": nowhere, "JUPYTER_CONFIG_PATH": nowhere}
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build"],
        cwd=parts,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
        raise LiteError(f"jupyterlite-core could not build the site; it said: {said[-1]}")


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def _replace(made: Path, out: Path, old: Path) -> None:
    if out.exists():
        out.rename(old)
    made.rename(out)
