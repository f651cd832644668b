"""What is wrong with the definitions of a notebook, whoever needs them."""

from __future__ import annotations

import ast
import builtins
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from reactor_nb.model.cell import Where, words_for
from reactor_nb.model.diagnostics import Diagnostic, Span
from reactor_nb.model.facts import Place, place_of
from reactor_nb.model.graph import Graph, Need, touched_attributes
from reactor_nb.model.parse import Parsed, problem
from reactor_nb.model.unit import EXPORTED, NEVER, Unit

_CONTAINERS = frozenset({"list", "dict", "set", "defaultdict", "deque", "Counter", "OrderedDict"})
_CONTAINER_NODES = (
    *(ast.List, ast.Dict, ast.Set),
    *(ast.ListComp, ast.DictComp, ast.SetComp),
)


def check_units(units: Sequence[Unit]) -> Iterator[Diagnostic]:
    """Check every component, page and action."""
    yield from _twice(units)
    yield from _same_actions(units)
    yield from _paths(units)
    for unit in units:
        if unit.kind in EXPORTED:
            yield from _wrong_side(unit)
        if unit.kind == "action":
            yield from _action(unit)
        elif unit.kind in {"component", "page"} and hasattr(builtins, unit.name):
            message = f"'{unit.name}' hides the '{unit.name}' of Python in all cells"
            hint = "give the component another name"
            yield problem("RNB006", message, unit.cell, unit.place, hint=hint, severity="warning")
    yield from _public(units)


def check_pages(units: Sequence[Unit]) -> Iterator[Diagnostic]:
    """Check that there is something to show."""
    if not any(unit.kind == "page" for unit in units):
        hint = 'decorate a component with @page("/")'
        yield Diagnostic("RNB050", "there is no page to show", Span(None, None), hint=hint)


def _twice(units: Sequence[Unit]) -> Iterator[Diagnostic]:
    """Find names of components, pages and actions that stand for something else as well."""
    exported = {(unit.module, unit.name) for unit in units if unit.kind in EXPORTED}
    first: dict[tuple[str, str], Unit] = {}
    for unit in units:
        for name in unit.facts.defines:
            key = unit.module, name
            # ``Row = framed(Row)`` only refines it.
            if key not in exported or name in unit.facts.now or unit.kind in NEVER:
                continue
            before = first.setdefault(key, unit)
            if before is not unit and not _are_apart(before, unit):
                yield _defined_twice(name, before, unit)


def _are_apart(one: Unit, other: Unit) -> bool:
    """Tell whether one is for the server alone and the other for the browser alone."""
    return {one.mark, other.mark} == {"server", "client"}


def _defined_twice(name: str, before: Unit, unit: Unit) -> Diagnostic:
    place = "the same cell" if isinstance(unit.cell, int) else "the same module"
    if before.cell != unit.cell:
        place = words_for(before.cell)
    if unit.kind in EXPORTED:
        message = f"the {unit.kind} '{name}' is defined in {place}, too"
    else:
        message = f"'{name}' is the {before.kind} of {place}, and is defined anew"
    where = unit.place if unit.name == name else unit.facts.defines[name]
    return problem("RNB003", message, unit.cell, where, hint="rename one of the two")


def _same_actions(units: Sequence[Unit]) -> Iterator[Diagnostic]:
    """Find actions of different modules with one name: outside, that name is all they have."""
    first: dict[str, Unit] = {}
    for unit in units:
        if unit.kind == "action":
            before = first.setdefault(unit.name, unit)
            if before.module != unit.module:
                yield _defined_twice(unit.name, before, unit)


def _paths(units: Sequence[Unit]) -> Iterator[Diagnostic]:
    first: dict[str, Unit] = {}
    for unit in units:
        for page in unit.pages:
            # The names of parameters do not tell two paths apart; their types do.
            path = re.sub(r"\{\s*\w+", "{", page.path)
            if path in first:
                other = first[path]
                place = words_for(other.cell)
                message = f"the path {page.path!r} is that of '{other.name}' in {place}"
                hint = "give each page its own path"
                yield problem("RNB009", message, unit.cell, page.place, hint=hint)
            first.setdefault(path, unit)


