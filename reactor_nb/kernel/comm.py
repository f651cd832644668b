"""The preview's conversation with its panel, over a comm."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

from reactor_nb._version import __version__
from reactor_nb.errors import ReactorError
from reactor_nb.kernel import interrupts
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
        loop: the event loop that the cells have; messages may come in threads of others.
    """

    def __init__(
        self, comm: Any, preview: Preview, ran: Ran, loop: asyncio.AbstractEventLoop
    ) -> None:
        self._loop = loop
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
        if asyncio.get_running_loop() is self._loop:
            self._take(message)
        else:
            self._loop.call_soon_threadsafe(self._take, message)

    def _take(self, message: Mapping[str, Any]) -> None:
        data = message["content"]["data"]
        try:
            number = read_number(data)
            match data.get("kind"):
                case "cells":
                    self._start(number, self._show(number, *read_notebook(data)))
                case "request":
                    self._start(number, self._answer(number, read_question(data)))
                case "ping":
                    self._send({"kind": "pong", "number": number})
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
        task = self._loop.create_task(self._guarded(number, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        interrupts.begin(task)

    async def _guarded(self, number: int | None, work: Coroutine[Any, Any, None]) -> None:
        interrupts.listen()
        try:
            await work
        except asyncio.CancelledError:
            # By an interrupt, or because the panel has gone, which hears nothing any more.
            text = "the kernel was interrupted before it could show the page"
            self._send({"kind": "refused", "number": number, "message": text})
            raise
        except Exception as error:
            # A mistake of ours: it is told, and the next message has its chance.
            _log.exception("the preview failed")
            text = f"{type(error).__name__}: {error}"
            self._send({"kind": "refused", "number": number, "message": text})

    async def _show(self, number: int | None, notebook: Notebook, url: str, known: str) -> None:
        self._told = notebook, url
        try:
            await self._one_at_a_time.acquire()
        finally:
            self._is_waiting = False
        try:
            message, buffers = shown(number, await self._preview.show(notebook, url, known))
        finally:
            self._one_at_a_time.release()
        self._send(message, buffers)

    async def _answer(self, number: int, question: Any) -> None:
        reply, problems = await self._preview.ask(question)
        message = {
            "kind": "response",
            "number": number,
            "status": reply.status,
            "headers": reply.headers,
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
        preview = Preview(ran, current.get(), shell.user_ns, Path.cwd())
        Conversation(comm, preview, ran, _loop_of(shell))


def _loop_of(shell: Any) -> asyncio.AbstractEventLoop:
    """Return the event loop of the cells: JupyterLab has comms answered in another thread."""
    known = getattr(getattr(shell.kernel, "io_loop", None), "asyncio_loop", None)
    return known or asyncio.get_running_loop()
