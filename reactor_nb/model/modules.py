"""The modules beside a notebook: which of them its cells import, and what they are called."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reactor_nb.model.cell import Cell
from reactor_nb.model.diagnostics import Diagnostic
from reactor_nb.model.facts import spelled_import
from reactor_nb.model.parse import Parsed, parse_module

_WORD = re.compile(r"[^\W\d]\w*")
# A line that goes on in the next one is one line.
_IMPORT = re.compile(r"^.*\bimport(?:_module|__)?\b(?:.*\\\n)*.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """A module beside the notebook.

    Args:
        name: its dotted name.
        path: its file, as seen from the notebook.
        source: its text, with ``\\n`` as the only line end.
        package: whether it may hold other modules.
        problems: what is wrong with its file.
    """

    name: str
    path: str
    source: str
    package: bool = False
    problems: tuple[Diagnostic, ...] = ()


Find = Callable[[str], ModuleSource | None]
"""Gives the module of a dotted name, if it is a file beside the notebook."""


def no_modules(name: str) -> None:
    """Find nothing: what has no folder has no modules beside it."""


class Import(NamedTuple):
    """An import statement: the module as it is written, and the names it takes from it."""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LocalModule:
    """A module beside the notebook that was read."""

    source: ModuleSource
    parsed: Parsed

    @property
    def package(self) -> str:
        """The package that its relative imports start from."""
        name = self.source.name
        return name if self.source.package else name.rpartition(".")[0]


@dataclass(slots=True)
class _Search:
    find: Find
    parse: Callable[[Cell], Parsed]
    found: dict[str, LocalModule | None] = field(default_factory=dict)
    words: dict[str, bool] = field(default_factory=dict)
    order: list[LocalModule] = field(default_factory=list)

    def may_import(self, source: str) -> bool:
        """Tell whether a source may import a module; to look at its tree takes much longer."""
        for line in _IMPORT.findall(source):
            for word in _WORD.findall(line):
                if word not in self.words:
                    self.words[word] = self.find(word) is not None
                if self.words[word]:
                    return True
        return False

    def follow(self, imports: Iterable[Import], package: str) -> None:
        for each in imports:
            module = absolute(each.module, package)
            if module is None:
                continue
            self.take(module)
            for name in each.names:
                # It may be a module, too, of a package that is here.
                if self.found.get(module):
                    self.take(f"{module}.{name}")

    def take(self, name: str) -> None:
        parent = name.rpartition(".")[0]
        if parent:
            self.take(parent)
        if name in self.found or (parent and self.found[parent] is None):
            self.found.setdefault(name, None)
            return
        source = self.find(name)
        self.found[name] = None
        if source is None:
            return
        module = LocalModule(source, self.parse(Cell(source.path, source.source, "")))
        self.found[name] = module
        if module.parsed.mark not in {"skip", "test"}:
            self.follow(imports_of(module.parsed.tree), module.package)
        self.order.append(module)


def find_modules(
    cells: Sequence[Parsed], find: Find, parse: Callable[[Cell], Parsed] = parse_module
) -> list[LocalModule]:
    """Return the modules that cells import, and those that these import; needed ones come first.

    Args:
        cells: the notebook.
        find: gives the modules beside it.
        parse: reads one of them.
    """
    search = _Search(find, parse)
    for cell in cells:
        if "import" in cell.source and search.may_import(cell.source):
            search.follow(imports_of(cell.tree), "")
    return search.order


def imports_of(tree: ast.AST) -> Iterator[Import]:
    """Return every import in a tree, by a statement or by a text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, ())
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield Import(module, tuple(alias.name for alias in node.names))
        elif isinstance(node, ast.Call) and (text := spelled_import(node)):
            yield Import(text, ())


def absolute(module: str, package: str) -> str | None:
    """Return the full name of a module as an import in a package writes it.

    Args:
        module: as it is written, with dots before it when it is relative.
        package: where relative names start.

    Returns:
        Nothing, where a relative name leads out of all packages.
    """
    name = module.lstrip(".")
    level = len(module) - len(name)
    if not level:
        return name
    parts = package.split(".") if package else []
    if level > len(parts):
        return None
    return ".".join([*parts[: len(parts) - level + 1], *([name] if name else [])])
