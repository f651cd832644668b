"""Writes ``reactor_nb/lite/wheels.json`` anew; needs a network, and is run by hand.

``python -m tests.lite.write_pins``, after a change of Pyodide's version, or of what our own package
needs. Versions are those of our development set, and else those that Pyodide's own lock has.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name, parse_wheel_filename

from reactor_nb.export.bundle import Build
from reactor_nb.export.wheels import environment_of
from reactor_nb.lite.closure import requirements_of
from reactor_nb.lite.fetch import platform_options
from reactor_nb.lite.pins import FRONTEND, KERNEL, PINS, Pin, is_frontend
from reactor_nb.server.in_pyodide import PACKAGES
from tests.architecture.paths import LABEXTENSION, REPOSITORY

# What jupyterlite-pyodide-kernel brings along by itself.
_BROUGHT = frozenset({"ipykernel", "piplite", "pyodide-kernel"})
# Later ones import what Python in a browser does not have.
_AS_PYODIDE_HAS_IT = frozenset({"anyio"})


def known_versions() -> Iterator[tuple[str, str]]:
    lock = json.loads((LABEXTENSION / "node_modules/pyodide/pyodide-lock.json").read_bytes())
    for name, entry in lock["packages"].items():
        yield canonicalize_name(name), entry["version"]
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    for line in project["dependency-groups"]["dev"]:
        name, _, version = line.partition("==")
        if name not in _AS_PYODIDE_HAS_IT:
            yield canonicalize_name(name), version


def main() -> None:
    build = Build.load()
    versions = dict(known_versions())
    environment = environment_of(build)
    waiting = [Requirement(FRONTEND)]
    waiting += [Requirement(name) for name in (*KERNEL, *PACKAGES)]
    pins: dict[str, Pin] = {}
    specifiers: dict[str, SpecifierSet] = {}
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        specifiers[name] = specifiers.get(name, SpecifierSet()) & wanted.specifier
        if name in _BROUGHT or name in pins and specifiers[name].contains(pins[name].version):
            continue
        version = versions.get(name, "")
        exact = f"=={version}" if version and specifiers[name].contains(version) else ""
        path = download(f"{wanted.name}{exact or specifiers[name]}", build)
        pins[name] = pin_of(path)
        if not is_frontend(pins[name]):
            waiting += requirements_of(path.read_bytes(), environment)
    text = json.dumps([pins[name].to_json() for name in sorted(pins)], indent=2)
    PINS.write_text(f"{text}\n", encoding="utf-8")


def download(wanted: str, build: Build) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="reactor_nb-pins-"))
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest"]
    subprocess.run([*command, str(folder), *platform_options(build), wanted], check=True)
    [path] = folder.iterdir()
    return path


def pin_of(path: Path) -> Pin:
    name, version, _, _ = parse_wheel_filename(path.name)
    assert re.fullmatch(r"[\w.+-]+\.whl", path.name)
    return Pin(name, str(version), path.name, hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
