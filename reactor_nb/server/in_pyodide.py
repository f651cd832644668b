"""An app served in Pyodide: what is loaded for that, and what does without threads.

What would run in a thread runs at once, where it stands. Everything else waits on the event loop,
and an app in Pyodide is asked in its own process: a call keeps nobody else waiting.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextvars import copy_context
from typing import Any, Final, TypeVar

T = TypeVar("T")

PACKAGES: Final = ("fastapi", "python-multipart")
"""What has to be loaded, by the names that locks of Pyodide have; they bring the rest along."""

THREADLESS: Final = sys.platform == "emscripten"
"""Whether a thread can be started."""


def run_here(function: Callable[..., T], *arguments: Any) -> T:
    """Call a function as a thread would: what it sets in its context ends with it."""
    return copy_context().run(function, *arguments)


def do_without_threads() -> None:
    """Have what Starlette and FastAPI give to a thread be called at once.

    All of them, and authors, reach threads by this one function of anyio: dependencies and
    endpoints that are not async, those that yield, and files that are read or sent.
    """
    import anyio.to_thread  # a kernel may have the time limit, and no anyio

    async def run_sync(function: Callable[..., T], *arguments: Any, **_: Any) -> T:
        return run_here(function, *arguments)

    anyio.to_thread.run_sync = run_sync  # type: ignore[assignment]
