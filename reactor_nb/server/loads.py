"""What a page waits for, run on the event loop; without FastAPI, for kernels have none."""

from __future__ import annotations

from asyncio import create_task, gather

from reactor_nb.core.render_once import Started
from reactor_nb.server.time_limit import outcome


async def run_all(started: list[Started]) -> None:
    """Run loads side by side, each in its own context."""
    tasks = [create_task(outcome(one.work), context=one.context) for one in started]
    for _, error in await gather(*tasks):
        if error is not None:
            raise error
