"""The one module of our archive; all others lie in it as constants, and it gives them out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Any


class PackedLoader(Loader):
    """Finds and loads the modules of our package; the code of each is let go once it has run."""

    def __init__(self, codes: tuple[CodeType, ...]) -> None:
        self._codes: dict[str, CodeType] = {}
        for code in codes:
            path = code.co_filename.removesuffix(".py").removesuffix("/__init__")
            self._codes[path.replace("/", ".")] = code

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Return the spec of a module of ours that has not run, or ``None`` for any other."""
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


# The build puts the modules in the place of the text.
modules: Any = "the modules"
# In front, so that no import of ours looks through the archives first.
sys.meta_path.insert(0, PackedLoader(modules))
del modules
