"""Which instances must render again, and in which order."""

from __future__ import annotations

from collections import OrderedDict
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
        # By depth, so that a thousand dirty rows are taken without a thousand searches.
        self.levels: dict[int, OrderedDict[Instance, None]] = {}

    def enqueue(self, instance: Instance) -> None:
        """Note that an instance must render again."""
        if not instance.mounted:
            return
        first = not self.levels
        self.levels.setdefault(instance.depth, OrderedDict())[instance] = None
        if first:
            self._request_flush()

    def discard(self, instance: Instance) -> None:
        """Forget an instance: it renders now, or is gone."""
        level = self.levels.get(instance.depth)
        if level is not None:
            level.pop(instance, None)
            if not level:
                del self.levels[instance.depth]

    def take(self) -> Instance | None:
        """Return the dirty instance nearest to the root, so that parents render first."""
        if not self.levels:
            return None
        depth = min(self.levels)
        level = self.levels[depth]
        instance, _ = level.popitem(last=False)
        if not level:
            del self.levels[depth]
        return instance

    def __contains__(self, instance: Instance) -> bool:
        level = self.levels.get(instance.depth)
        return level is not None and instance in level

    def __bool__(self) -> bool:
        return bool(self.levels)
