"""Writes the server's and the browser's module: the author's own text, piece by piece.

Both are plain Python. The browser's module names no cell and no line of the notebook, so that it
stays the same byte for byte while only server code changes; its line table is kept apart.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from reactor_nb.model.analyze import Unit
from reactor_nb.model.declare import without_loader
from reactor_nb.model.facts import all_arguments
from reactor_nb.model.snippet import Snippet, annotations_of, first_line, names_in

Row = tuple[int, int, int]
"""First line in the module, cell, first line in the cell."""

_FUTURES = ("annotations",)
_STUB_IMPORT = "from reactor_nb.runtime.registry import stub as __reactor_stub"
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(slots=True)
class Emitted:
    """A module's source and where each piece of it comes from."""

    source: str
    rows: tuple[Row, ...]


@dataclass(slots=True)
class _Writer:
    lines: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, text: str, unit: Unit, line: int, *, wide: bool, mark: bool) -> None:
        """Add a piece, with two empty lines around a definition as Python style has it."""
        if self.lines:
            self.lines += ["", ""] if wide else []
            if not wide and self.rows and self.rows[-1][1] != unit.cell:
                self.lines.append("")
        if mark and (not self.rows or self.rows[-1][1] != unit.cell):
            self.lines.append(f"# cell {unit.cell}")
        self.rows.append((len(self.lines) + 1, unit.cell, line))
        self.lines += text.split("\n")


def emit_server(
    units: Sequence[Unit], sources: Mapping[int, str], futures: Sequence[str]
) -> Emitted:
    """Return the server's module, ending with its own line table."""
    writer = _start(futures)
    _write(writer, units, sources, lambda unit, snippet: snippet.text, mark=True)
    table = "".join(f"\n    {row}," for row in writer.rows)
    writer.lines += [
        "",
        "",
        f"__reactor_cells__ = ({table}\n)" if table else "__reactor_cells__ = ()",
    ]
    return Emitted("\n".join(writer.lines) + "\n", tuple(writer.rows))


def emit_client(
    units: Sequence[Unit],
    sources: Mapping[int, str],
    futures: Sequence[str],
    missing: frozenset[str],
) -> Emitted:
    """Return the browser's module.

    Args:
        missing: names of the notebook that the browser does not get; where only an annotation
            mentions one, the annotation becomes ``object``.
    """
    writer = _start(futures)
    if any(unit.kind == "action" for unit in units):
        writer.lines.append(_STUB_IMPORT)

    def text(unit: Unit, snippet: Snippet) -> str:
        return _client_text(unit, snippet, missing)

    _write(writer, units, sources, text, mark=False)
    return Emitted("\n".join(writer.lines) + "\n", tuple(writer.rows))


def _start(futures: Sequence[str]) -> _Writer:
    names = [each for each in _FUTURES if each in futures]
    return _Writer([f"from __future__ import {', '.join(names)}"] if names else [])


def _write(
    writer: _Writer,
    units: Sequence[Unit],
    sources: Mapping[int, str],
    text: Callable[[Unit, Snippet], str],
    *,
    mark: bool,
) -> None:
    wide = False
    for _, group in groupby(units, key=lambda unit: id(unit.node)):
        pieces = list(group)
        unit = pieces[0]
        after = wide
        wide = isinstance(unit.node, _DEFINITIONS)
        if unit.alias:
            piece = _import_text(pieces)
        elif unit.kind == "delete":
            piece = f"del {', '.join(name for each in pieces for name in each.facts.deletes)}"
        else:
            piece = text(unit, Snippet(sources[unit.cell], unit.node))
        writer.add(piece, unit, first_line(unit.node), wide=wide or after, mark=mark)


def _import_text(pieces: Sequence[Unit]) -> str:
    node = pieces[0].node
    names = [unit.alias for unit in pieces if unit.alias]
    if isinstance(node, ast.ImportFrom):
        return ast.unparse(ast.ImportFrom(module=node.module, names=names, level=node.level))
    return ast.unparse(ast.Import(names=names))


def _client_text(unit: Unit, snippet: Snippet, missing: frozenset[str]) -> str:
    node = unit.node
    if unit.kind == "action":
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        return stub_text(node)
    for page in unit.pages:
        if page.loader is not None:
            snippet.replace_line(page.call, ast.unparse(without_loader(page.call)))
    for annotation in annotations_of(node):
        if names_in(annotation) & missing:
            snippet.replace(annotation, "object")
    return snippet.text


def stub_text(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """Return what the browser may know of an action: its name, parameters and types."""
    old = node.args
    arguments = ast.arguments(
        posonlyargs=old.posonlyargs,
        args=old.args,
        vararg=old.vararg,
        kwonlyargs=old.kwonlyargs,
        kw_defaults=[each and ast.Constant(...) for each in old.kw_defaults],
        kwarg=old.kwarg,
        defaults=[ast.Constant(...) for _ in old.defaults],
    )
    assert all_arguments(arguments) == all_arguments(old)
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"@__reactor_stub\nasync def {node.name}({ast.unparse(arguments)}){returns}: ..."
