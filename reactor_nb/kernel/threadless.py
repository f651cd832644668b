"""Where Python has no threads, as in a browser, what others leave to a thread is done at once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextvars import copy_context
from typing import Any, TypeVar

import anyio.to_thread

T = TypeVar("T")


async def run_here(work: Callable[..., T], *args: Any, **options: Any) -> T:
    """Do some work, seeing and changing what a thread would.

    Args:
        work: what to call.
        args: what to call it with.
        options: what a thread would need; nothing here does.
    """
    return copy_context().run(work, *args)


def do_without_threads() -> None:
    """Have the packages that serve an app start no threads, if there are none."""
    if sys.platform == "emscripten":
        anyio.to_thread.run_sync = run_here
