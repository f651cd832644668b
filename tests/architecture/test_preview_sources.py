"""The modules that only previews have find all that they use in what the browser loads."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator

from reactor_nb.export.dev_files import preview_sources
from tests.architecture.test_pyodide_build import run_in_pyodide

SOURCES: dict[str, str] = json.loads(preview_sources())


def imported(source: str) -> Iterator[tuple[str, str]]:
    """Yield what a module imports of our package when it runs, with the modules it is in."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        match waiting.pop():
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.ImportFrom(module=str(module), names=names):
                if module.partition(".")[0] == "reactor_nb":
                    yield from ((module, name.name) for name in names)
            case node:
                waiting += ast.iter_child_nodes(node)


def test_nothing_that_they_import_is_left_out_of_the_build() -> None:
    wanted = {pair for source in SOURCES.values() for pair in imported(source)}
    outside = sorted((module, name) for module, name in wanted if module not in SOURCES)
    outside = [(module, name) for module, name in outside if f"{module}.{name}" not in SOURCES]

    code = f"""
import importlib, json, sys, types
from pyodide.ffi import to_js
missing = []
for module, name in json.loads({json.dumps(json.dumps(outside))}):
    try:
        if not hasattr(importlib.import_module(module), name):
            importlib.import_module(f"{{module}}.{{name}}")
    except ImportError as error:
        missing.append(str(error))
json.dumps(missing)
"""
    assert len(outside) > 40
    assert run_in_pyodide(code) == []
