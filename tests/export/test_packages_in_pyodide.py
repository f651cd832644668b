"""What wheels.py packs, loaded by the Pyodide that pages load it with."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from reactor_nb.export.bundle import Build
from reactor_nb.export.wheels import pack_packages

LOADER = Path(__file__).with_name("load_packages.mjs")
NODE = shutil.which("node") or "node"


def test_a_packed_package_is_imported_with_all_it_needs(tmp_path: Path) -> None:
    packages = pack_packages(["markdown_it"], Build.load()).packages
    for name, content in packages.files.items():
        (tmp_path / name).write_bytes(content)
    code = "import markdown_it, mdurl; markdown_it.MarkdownIt().render('# [a](b c)')"

    command = [NODE, str(LOADER), str(tmp_path), ",".join(packages.names), code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)

    assert done.returncode == 0, done.stderr[-3000:]
    assert packages.names == ("markdown-it-py",)
    assert "<h1>" in done.stdout
