"""Which instances must render again, and in which order."""

from __future__ import annotations

from collections.abc import Callable

from reactor_nb.core.instance import Instance


class Scheduler:
    """The dirty instances of one root; asks for one flush per batch.

    Args:
        request_flush: called when the first instance of a batch becomes dirty; the host then
            calls ``Root.flush`` when it sees fit.
    """

    def __init__(self, request_flush: Callable[[], None]) -> None:
        self._request_flush = request_flush
        self._dirty: dict[Instance, None] = {}

    def enqueue(self, instance: Instance) -> None:
        """Note that an instance must render again."""
        if not instance.mounted:
            return
        first = not self._dirty
        self._dirty[instance] = None
        if first:
            self._request_flush()

    def discard(self, instance: Instance) -> None:
        """Forget an instance: it renders now, or is gone."""
        self._dirty.pop(instance, None)

    def take(self) -> Instance | None:
        """Return the dirty instance nearest to the root, so that parents render first."""
        if not self._dirty:
            return None
        instance = min(self._dirty, key=_depth)
        del self._dirty[instance]
        return instance

    def __contains__(self, instance: Instance) -> bool:
        return instance in self._dirty

    def __bool__(self) -> bool:
        return bool(self._dirty)


def _depth(instance: Instance) -> int:
    return instance.depth
