"""The preview's conversation with its panel, over a comm."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

from reactor_nb._version import __version__
from reactor_nb.errors import ReactorError
from reactor_nb.kernel.messages import (
    VERSION,
    read_notebook,
    read_number,
    read_question,
    shown,
)
from reactor_nb.kernel.preview import Notebook, Preview
from reactor_nb.kernel.ran import Ran
from reactor_nb.runtime.registry import current

_log = logging.getLogger("reactor_nb.kernel")


class Conversation:
    """One panel that is open.

    Args:
        comm: how it is reached.
        preview: what it shows.
        ran: what the cells run.
    """

    def __init__(self, comm: Any, preview: Preview, ran: Ran) -> None:
        self._comm = comm
        self._preview = preview
        self._told: tuple[Notebook, str] | None = None
        self._is_waiting = False
        self._stop_listening = ran.listen(self._has_run)
        self._tasks: set[asyncio.Task[None]] = set()
        self._one_at_a_time = asyncio.Lock()
        comm.on_msg(self.receive)
        comm.on_close(lambda message: self.close())

    def receive(self, message: Mapping[str, Any]) -> None:
        """Take one message of the panel; the answer comes later."""
        data = message["content"]["data"]
        try:
            number = read_number(data)
            match data.get("kind"):
                case "cells":
                    self._start(number, self._show(number, *read_notebook(data)))
                case "request":
                    self._start(number, self._answer(number, read_question(data)))
                case kind:
                    raise ReactorError(f"the panel sent an unknown message: {str(kind)[:80]}")
        except ReactorError as error:
            self._send({"kind": "refused", "number": data.get("number"), "message": str(error)})

    def close(self) -> None:
        """Let go of what still runs for the panel."""
        self._stop_listening()
        for task in self._tasks:
            task.cancel()

    def _has_run(self, cell: str) -> None:
        """Show what a cell has changed; the panel need not ask."""
        told = self._told
        if told is None or self._is_waiting or all(one.id != cell for one in told[0].cells):
            return
        self._is_waiting = True
        self._start(None, self._show(None, *told, self._preview.version))

    def _start(self, number: int | None, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._guarded(number, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, number: int | None, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            # A mistake of ours: it is told, and the next message has its chance.
            _log.exception("the preview failed")
            text = f"{type(error).__name__}: {error}"
            self._send({"kind": "refused", "number": number, "message": text})

    async def _show(self, number: int | None, notebook: Notebook, url: str, known: str) -> None:
        self._told = notebook, url
        async with self._one_at_a_time:
            self._is_waiting = False
            message, buffers = shown(number, await self._preview.show(notebook, url, known))
        self._send(message, buffers)

    async def _answer(self, number: int, question: Any) -> None:
        reply, problems = await self._preview.ask(question)
        message = {
            "kind": "response",
            "number": number,
            "status": reply.status,
            "headers": dict(reply.headers),
            "problems": problems,
        }
        self._send(message, [reply.body])

    def _send(self, message: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        self._comm.send(message, buffers=buffers or [])


def open_preview(shell: Any, ran: Ran, comm: Any, message: Mapping[str, Any]) -> None:
    """Answer a panel that has opened a comm.

    Args:
        shell: the running ``InteractiveShell``.
        ran: what its cells ran.
        comm: how the panel is reached.
        message: how it introduced itself.
    """
    comm.send({"kind": "hello", "version": VERSION, "package": __version__})
    if message["content"]["data"].get("version") == VERSION:
        Conversation(comm, Preview(ran, current.get(), shell.user_ns, Path.cwd()), ran)
