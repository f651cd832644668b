"""Start and stop an ASGI app that is not the server's own."""

from __future__ import annotations

import asyncio
from typing import Any

from reactor_nb.errors import ReactorError
from reactor_nb.export.inject import Message


class Lifespan:
    """One app from its start to its end; apps that know of no lifespan are taken as they are.

    Args:
        app: the ASGI app.
    """

    def __init__(self, app: Any) -> None:
        self.app = app
        self._inbox: asyncio.Queue[Message] = asyncio.Queue()
        self._outbox: asyncio.Queue[Message] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Let the app do what it must do first.

        Raises:
            ReactorError: it says that it cannot start.
        """
        self._task = asyncio.create_task(self._run())
        answer = await self._exchange("lifespan.startup")
        if answer["type"] == "lifespan.startup.failed":
            raise ReactorError(f"the app does not start: {answer.get('message', '')}")

    async def stop(self) -> None:
        """Let the app do what it must do last."""
        await self._exchange("lifespan.shutdown")
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    async def _exchange(self, kind: str) -> Message:
        await self._inbox.put({"type": kind})
        return await self._outbox.get()

    async def _run(self) -> None:
        scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
        try:
            await self.app(scope, self._inbox.get, self._outbox.put)
        finally:
            # Whoever waits for an answer must not wait for ever.
            for _ in range(2):
                await self._outbox.put({"type": "ended"})
