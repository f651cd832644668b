"""The words of code that stays on the server, and those that the browser has anyway."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reactor_nb.model.build import Understood
from reactor_nb.model.facts import all_arguments
from reactor_nb.model.snippet import Snippet
from reactor_nb.model.unit import Unit

SHORTEST = 8
"""Strings from this length on are looked for."""

_NAME = re.compile(r"[^\W\d]\w*")
# What emitted modules say by themselves.
_EMITTED = (
    "from reactor_nb.runtime.registry import stub as __reactor_stub object annotations "
    "__reactor_loaded"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some code.

    Args:
        names: identifiers, also in comments and strings.
        strings: the text of its constants, line by line, where a line is long enough.
    """

    names: frozenset[str]
    strings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Apart:
    """What must not be in the browser's modules.

    Args:
        hidden: the words that only code has which does not go to the browser.
        shown: the text of the code that goes there.
    """

    hidden: Words
    shown: str


def words_apart(understood: Understood) -> Apart:
    """Return the words of all code that the browser does not get, without those that it gets."""
    every = (*understood.cells, *understood.modules)
    sources = {parsed.cell.index: parsed.source for parsed in every}
    shown: list[str] = [_EMITTED, *understood.client.modules]
    hidden: list[ast.AST] = []
    texts: list[str] = []
    for unit in understood.graph.units:
        snippet = Snippet(sources[unit.cell], unit.node)
        if unit.index not in understood.client.units:
            texts.append(_import_text(unit) or snippet.text)
            hidden.append(unit.node)
        else:
            shown.append(_shown_text(unit, snippet))
            parts = list(_kept_parts(unit))
            hidden += parts
            texts += [ast.unparse(part) for part in parts]
    text = "\n".join(shown)
    known = names_in(text)
    names = {name for each in texts for name in names_in(each)} - known
    names -= {*keyword.kwlist, *keyword.softkwlist, *dir(builtins)}
    strings = {each for node in hidden for each in _strings(node) if each not in text}
    return Apart(Words(frozenset(names), frozenset(strings)), text)


def names_in(text: str) -> set[str]:
    """Return every word of a text that could be an identifier."""
    return set(_NAME.findall(text))


def _import_text(unit: Unit) -> str:
    """Return what is imported; the other names of the statement may go elsewhere."""
    if unit.alias is None:
        return ""
    module = getattr(unit.node, "module", None) or ""
    return f"{module} {unit.alias.name} {unit.alias.asname or ''}"


def _shown_text(unit: Unit, snippet: Snippet) -> str:
    """Return the text that the browser may have of a unit."""
    node = unit.node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and unit.kind == "action":
        arguments = all_arguments(node.args)
        types = [each.annotation for each in arguments] + [node.returns]
        names = [node.name, *(each.arg for each in arguments)]
        return " ".join([*names, *(ast.unparse(each) for each in types if each)])
    for page in unit.pages:
        if page.loader is not None:
            snippet.replace(page.loader, "")
    return _import_text(unit) or snippet.text


def _kept_parts(unit: Unit) -> Iterator[ast.AST]:
    """Return the parts of a unit of the browser that stay on the server."""
    node = unit.node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and unit.kind == "action":
        yield from node.body
        yield from node.decorator_list
        yield from filter(None, [*node.args.defaults, *node.args.kw_defaults])
    yield from (page.loader for page in unit.pages if page.loader is not None)


def _strings(node: ast.AST) -> Iterable[str]:
    for each in ast.walk(node):
        value = each.value if isinstance(each, ast.Constant) else None
        if isinstance(value, bytes):
            value = value.decode("latin-1")
        if isinstance(value, str):
            # In a source, a line break of a string may be written in two ways.
            yield from (part for part in map(str.strip, value.split("\n")) if len(part) >= SHORTEST)
