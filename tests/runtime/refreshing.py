"""A page whose code is changed while it is shown."""

from __future__ import annotations

import itertools
import sys
from textwrap import dedent
from typing import Any

from reactor_nb.core.host import walk
from reactor_nb.core.instance import Instance
from reactor_nb.runtime.blocks import with_blocks
from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.refresh import Code
from reactor_nb.runtime.renew import renew
from tests.core.stage import Stage
from tests.runtime import apps

HEAD = """from dataclasses import dataclass
from reactor_nb import *
from reactor_nb.html import button, div, li, p, ul
log = []
"""

_numbers = itertools.count(1)


class Shown:
    """A component of an app on a stage; ``log`` is a list that the app's code finds as ``log``."""

    def __init__(self, source: str, name: str = "App") -> None:
        module = f"shown_{next(_numbers)}_for_tests"
        apps.loaded.append(module)
        # As in a page: what is there first is compiled to blocks.
        self.registry = load_app(whole(source), module, f"{module}.py", prepare=with_blocks)
        self.module = sys.modules[module]
        self.code = Code(vars(self.module), whole(source))
        self.stage = Stage(getattr(self.module, name)())
        self.stage.root.run_effects()

    @property
    def log(self) -> list[Any]:
        log: list[Any] = self.module.log
        return log

    @property
    def html(self) -> str:
        return self.stage.html()

    def refresh(self, source: str) -> list[str]:
        """Change the code; return what the author is told."""
        change = self.code.update(whole(source))
        ops, notes = renew(self.stage.root, change)
        self.stage.page.apply(ops)
        self.stage.check()
        self.stage.root.run_effects()
        return notes

    def instances(self, name: str) -> list[Instance]:
        return [
            node
            for node in walk(self.stage.root.nodes())
            if isinstance(node, Instance) and node.component.name == name
        ]

    def __enter__(self) -> Shown:
        return self

    def __exit__(self, *_: object) -> None:
        self.stage.close()


def whole(source: str) -> str:
    """Return the source of an app with its imports."""
    return HEAD + dedent(source)
