"""A page whose code is changed while it is shown."""

from __future__ import annotations

import sys
from textwrap import dedent
from typing import Any

from reactor_nb.core.host import walk
from reactor_nb.core.instance import Instance
from reactor_nb.runtime.refresh import Code
from reactor_nb.runtime.renew import renew
from tests.core.stage import Stage
from tests.runtime import apps


class Shown:
    """A component of an app on a stage; ``log`` is a list that the app's code finds as ``log``."""

    def __init__(self, source: str, name: str = "App") -> None:
        registry = apps.load("from reactor_nb import *\nlog = []\n" + dedent(source))
        self.module = sys.modules[registry.name]
        self.registry = registry
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
    return apps.HEAD + "from reactor_nb import *\nlog = []\n" + dedent(source)
