"""Run an app's module and return what it declared."""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Callable, Coroutine, Sequence
from inspect import CO_COROUTINE
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, TypeAlias

from reactor_nb.core.location import CELLS_NAME, error_location, place_of
from reactor_nb.core.work import using
from reactor_nb.errors import ReactorError
from reactor_nb.runtime.registry import REGISTRY_NAME, Registry, current

Cells: TypeAlias = Sequence[Sequence[Any]]
Run: TypeAlias = Callable[[Coroutine[Any, Any, Any]], Any]
# Returns the source that runs in place of another, and the names that it needs.
Prepare: TypeAlias = Callable[[str], tuple[str, dict[str, Any]]]


def load_app(
    source: str,
    name: str,
    filename: str = "<app>",
    *,
    run: Run | None = None,
    configure: Callable[[Registry], None] | None = None,
    cells: Cells = (),
    prepare: Prepare | None = None,
) -> Registry:
    """Run an app's source as a module of its own and return its registry.

    Args:
        source: the emitted source.
        name: the module's name; in ``sys.modules`` it is found under it.
        filename: what tracebacks call it.
        run: runs a coroutine to its end, for sources that await at their top.
        configure: called with the registry before the source runs.
        cells: which lines came from which cell, where the source does not say so itself.
        prepare: what is done to the source before it runs; its lines keep their numbers.

    Raises:
        ReactorError: the source raised, with the author's cell and line in the message; or a
            module that is no app has this name.
    """
    before = sys.modules.get(name)
    if before is not None and REGISTRY_NAME not in vars(before):
        raise ReactorError(f"a Python module is named {name}, too; rename the notebook")
    registry = Registry(name)
    if configure is not None:
        configure(registry)
    module = ModuleType(name)
    module.__file__ = filename
    vars(module).update(
        {
            REGISTRY_NAME: registry,
            CELLS_NAME: cells or read_cells(source),
            "__package__": registry.package,
        }
    )
    remember_lines(source, filename)
    sys.modules[name] = module
    if prepare is not None:
        source, added = prepare(source)
        vars(module).update(added)
    try:
        _run(source, module, registry, run)
    except BaseException as error:
        sys.modules.pop(name, None)
        if before is not None:
            sys.modules[name] = before
        if isinstance(error, Exception):
            raise _located(error, vars(module), filename) from error
        raise
    return registry


def _run(source: str, module: ModuleType, registry: Registry, run: Run | None) -> None:
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    code = compile(source, str(module.__file__), "exec", flags=flags, dont_inherit=True)
    with using(current, registry):
        if code.co_flags & CO_COROUTINE:
            _run_coroutine(code, module, run)
        else:
            exec(code, vars(module))
    registry.finish(vars(module))


def _run_coroutine(code: CodeType, module: ModuleType, run: Run | None) -> None:
    if run is None:
        raise ReactorError("this code awaits at its top, which only a server's code may")
    run(eval(code, vars(module)))


def read_cells(source: str) -> Cells:
    """Return which lines came from which cell, from the last line; an error may come before it."""
    start = source.rfind(f"\n{CELLS_NAME} = ")
    if start < 0:
        return ()
    try:
        cells: Cells = ast.literal_eval(source[start:].partition(" = ")[2].strip())
    except (ValueError, SyntaxError):
        return ()
    return cells


def remember_lines(source: str, filename: str) -> None:
    """Let tracebacks show lines of a source that is not in a file."""
    if not Path(filename).is_file():
        lines = source.splitlines(keepends=True)
        linecache.cache[filename] = (len(source), None, lines, filename)


def _located(error: Exception, names: dict[str, Any], filename: str) -> ReactorError:
    """Return an error that says where in the notebook another one was raised."""
    place = error_location(error)
    if isinstance(error, SyntaxError) and error.filename == filename:
        place = _line(names, error.lineno or 1)
    what = str(error) if isinstance(error, ReactorError) else f"{type(error).__name__}: {error}"
    if place is None or what.startswith(place):
        return ReactorError(what)
    return ReactorError(f"{place}: {what}")


def _line(names: dict[str, Any], line: int) -> str | None:
    for first_line, cell, first_in_cell in reversed(names[CELLS_NAME]):
        if line >= first_line:
            return place_of(cell, line - first_line + first_in_cell)
    return f"line {line}"
