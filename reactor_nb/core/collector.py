"""The garbage collector, held back while a tree is built."""

from __future__ import annotations

import gc


class collector_paused:
    """Keep the collector of cycles from running inside the block.

    A tree of thousands of nodes sets it off again and again, and it finds nothing, since all of
    them are in use. Other threads that build trees at the same time may end the pause early,
    which costs time and nothing else.
    """

    def __enter__(self) -> None:
        self._held = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._held:
            gc.enable()
