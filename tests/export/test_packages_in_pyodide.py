"""What wheels.py packs, loaded by the Pyodide that pages load it with."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from reactor_nb.export.bundle import Build
from reactor_nb.export.wheels import pack_packages

LOADER = Path(__file__).with_name("load_packages.mjs")
NODE = shutil.which("node") or "node"


CODE = "import markdown_it, mdurl; markdown_it.MarkdownIt().render('# [a](b c)')"


def load(folder: Path, names: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Load packages from a folder as the worker of a page does, and use one of them."""
    command = [NODE, str(LOADER), str(folder), ",".join(names), CODE]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)


def packed(folder: Path) -> tuple[str, ...]:
    """Pack a package with all it needs, and return what a page would ask for."""
    packages = pack_packages(["markdown_it"], Build.load()).packages
    for name, content in packages.files.items():
        (folder / name).write_bytes(content)
    return packages.names


def test_a_packed_package_is_imported_with_all_it_needs(tmp_path: Path) -> None:
    names = packed(tmp_path)

    done = load(tmp_path, names)

    assert done.returncode == 0, done.stderr[-3000:]
    assert names == ("markdown-it-py",)
    assert "<h1>" in done.stdout


def test_a_package_that_somebody_changed_is_refused_e11(tmp_path: Path) -> None:
    names = packed(tmp_path)
    wheel = next(tmp_path.glob("mdurl*.whl"))
    content = wheel.read_bytes()
    wheel.write_bytes(content.replace(b"def decode", b"def dec0de", 1))
    assert wheel.read_bytes() != content

    done = load(tmp_path, names)

    assert done.returncode != 0 or "mdurl" in done.stderr
    assert "<h1>" not in done.stdout
