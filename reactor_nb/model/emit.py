"""Writes the server's and the browser's module: the author's own text, piece by piece.

Both are plain Python. The browser's module names no cell and no line of the notebook, so that it
stays the same byte for byte while only server code changes; its line table is kept apart.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from reactor_nb.model.app import Part
from reactor_nb.model.cell import Row, Where
from reactor_nb.model.declare import without_loader
from reactor_nb.model.facts import all_arguments
from reactor_nb.model.imports import Imports
from reactor_nb.model.snippet import Snippet, annotations_of, first_line, names_in
from reactor_nb.model.unit import Unit

Missing = Callable[[Unit, str], bool]
"""Tells whether the browser does not get what a unit means by a dotted name."""

NO_PARTS: Mapping[int, Unit] = {}

_FUTURES = ("annotations",)
_STUB_IMPORT = "from reactor_nb.runtime.registry import stub as __reactor_stub"
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(slots=True)
class Emitted:
    """A module's source, where each piece of it comes from, and the parts of single pages."""

    source: str
    rows: tuple[Row, ...]
    parts: tuple[Part, ...] = ()


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
        if mark and not unit.module and (not self.rows or self.rows[-1][1] != unit.cell):
            self.lines.append(f"# cell {unit.cell}")
        self.rows.append((len(self.lines) + 1, unit.cell, line))
        self.lines += text.split("\n")


@dataclass(frozen=True, slots=True)
class Content:
    """What one module of one side is made of.

    Args:
        units: what it has, in file order.
        loads: of these the imports that are there to have a module run, and which.
        sources: the text of every cell and module.
        futures: what it imports of ``__future__``.
        imports: writes its import statements.
    """

    units: Sequence[Unit]
    loads: Mapping[int, str]
    sources: Mapping[Where, str]
    futures: Sequence[str]
    imports: Imports


def emit_server(content: Content) -> Emitted:
    """Return a module of the server, ending with its own line table."""
    writer = _start(content.futures)

    _write(writer, content, content.units, lambda unit: _own_text(unit, content), mark=True)
    table = "".join(f"\n    {row}," for row in writer.rows)
    writer.lines += [
        "",
        "",
        f"__reactor_cells__ = ({table}\n)" if table else "__reactor_cells__ = ()",
    ]
    return Emitted("\n".join(writer.lines) + "\n", tuple(writer.rows))


def emit_client(
    content: Content, is_missing: Missing, alone: Mapping[int, Unit] = NO_PARTS
) -> Emitted:
    """Return a module of the browser: what all pages need, and then part by part what one needs.

    Args:
        content: what it is made of.
        is_missing: tells whether the browser does not get a name; where only an annotation
            mentions such a one, the annotation becomes ``object``.
        alone: the units that one page alone needs, with that page.
    """
    writer = _start(content.futures)
    if any(unit.kind == "action" for unit in content.units):
        writer.lines.append(_STUB_IMPORT)

    def text(unit: Unit) -> str:
        gone = tuple(any(is_missing(unit, name) for name in names) for _, names in _annotated(unit))
        if unit.kind != "action" and not any(gone) and not any(page.loader for page in unit.pages):
            return _own_text(unit, content)
        return _known_text(unit, gone, lambda: _client_text(unit, gone, content))

    shared = [unit for unit in content.units if unit.index not in alone]
    _write(writer, content, shared, text, mark=False)
    by_page: dict[str, list[Unit]] = {page.name: [] for page in alone.values()}
    for unit in content.units:
        if unit.index in alone:
            by_page[alone[unit.index].name].append(unit)
    parts: list[Part] = []
    for name, inside in by_page.items():
        begin = len(writer.lines) + 1
        _write(writer, content, inside, text, mark=False)
        parts.append(Part(name, begin, len(writer.lines)))
    return Emitted("\n".join(writer.lines) + "\n", tuple(writer.rows), tuple(parts))


def _start(futures: Sequence[str]) -> _Writer:
    names = [each for each in _FUTURES if each in futures]
    return _Writer([f"from __future__ import {', '.join(names)}"] if names else [])


def _write(
    writer: _Writer,
    content: Content,
    units: Sequence[Unit],
    text: Callable[[Unit], str],
    *,
    mark: bool,
) -> None:
    wide = False
    for _, group in groupby(units, key=lambda unit: id(unit.node)):
        pieces = list(group)
        unit, node = pieces[0], pieces[0].node
        after = wide
        wide = isinstance(node, _DEFINITIONS)
        loads = [content.loads[each.index] for each in pieces if each.index in content.loads]
        if loads or isinstance(node, ast.Import | ast.ImportFrom):
            piece = _import_text(pieces, loads, content)
        elif isinstance(node, ast.Delete):
            piece = ast.unparse(node)
        else:
            piece = text(unit)
        writer.add(piece, unit, first_line(node), wide=wide or after, mark=mark)


def _import_text(pieces: Sequence[Unit], loads: Sequence[str], content: Content) -> str:
    """Return an import statement, on one line with those that only have a module run."""
    node = pieces[0].node
    lines = [content.imports.load(module) for module in loads]
    aliases = [each.alias for each in pieces if each.alias and each.index not in content.loads]
    if aliases and isinstance(node, ast.Import | ast.ImportFrom):
        lines.append(content.imports.text(node, aliases))
    return "; ".join(lines)


def _known_text(unit: Unit, key: object, text: Callable[[], str]) -> str:
    """Return the text of a unit; ``key`` is all that else decides about it."""
    if unit.links.modules:
        return text()
    texts: dict[object, str] = unit.memo.setdefault("texts", {})
    if key not in texts:
        texts[key] = text()
    return texts[key]


def _own_text(unit: Unit, content: Content) -> str:
    """Return the text of a unit as its author wrote it, but for the imports in it."""

    def text() -> str:
        snippet = Snippet(content.sources[unit.cell], unit.node)
        if unit.links.modules:
            content.imports.rewrite(snippet, unit.node)
        return snippet.text

    return _known_text(unit, "own", text)


def _annotated(unit: Unit) -> list[tuple[ast.expr, set[str]]]:
    """Return the annotations in a unit, and the names that each of them mentions."""
    known: list[tuple[ast.expr, set[str]]] | None = unit.memo.get("annotated")
    if known is None:
        known = unit.memo["annotated"] = [
            (annotation, names_in(annotation)) for annotation in annotations_of(unit.node)
        ]
    return known


def _client_text(unit: Unit, gone: Sequence[bool], content: Content) -> str:
    """Return what the browser gets of a unit; ``gone`` tells which types it does not have."""
    node = unit.node
    if unit.kind == "action":
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        return stub_text(node)
    snippet = Snippet(content.sources[unit.cell], node)
    if unit.links.modules:
        content.imports.rewrite(snippet, node)
    for page in unit.pages:
        if page.loader is not None:
            snippet.replace_line(page.call, ast.unparse(without_loader(page.call)))
    for (annotation, _), is_gone in zip(_annotated(unit), gone, strict=True):
        if is_gone:
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
