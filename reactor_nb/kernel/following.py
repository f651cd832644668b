"""A mounted output that goes on with what other cells have made of its components."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reactor_nb.core.component import Component
from reactor_nb.core.context import Context
from reactor_nb.core.host import walk
from reactor_nb.core.instance import Instance
from reactor_nb.core.protocol import patch
from reactor_nb.core.state import Computed, State
from reactor_nb.core.vnode import Node
from reactor_nb.kernel.changes import News, is_affected
from reactor_nb.kernel.exchange import components_in, exchanged
from reactor_nb.runtime.info import PAGE_INFO, PageInfo
from reactor_nb.runtime.refresh import Change
from reactor_nb.runtime.renew import renew
from reactor_nb.runtime.session import Session, Transport
from reactor_nb.runtime.shape import shape_of


class FollowingSession(Session):
    """A session of what a cell has shown.

    Args:
        transport: the host.
        node: what the cell showed.
        tell: takes the errors that nothing caught.
    """

    def __init__(
        self, transport: Transport, node: Node, tell: Callable[[BaseException], None]
    ) -> None:
        super().__init__(transport, PAGE_INFO(PageInfo(), node))
        self.shown = node
        # Whether the page shows what is not mounted any more: its component, made anew, failed.
        self.is_lost = False
        self._tell = tell

    @property
    def is_live(self) -> bool:
        """Whether the page has taken over what was rendered first."""
        return self._live

    def needs(self, news: News, names: Mapping[str, Any]) -> bool:
        """Return whether something that a cell changed is part of this, or is needed by it.

        Args:
            news: what the cell changed.
            names: all names and values of the notebook.
        """
        parts = {*components_in(self.shown), *(one.component for one in self._instances())}
        parts |= self.root.store.cells.keys()  # type: ignore[arg-type]
        return any(
            one in news.others or one in news.gone or is_affected(one, news.names, names)
            for one in parts
        )

    def follow(self, news: News, names: Mapping[str, Any]) -> list[str]:
        """Go on with what a cell has changed; return what could not be kept.

        Args:
            news: what the cell changed.
            names: all names and values of the notebook.
        """
        change = Change(
            dict(self._components(news, names)),
            [*news.resets],
            types=tuple(old for old in news.others if isinstance(old, type)),
        )
        self._exchange(news.others)
        change.computed = [
            one
            for one in self.root.store.cells
            if isinstance(one, Computed) and is_affected(one, news.names, names)
        ]
        change.computed += [one for one in news.others.values() if isinstance(one, Computed)]
        self.shown = exchanged(self.shown, news.others)
        [top] = self.root.nodes()
        assert isinstance(top, Instance)
        top.next_props = PAGE_INFO(PageInfo(), self.shown).props
        self.root.enqueue(top)
        ops, notes = renew(self.root, change)
        ops += self.root.flush()
        self.is_lost = not all(one.rendered for one in self._instances())
        if ops and not self.is_lost:
            self._transport.send(patch(self.acknowledged, ops))
        self.root.run_effects()
        return notes

    def _components(self, news: News, names: Mapping[str, Any]) -> Iterator[tuple[Component, Any]]:
        """Yield the components that may show something else, with their shapes."""
        for old in {one.component for one in self._instances()}:
            new = news.others.get(old, old)
            if new is not old or is_affected(new, news.names, names):
                now = shape_of(new.function)
                # What has no name in the notebook has a hook for each that it calls, or says so.
                yield new, (news.shapes.get(old, now), now)

    def _exchange(self, others: Mapping[Any, Any]) -> None:
        """Have what is mounted be of the other components, with the memory that it has."""
        contexts: dict[int, dict[object, Any]] = {}
        for one in self._instances():
            one.component = others.get(one.component, one.component)
            # Those below share it.
            contexts[id(one.contexts)] = one.contexts
        cells = self.root.store.cells
        for old, new in others.items():
            if isinstance(old, (State, Computed)) and old in cells:
                cells[new] = cells.pop(old)
            elif isinstance(old, Context):
                for known in contexts.values():
                    if old in known:
                        known[new] = known.pop(old)

    def _report(self, error: BaseException) -> None:
        self._tell(error)
        super()._report(error)

    def _instances(self) -> Iterator[Instance]:
        return (one for one in walk(self.root.nodes()) if isinstance(one, Instance))
