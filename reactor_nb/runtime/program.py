"""All modules of an app that runs, as long as their code changes."""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reactor_nb.runtime.refresh import Change, Code
from reactor_nb.runtime.registry import REGISTRY_NAME
from reactor_nb.runtime.statements import read_statements

if TYPE_CHECKING:
    # Pages do not have what stands in annotations alone.
    from reactor_nb.core.component import Component
    from reactor_nb.runtime.load import Cells
    from reactor_nb.runtime.shape import Shape
    from reactor_nb.runtime.statements import Statement

    # The name of a module beside the notebook, or nothing for the notebook; its source and cells.
    Source = tuple[str, str, Cells]


class Program:
    """The notebook's own module, and those beside it.

    Args:
        module: the name of the notebook's own module.
    """

    def __init__(self, module: str) -> None:
        self._names = vars(sys.modules[module])
        self._codes: dict[str, Code] = {}
        self._find()

    def update(self, sources: Sequence[Source]) -> Change:
        """Have all modules be what new sources say; if one fails, all stay as they were.

        Args:
            sources: all modules.

        Raises:
            SyntaxError: one is no Python.
            Exception: what the author's code raised.
        """
        self._find()
        shapes: dict[Component, Shape] = {}
        for code in self._codes.values():
            shapes.update(code.shapes())
        changes: dict[str, Change] = {}
        try:
            for name, source, cells in self._in_order(sources):
                code = self._codes[name]
                imports = _imports(code.module, code.is_package, code.statements)
                anew = {one for one, *origin in imports if _is_other(changes, *origin)}
                changes[name] = code.update(source, cells, anew, shapes)
        except BaseException:
            for name in reversed(changes):
                self._codes[name].undo()
            raise
        self._change_later(sources)
        whole = Change()
        for change in changes.values():
            whole.add(change)
        return whole

    def _find(self) -> None:
        """Look for modules that have been imported meanwhile."""
        package = self._names[REGISTRY_NAME].package
        found = {"": self._names}
        for name, module in list(sys.modules.items()):
            if package and name.startswith(f"{package}."):
                found[name.removeprefix(f"{package}.")] = vars(module)
        for name, names in found.items():
            if name not in self._codes:
                source = "".join(linecache.getlines(names["__file__"]))
                self._codes[name] = Code(names, source, name)

    def _in_order(self, sources: Iterable[Source]) -> list[Source]:
        """Return the modules that have run, each after those that it imports."""
        waiting = {one[0]: one for one in sources if one[0] in self._codes}
        ordered: list[Source] = []

        def take(name: str) -> None:
            source = waiting.pop(name, None)
            if source is None:
                return
            code = self._codes[name]
            new = read_statements(source[1], code.statements)
            for _, origin, inside in _imports(name, code.is_package, new):
                take(origin)
                take(inside)
            ordered.append(source)

        for name in sorted(waiting, reverse=True):
            take(name)
        return ordered

    def _change_later(self, sources: Iterable[Source]) -> None:
        """Have what is imported later be the new code."""
        package = self._names[REGISTRY_NAME].package
        for finder in sys.meta_path:
            if not package or getattr(finder, "package", "") != package:
                continue
            modules: dict[str, Any] = vars(finder)["_modules"]
            for name, source, cells in sources:
                old = modules.get(f"{package}.{name}")
                if old is not None:
                    new = old._replace(source=source, cells=cells, prepare=None)
                    modules[f"{package}.{name}"] = new


def _imports(
    module: str, is_package: bool, statements: Iterable[Statement]
) -> Iterator[tuple[str, str, str]]:
    """Yield what a module has from others of the app.

    That is a name, the module that it comes from, and the module that it is, if it is one.
    """
    for one in statements:
        if one.text.startswith("from ."):
            [node] = ast.parse(one.text).body
            assert isinstance(node, ast.ImportFrom)
            parts = module.split(".") if module else []
            up = node.level - 1 if is_package or not module else node.level
            around = [*parts[: len(parts) - up], *filter(None, [node.module])]
            [name] = one.defines
            yield name, ".".join(around), ".".join([*around, node.names[0].name])


def _is_other(changes: Mapping[str, Change], origin: str, inside: str) -> bool:
    """Return whether what was imported is something else now."""
    if inside in changes:
        return bool(changes[inside].names)
    return origin in changes and inside.rpartition(".")[2] in changes[origin].names
