"""A tree rendered to be read once, as the server does: no ids, no events, no effects.

``Root`` renders the same tree for a page that lives; ``tests/core`` holds the two to one HTML.
"""

from __future__ import annotations

from collections.abc import Coroutine, Generator
from contextvars import copy_context
from inspect import CORO_CREATED, getcoroutinestate
from typing import Any

from reactor_nb.core.collector import collector_paused
from reactor_nb.core.head import merge_heads
from reactor_nb.core.hooks import state_values
from reactor_nb.core.host import HostNode
from reactor_nb.core.instance import Instance
from reactor_nb.core.reconcile import Reconciler
from reactor_nb.core.render_html import render_html
from reactor_nb.core.row_writer import written_rows
from reactor_nb.core.scheduler import Scheduler
from reactor_nb.core.state import Store, use_store
from reactor_nb.core.undo import discard
from reactor_nb.core.vnode import HeadEntry, VComponent
from reactor_nb.core.work import Doing, Work
from reactor_nb.core.writing import Writing


class Started:
    """A coroutine that waits for somebody to run it, and the context to do it in."""

    def __init__(self, work: Coroutine[Any, Any, Any]) -> None:
        self.work = work
        self.context = copy_context()

    def cancel(self) -> None:
        """Never run it; whoever runs it already has its own way to stop it."""
        _close(self.work)

    def __await__(self) -> Generator[Any, Any, Any]:
        return self.work.__await__()


class Once:
    """A component and everything below it, rendered to be read.

    Args:
        node: the component.
        store: the page state of this render.
        writing: what writes it.
        loads: the resources of an earlier attempt; those that are not there yet wait in it.

    Raises:
        Exception: what the author's code raised, if no boundary caught it.

    ``html`` is what it shows, ``head`` the entries for the document's head, ``states`` the values
    of every hook that travels by instance path, ``remarks`` what the writing noted,
    ``parts`` are the HTML in pieces, ``is_waiting`` whether something waits without a fallback,
    ``started`` what must be run, each in its own context, before another attempt shows more.
    """

    def __init__(
        self,
        node: VComponent,
        store: Store,
        writing: type[Writing] = Writing,
        loads: dict[Any, Any] | None = None,
    ) -> None:
        self.loads = {} if loads is None else loads
        self.is_lasting = False
        self.write = written_rows
        self.started: list[Started] = []
        self.portals: Any = None
        self._scheduler = Scheduler(_nothing)
        self._ids = 0
        attempt = writing(self, self._scheduler)
        try:
            with use_store(store), collector_paused():
                attempt.mount(node)
                self.html, self.parts = attempt.html(), attempt.parts
                made = self._with_portals(node, attempt) if attempt.has_portals else attempt
            self.is_waiting = attempt.is_waiting
            self.head: list[HeadEntry] = merge_heads(made.heads)
            self.states = state_values(made.rendered)
            self.remarks = attempt.remarks
        except RecursionError:
            # Without the thousand frames that led there.
            raise attempt.too_deep() from None
        finally:
            attempt.release()

    def _with_portals(self, node: VComponent, first: Writing) -> Reconciler:
        """Render again, as a tree: where a portal is shown nobody knows before the end."""
        from reactor_nb.core.portal import HostPortal, put_in_place

        first.release()
        self._ids = 0
        attempt = Reconciler(self, self._scheduler)
        try:
            children: list[HostNode] = [attempt.mount(node)]
            put_in_place(children, [one for one in attempt.heads if isinstance(one, HostPortal)])
            self.html = render_html(children)
            self.parts = [self.html]
        finally:
            for instance in attempt.started:
                discard(instance)
        return attempt

    def close(self) -> None:
        """Give up what was started and never run."""
        for started in self.started:
            started.cancel()
        for slot in self.loads.values():
            if slot.pending:
                _close(slot.work)

    # What instances ask of their root

    def enqueue(self, instance: Instance) -> None:
        """Note that an instance must render again, which it does if it renders just now."""
        self._scheduler.enqueue(instance)

    def restored(self, instance: Instance) -> list[Any] | None:
        """Return nothing: this is the first render there is."""
        return None

    def next_id(self) -> int:
        """Return a number that no other ``use_id`` of this tree has."""
        self._ids += 1
        return self._ids

    def spawn(
        self, instance: Instance, work: Coroutine[Any, Any, Any], part_of: Doing | None = None
    ) -> Work:
        """Note a load, for whoever renders to run."""
        self.started.append(Started(work))
        return self.started[-1]


def _close(work: Coroutine[Any, Any, Any]) -> None:
    if getcoroutinestate(work) == CORO_CREATED:
        work.close()


def _nothing() -> None:
    """Nothing is rendered again."""
