"""The module of our archive; all others lie in it as constants, and it gives them out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from inspect import CO_NESTED
from itertools import accumulate, pairwise
from types import CodeType, ModuleType
from typing import Any


class PackedLoader(Loader):
    """Finds and loads the modules of our package; the code of each is let go once it has run."""

    def __init__(self) -> None:
        self._codes: dict[str, CodeType] = {}
        self._may_have_more = True

    def add(self, columns: tuple[Any, ...]) -> None:
        """Give out these modules, too."""
        for code in from_columns(columns):
            path = code.co_filename.removesuffix(".py").removesuffix("/__init__")
            self._codes[path.replace("/", ".")] = code

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Return the spec of a module of ours that has not run, or ``None`` for any other."""
        if name not in self._codes and self._may_have_more and name.startswith("reactor_nb."):
            # What few apps use lies beside the code of those that do.
            self._may_have_more = False
            with suppress(ImportError):
                import_module("_reactor_more")
        code = self._codes.get(name)
        if code is None:
            return None
        file = code.co_filename
        return ModuleSpec(name, self, origin=file, is_package=file.endswith("/__init__.py"))

    def exec_module(self, module: ModuleType) -> None:
        """Run a module; where that fails, another import may try again."""
        code = self._codes[module.__name__]
        module.__file__ = code.co_filename
        exec(code, vars(module))
        del self._codes[module.__name__]


def from_columns(columns: tuple[Any, ...]) -> list[CodeType]:
    """Return the code of modules, of which `columns.py` made columns."""
    files, lines, instructions, sizes, starts, texts, rest = columns
    spans = pairwise(accumulate(memoryview(sizes).cast("H"), initial=0))
    names = (map(tuple, map(str.split, text.split("\n"))) for text in texts)
    waiting: list[CodeType] = []
    for row in zip(spans, memoryview(starts).cast("H"), *names, *rest, strict=True):
        (start, end), line, used, local, free, cells, *arguments, stack, flags = row[:11]
        file, name, constants, exceptions = row[11:]
        if nested := constants.count(StopIteration):
            inner = iter(waiting[-nested:])
            del waiting[-nested:]
            constants = tuple(next(inner) if one is StopIteration else one for one in constants)
        full_name = f"<locals>.{name}" if flags & CO_NESTED else name
        parts: list[Any] = [*arguments, len(local), stack, flags, instructions[start:end]]
        parts += constants, used, local, files[file], name, full_name, line, lines
        parts += exceptions, free, cells
        waiting.append(CodeType(*parts))
    return waiting


# The build puts the columns in the place of the text.
packed: Any = "the modules"
loader = PackedLoader()
loader.add(packed)
# In front, so that no import of ours looks through the archives first.
sys.meta_path.insert(0, loader)
del packed
