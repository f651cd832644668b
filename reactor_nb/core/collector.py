"""The garbage collector, held back while a tree is built."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the collector of cycles from running inside the block.

    A tree of thousands of nodes sets it off again and again, and it finds nothing, since all of
    them are in use. Other threads that build trees at the same time may end the pause early,
    which costs time and nothing else.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
