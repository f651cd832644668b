"""Every version is written once, and what repeats it agrees."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from reactor_nb._version import __version__
from tests.architecture.paths import LABEXTENSION, REPOSITORY, STATIC


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_package_and_its_typescript_have_one_version() -> None:
    assert read_json(LABEXTENSION / "package.json")["version"] == __version__
    assert read_json(LABEXTENSION / "package-lock.json")["version"] == __version__


def test_the_newest_entry_of_the_changelog_is_of_this_version() -> None:
    changelog = (REPOSITORY / "docs" / "changelog.md").read_text(encoding="utf-8")

    headings = re.findall(r"^## \[?(\d+\.\d+\.\d+)", changelog, re.MULTILINE)

    assert headings[:1] == [__version__]


def test_one_pyodide_is_pinned_locked_and_built() -> None:
    pins = read_json(REPOSITORY / "kernels" / "pyodide" / "pins.json")
    wanted = read_json(LABEXTENSION / "package.json")["devDependencies"]["pyodide"]
    locked = read_json(LABEXTENSION / "package-lock.json")["packages"]["node_modules/pyodide"]
    built = read_json(STATIC / "build.json")
    lock = read_json(STATIC / "pyodide" / "lock.json")["info"]

    assert {wanted, locked["version"], built["pyodide"]} == {pins["pyodide"]}
    assert {built["python"], lock["python"]} == {pins["python"]}
    assert lock["abi_version"] == pins["abi"]


def test_every_package_of_node_is_pinned_exactly() -> None:
    versions = read_json(LABEXTENSION / "package.json")["devDependencies"]

    loose = {name for name, version in versions.items() if not re.fullmatch(r"[\d.]+", version)}

    assert loose == set()
