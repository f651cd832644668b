"""A tree rendered to be read once, as the server does: no ids, no events, no effects.

``Root`` renders the same tree for a page that lives; ``tests/core`` holds the two to one HTML.
"""

from __future__ import annotations

from typing import Any

from reactor_nb.core.collector import collector_paused
from reactor_nb.core.head import merge_heads
from reactor_nb.core.hooks import state_values
from reactor_nb.core.instance import Instance
from reactor_nb.core.scheduler import Scheduler
from reactor_nb.core.state import Store, use_store
from reactor_nb.core.vnode import HeadEntry, VComponent
from reactor_nb.core.work import Work
from reactor_nb.core.writing import Writing
from reactor_nb.errors import RenderError


class Once:
    """A component and everything below it, rendered to be read.

    Args:
        node: the component.
        store: the page state of this render.
        writing: what writes it.

    Raises:
        Exception: what the author's code raised, if no boundary caught it.

    ``html`` is what it shows, ``head`` the entries for the document's head, ``states`` the values
    of every ``use_state`` and ``use_reducer`` by instance path, ``remarks`` what the writing noted.
    """

    def __init__(self, node: VComponent, store: Store, writing: type[Writing] = Writing) -> None:
        self._scheduler = Scheduler(_nothing)
        self._ids = 0
        attempt = writing(self, self._scheduler)
        try:
            with use_store(store), collector_paused():
                attempt.mount(node)
            self.html = "".join(attempt.parts)
            self.head: list[HeadEntry] = merge_heads(attempt.heads)
            self.states = state_values(attempt.rendered)
            self.remarks = attempt.remarks
        except RecursionError:
            # Without the thousand frames that led there.
            raise attempt.too_deep() from None
        finally:
            attempt.release()

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

    def spawn(self, *_: object) -> Work:
        """Raise: a tree that is read once starts nothing."""
        raise RenderError("nothing is started while the server renders")


def _nothing() -> None:
    """Nothing is rendered again."""
