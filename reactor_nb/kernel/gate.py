"""How many messages a panel may send: more than any page has to say, and never without an end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

_RATE: Final = 500.0
_BURST: Final = 1000.0


class Gate:
    """Lets so many messages through in a second, and more for a moment.

    Args:
        clock: the time, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left = _BURST
        self._since = clock()
        self._told = -1.0

    def lets(self) -> bool:
        """Return whether a message may come in."""
        now = self._clock()
        self._left = min(_BURST, self._left + (now - self._since) * _RATE)
        self._since = now
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def tells(self) -> bool:
        """Return whether it is to be said that messages are dropped: once in a second."""
        now = self._clock()
        if self._told >= 0 and now - self._told < 1:
            return False
        self._told = now
        return True
