"""The cells that are marked as test: run with all that they need, and with data of their own."""

from __future__ import annotations

import asyncio
import inspect
import linecache
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reactor_nb.core.location import error_location, function_location
from reactor_nb.core.state import Store, use_store
from reactor_nb.core.work import using
from reactor_nb.export.files import PUBLIC
from reactor_nb.export.report import describe_all, describe_failure
from reactor_nb.model.app import AppModel
from reactor_nb.model.build import build_model
from reactor_nb.model.cell import Cell, Where
from reactor_nb.model.parse import parse_cell
from reactor_nb.notebook.modules import LocalModules
from reactor_nb.notebook.read import read_notebook
from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.modules import install, server_modules
from reactor_nb.runtime.registry import Registry, current

_MARK = re.compile(r"(\s*#\s*reactor\s*:\s*)test\s*(\n|\Z)", re.IGNORECASE)
_TAG = re.compile(r"\s*reactor\s*:\s*test\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tested:
    """What came of the tests of a notebook: its failures as lines, and how many went well."""

    failures: tuple[str, ...]
    passed: int


def run_tests(notebook: Path) -> Tested:
    """Run the tests of a notebook: asserts at the top of a cell, and functions named ``test_…``.

    Raises:
        NotebookError: the file cannot be read.
    """
    read = read_notebook(notebook)
    marked = [cell.index for cell in read.cells if parse_cell(cell).mark == "test"]
    if not marked:
        return Tested((), 0)
    # On the server, a cell that is marked takes along what it needs: just what a test wants.
    cells = [_as_server(cell) for cell in read.cells]
    built = build_model(cells, read.name, read.title, LocalModules(notebook.parent).find)
    errors = [one for one in built.diagnostics if one.severity == "error"]
    if built.model is None:
        return Tested(tuple(describe_all(errors, notebook)), 0)
    with tempfile.TemporaryDirectory(prefix="reactor_nb-") as data:
        return _run(built.model, notebook, Path(data), frozenset(marked))


def _as_server(cell: Cell) -> Cell:
    if parse_cell(cell).mark != "test":
        return cell
    tags = tuple("reactor: server" if _TAG.fullmatch(tag) else tag for tag in cell.tags)
    lines = cell.source.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    lines[first] = _MARK.sub(r"\1server\2", lines[first])
    return replace(cell, source="\n".join(lines), tags=tags)


def _run(model: AppModel, notebook: Path, data: Path, marked: frozenset[Where]) -> Tested:
    name = f"{model.name}_test"

    def configure(registry: Registry) -> None:
        registry.name = model.name
        registry.data = data
        registry.public = notebook.parent / PUBLIC
        install(registry, dict(server_modules(model, name)))

    try:
        registry = load_app(
            model.server_source, name, f"{name}.py", run=asyncio.run, configure=configure
        )
        found = list(_test_functions(vars(sys.modules[name]), marked))
        failures = [line for each in found if (line := _fails(each, registry, notebook))]
        # A cell of asserts alone is a test as well: it went well, or we would not be here.
        alone = len(marked) - len({_cell_of(each) for each in found})
        return Tested(tuple(failures), len(found) - len(failures) + alone)
    except (Exception, SystemExit) as error:
        return Tested((_told(error, notebook),), 0)
    finally:
        sys.modules.pop(name, None)


def _test_functions(names: dict[str, Any], marked: frozenset[Where]) -> Iterator[Callable[[], Any]]:
    for name, value in names.items():
        if name.startswith("test_") and inspect.isfunction(value) and _cell_of(value) in marked:
            yield value


def _cell_of(function: Callable[[], Any]) -> Where:
    found = re.match(r"cell (\d+)", function_location(function))
    return int(found[1]) if found else 0


def _fails(test: Callable[[], Any], registry: Registry, notebook: Path) -> str | None:
    """Run a test with a state of its own; return why it failed, as one line."""
    try:
        with ExitStack() as around:
            around.enter_context(using(current, registry))
            around.enter_context(use_store(Store()))
            result = test()
            if inspect.isawaitable(result):
                asyncio.run(_awaited(result))
    except (Exception, SystemExit) as error:
        return _told(error, notebook, test.__name__)
    return None


async def _awaited(result: Any) -> None:
    await result


def _told(error: BaseException, notebook: Path, test: str = "") -> str:
    """Return a failure as one line; a bare assert says what it asserted."""
    if isinstance(error.__cause__, AssertionError):
        error = error.__cause__  # at the top of a cell
    if isinstance(error, AssertionError) and not error.args and error_location(error):
        error = AssertionError(_asserted(error)).with_traceback(error.__traceback__)
    where, _, what = describe_failure(error, notebook).partition(": ")
    return f"{where}: {test} failed: {what}" if test else f"{where}: {what}"


def _asserted(error: AssertionError) -> str:
    text = ""
    step = error.__traceback__
    while step is not None:
        line = linecache.getline(step.tb_frame.f_code.co_filename, step.tb_lineno)
        text = line.strip().removeprefix("assert ") or text
        step = step.tb_next
    return text
