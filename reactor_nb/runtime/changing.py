"""A session that goes on with new code and new data, as far as that can be."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reactor_nb.core.host import walk
from reactor_nb.core.instance import Instance
from reactor_nb.core.protocol import patch
from reactor_nb.runtime.fault import fault_of
from reactor_nb.runtime.info import PageInfo
from reactor_nb.runtime.page import decode_props, page_node
from reactor_nb.runtime.registry import REGISTRY_NAME
from reactor_nb.runtime.session import Session

if TYPE_CHECKING:
    # Pages do not have what stands in annotations alone.
    from reactor_nb.runtime.program import Program
    from reactor_nb.runtime.registry import Registry


class ChangingSession(Session):
    """A session that takes new code, and tells the page more of what goes wrong.

    ``module`` is the name of the app's own module.
    """

    module = ""
    _program: Program | None = None

    def receive(self, message: Any) -> None:
        """Take one message of the page.

        Raises:
            ValueError: the page sent what the protocol does not know.
        """
        if message[0] == "refresh":
            self.refresh(message[1])
        else:
            super().receive(message)

    def refresh(self, told: Mapping[str, Any]) -> None:
        """Take new code and new data, and tell what became of them.

        Args:
            told: all modules as ``code``, and the page's address and properties as ``data``, or
                nothing in their places.
        """
        try:
            done = {"taken": True, "notes": self._take(told)}
        except Exception as error:
            self._tell("fault", fault_of(error)._asdict())
            done = {"taken": False, "notes": []}
        self._tell("done", done)

    def _take(self, told: Mapping[str, Any]) -> list[str]:
        # The start of a page does not wait for these.
        from reactor_nb.runtime.refresh import Change
        from reactor_nb.runtime.renew import renew

        registry = self.registry
        change, layouts = Change(), dict(registry.layouts)
        if told["code"]:
            change = self.know().update(told["code"])
        if told["data"] or registry.layouts != layouts:
            self._reframe(registry, told["data"])
        ops, notes = renew(self.root, change)
        if registry.layouts != layouts:
            notes.append("the page begins anew: other layouts stand around it")
        ops += self.root.flush()
        if ops:
            self._transport.send(patch(self.acknowledged, ops))
        self.root.run_effects()
        return notes

    def _reframe(self, registry: Registry, data: Mapping[str, Any] | None) -> None:
        """Have the tree begin with other properties of the page, or with other layouts."""
        top = self.root.nodes()[0]
        assert isinstance(top, Instance)
        shown = self._page(registry)
        if shown is None:
            return
        info: PageInfo = top.props["value"]
        page = registry.page(data["path"] if data else shown.component.name)
        props = decode_props(page, data["props"]) if data else shown.props
        top.next_props = page_node(registry, page, props, info, shown.key).props
        self.root.enqueue(top)

    def _page(self, registry: Registry) -> Instance | None:
        components = [one.component for one in (*registry.pages, *registry.error_pages)]
        for node in walk(self.root.nodes()):
            if isinstance(node, Instance) and node.component in components:
                return node
        return None

    @property
    def registry(self) -> Registry:
        """What the app declares."""
        registry: Registry = vars(sys.modules[self.module])[REGISTRY_NAME]
        return registry

    def know(self) -> Program:
        """Work out what the code is, which the first change of it needs."""
        from reactor_nb.runtime.program import Program

        if self._program is None:
            self._program = Program(self.module)
        return self._program

    def _report(self, error: BaseException) -> None:
        self._tell("fault", fault_of(error)._asdict())
        super()._report(error)

    def _tell(self, what: str, told: Any) -> None:
        self._transport.send(["dev", what, told])
