"""The shared half of the package stands on the standard library alone."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.paths import PACKAGE, REPOSITORY

SHARED = ("core", "model", "runtime")

# Imports modules where no package is installed, and prints what this loaded.
PROBE = """
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
for name in json.loads(sys.argv[2]):
    importlib.import_module(name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def module_names(folder: Path) -> list[str]:
    return [
        ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(folder.rglob("*.py"))
    ]


def loaded_by(names: list[str]) -> set[str]:
    probe = subprocess.run(
        [sys.executable, "-I", "-S", "-c", PROBE, str(REPOSITORY), json.dumps(names)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert probe.returncode == 0, probe.stderr
    return set(json.loads(probe.stdout))


def roots_loaded_by(layer: str) -> set[str]:
    folder = PACKAGE / layer
    names = module_names(folder) if folder.is_dir() else [f"reactor_nb.{layer}"]
    return {name.partition(".")[0] for name in loaded_by(names)}


@pytest.mark.parametrize("layer", [*SHARED, "html", "svg", "errors", "__init__"])
def test_the_shared_half_loads_only_standard_modules_and_no_event_loop(layer: str) -> None:
    roots = roots_loaded_by(layer)

    assert roots - sys.stdlib_module_names == {"reactor_nb"}
    assert "asyncio" not in roots


def browser_half() -> list[Path]:
    folders = [PACKAGE / name for name in ("core", "runtime", "client")]
    return [*PACKAGE.glob("*.py"), *(path for folder in folders for path in folder.rglob("*.py"))]


def does_work(check: ast.Assert) -> bool:
    """Tell whether leaving the assertion out could change what the program does."""
    calls = (node for node in ast.walk(check) if isinstance(node, ast.Call))
    harmless = {"callable", "isinstance", "len"}
    return any(not (isinstance(c.func, ast.Name) and c.func.id in harmless) for c in calls) or any(
        isinstance(node, ast.NamedExpr | ast.Await) for node in ast.walk(check)
    )


def test_the_browser_half_works_without_its_assertions() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in browser_half()}

    at_work = {
        path.relative_to(REPOSITORY).as_posix()
        for path, source in sources.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assert) and does_work(node)
    }

    assert at_work == set()