def _wrong_side(unit: Unit) -> Iterator[Diagnostic]:
    hint = "mark the cell '# reactor: shared', or take the mark away"
    if unit.mark == "client" and unit.kind != "component":
        message = f"the {unit.kind} '{unit.name}' stands in a cell that is marked as client"
        yield problem("RNB025", message, unit.cell, unit.place, hint=hint)
    elif unit.mark == "server" and unit.kind == "page":
        message = f"the page '{unit.name}' stands in a cell that is marked as server"
        yield problem("RNB023", message, unit.cell, unit.place, hint=hint)


def _action(unit: Unit) -> Iterator[Diagnostic]:
    if unit.name.startswith("_"):
        message = f"the action '{unit.name}' would be called from outside by a private name"
        hint = "give it a name without a leading underscore"
        yield problem("RNB007", message, unit.cell, unit.place, hint=hint)
    arguments = getattr(unit.node, "args", None)
    if not isinstance(arguments, ast.arguments):
        return
    unnamed = [*arguments.posonlyargs, arguments.vararg, arguments.kwarg]
    names = [each.arg for each in unnamed if each]
    if names:
        message = f"the action '{unit.name}' has a parameter without a name to send: {names[0]}"
        hint = "write every parameter as 'name: type'"
        yield problem("RNB014", message, unit.cell, unit.place, hint=hint)


def _public(units: Sequence[Unit]) -> Iterator[Diagnostic]:
    public = [unit for unit in units if unit.kind == "action" and unit.public and not unit.open]
    if public:
        names = ", ".join(f"'{unit.name}'" for unit in public)
        message = f"anyone who can open the app can call {names}"
        hint = "write @action(guard=…) to restrict it, or guard=public to say that this is meant"
        where = public[0]
        yield problem("RNB051", message, where.cell, where.place, hint=hint, severity="info")


def check_shared_values(units: Iterable[Unit], graph: Graph) -> Iterator[Diagnostic]:
    """Warn of a list or dict of the module that the given units change when they are called."""
    told: set[str] = set()
    for unit in units:
        for name, place in unit.facts.changes_later.items():
            attributes = touched_attributes(unit.facts, name)
            need = Need(name, place, now=False, attributes=attributes)
            found = graph.origins(need, unit)
            if name not in told and any(_is_container(graph.units[index]) for index in found):
                told.add(name)
                message = f"on the server '{name}' is shared by all users, and this changes it"
                hint = "keep what belongs to one page in use_state or state()"
                yield problem("RNB052", message, unit.cell, place, hint=hint, severity="warning")


def _is_container(unit: Unit) -> bool:
    value = getattr(unit.node, "value", None)
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id in _CONTAINERS
    return isinstance(value, _CONTAINER_NODES)


def check_twins(cells: Sequence[Parsed]) -> Iterator[Diagnostic]:
    """Warn of names that look different but are the same to Python (NFKC)."""
    spelled: dict[str, dict[str, tuple[Where, Place]]] = defaultdict(dict)
    special = {
        unicodedata.normalize("NFKC", text)
        for cell in cells
        if not cell.source.isascii()
        for text, _ in _spellings(cell)
        if not text.isascii()
    }
    if not special:
        return
    for cell in cells:
        for text, place in _spellings(cell):
            name = unicodedata.normalize("NFKC", text)
            if name in special:
                spelled[name].setdefault(text, (cell.cell.index, place))
    for texts in spelled.values():
        first, *others = texts
        for other in others:
            index, place = texts[other]
            message = f"'{other}' and '{first}' are one name to Python"
            hint = "spell it the same everywhere"
            yield problem("RNB005", message, index, place, hint=hint, severity="warning")


def _spellings(cell: Parsed) -> Iterator[tuple[str, Place]]:
    """Return names as they are typed; the syntax tree has them normalised."""
    lines = [line.encode() for line in cell.source.split("\n")]
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.Name):
            text = lines[node.lineno - 1][node.col_offset : node.end_col_offset].decode()
            yield text, place_of(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            line = lines[node.lineno - 1][node.col_offset :].decode()
            match = re.match(r"(?:async\s+)?(?:def|class)\s+(\w+)", line)
            if match:
                yield match[1], place_of(node)
