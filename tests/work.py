"""How much work something is, in steps that are the same on every machine and at every load."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from types import FrameType
from typing import Any

_SEARCHES = frozenset({"count", "index", "remove"})


class Work:
    """Counts the lines of Python that are run inside ``with``, and what searches of lists pass.

    Other work in C is not seen: ``in`` a list, ``insert(0, …)``, a slice, a text that grows.
    """

    def __init__(self) -> None:
        self.steps = 0

    def __enter__(self) -> Work:
        self._outer = sys.gettrace(), sys.getprofile()
        sys.setprofile(self._call)
        sys.settrace(self._line)
        return self

    def __exit__(self, *_: object) -> None:
        # Python drops them where they have no room left on the stack.
        counted_all = sys.gettrace() == self._line and sys.getprofile() == self._call
        sys.settrace(self._outer[0])
        sys.setprofile(self._outer[1])
        assert counted_all, "the stack was too full to count"

    def _line(self, frame: FrameType, event: str, arg: Any) -> Any:
        self.steps += event == "line"
        return self._line

    def _call(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "c_call" and arg.__name__ in _SEARCHES:
            searched = arg.__self__
            self.steps += len(searched) if isinstance(searched, list | tuple | deque) else 0


def growth_of(prepare: Callable[[int], Callable[[], object]], size: int) -> float:
    """Return how many times the work it is for twice the size: 2 if linear, 4 if quadratic.

    Args:
        prepare: returns what is to be measured, for a size; preparing is not measured.
        size: the smaller of the two sizes.
    """
    prepare(size)()  # what is done once only is done before
    steps = []
    for one in (size, 2 * size):
        measured = prepare(one)
        with Work() as work:
            measured()
        steps.append(work.steps)
    return steps[1] / steps[0]
