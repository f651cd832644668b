"""The preview's conversation with its panel, over a comm."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, Final

from reactor_nb._version import __version__
from reactor_nb.core.protocol import Message
from reactor_nb.errors import ReactorError
from reactor_nb.export.files import BUILD
from reactor_nb.kernel import interrupts
from reactor_nb.kernel.inbox import Inbox, loop_of
from reactor_nb.kernel.messages import (
    VERSION,
    read_look,
    read_notebook,
    read_number,
    read_page,
    read_page_message,
    read_question,
    shown,
)
from reactor_nb.kernel.ran import Ran
from reactor_nb.kernel.showing import Notebook, Problem, Showing
from reactor_nb.kernel.within import HERE, Within
from reactor_nb.runtime.registry import current

_OF_PAGES: Final = frozenset(("start", "page", "devtools"))
_log = logging.getLogger("reactor_nb.kernel")


class Conversation:
    """One panel that is open.

    Args:
        comm: how it is reached.
        ran: what the cells run.
        loop: the event loop that the cells have; messages may come in threads of others.
    """

    def __init__(self, comm: Any, ran: Ran, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._comm = comm
        self._told: tuple[Notebook, str] | None = None
        self._is_waiting = False
        self._stop_listening = ran.listen(self._has_run)
        self._tasks: set[asyncio.Task[None]] = set()
        self._one_at_a_time = asyncio.Lock()
        self._is_closed = False

    def begin(self, preview: Showing) -> None:
        """Listen to the panel.

        Args:
            preview: what it shows.
        """
        self._preview = preview
        Inbox(self._comm, self._loop, self._take, self._refuse, self.close)

    def _take(self, message: Mapping[str, Any]) -> None:
        interrupts.listen()
        data = message["content"]["data"]
        if self._is_closed or not isinstance(data, dict):
            return
        try:
            if isinstance(self._preview, Within) and data.get("kind") in _OF_PAGES:
                self._hear_page(self._preview, data)
                return
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

    def _refuse(self, why: str) -> None:
        self._send({"kind": "refused", "number": None, "message": why})

    def post(self, page: int, message: Message) -> None:
        """Give a message to a page that is rendered here."""
        self._send({"kind": "page", "page": page, "message": message})

    def show_devtools(self, page: int, message: Message) -> None:
        """Give what the devtools know of a page to the panel."""
        self._send({"kind": "devtools", "page": page, "message": message})

    def tell(self, problems: list[Problem]) -> None:
        """Say what went wrong in the author's code."""
        self._send({"kind": "told", "problems": problems})

    def _hear_page(self, preview: Within, data: Mapping[str, Any]) -> None:
        if data["kind"] == "start":
            preview.start(read_page(data))
        elif data["kind"] == "devtools":
            preview.look(*read_look(data))
        else:
            preview.receive(*read_page_message(data))

    def close(self) -> None:
        """Let go of what still runs for the panel."""
        self._is_closed = True
        self._stop_listening()
        for task in self._tasks:
            task.cancel()
        self._preview.close()

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
        except ReactorError as error:
            # What may go wrong: above all the author has interrupted it.
            self._send({"kind": "refused", "number": number, "message": str(error)})
        except Exception as error:
            # A mistake of ours: it is told, and the next message has its chance.
            _log.exception("the preview failed")
            text = f"{type(error).__name__}: {error}"
            self._send({"kind": "refused", "number": number, "message": text})
        except (asyncio.CancelledError, KeyboardInterrupt, BaseExceptionGroup) as error:
            # By an interrupt, or because the panel has gone, which hears nothing any more.
            text = "the kernel was interrupted before it could show the page"
            self._send({"kind": "refused", "number": number, "message": text})
            # In Pyodide an interrupt is raised in the author's code, and comes out of middleware
            # in a group; it must not go on, into the event loop.
            if isinstance(error, asyncio.CancelledError):
                raise

    async def _show(self, number: int | None, notebook: Notebook, url: str, known: str) -> None:
        self._told = notebook, url
        try:
            await self._one_at_a_time.acquire()
        finally:
            self._is_waiting = False
        if number is None:
            # Rendered without end, it would be the last that is heard, also of the cell.
            self._send({"kind": "begun"})
        try:
            found = await self._preview.show(notebook, url, known)
            message, buffers = shown(number, found)
            self._send(message, buffers)
            found.then()
        finally:
            self._one_at_a_time.release()

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
    given = message["content"]["data"]
    if not isinstance(given, dict):
        comm.close()  # whoever that is, it is no panel of ours
        return
    within = HERE or given.get("render") == "kernel"
    hello = {"kind": "hello", "version": VERSION, "package": __version__}
    comm.send({**hello, "render": "kernel" if within else "frame"}, buffers=_style(within))
    if given.get("version") != VERSION:
        return
    made = Conversation(comm, ran, loop_of(shell))
    about = ran, current.get(), shell.user_ns, Path.cwd()
    if within:
        made.begin(Within(*about, made.post, made.tell, made.show_devtools))
    else:
        # What serves an app takes half a second to import: only now is it needed.
        from reactor_nb.kernel.preview import Preview

        made.begin(Preview(*about))


def _style(within: bool) -> list[bytes]:
    """Return the style sheet that pages have, for a frame that can ask nobody for it."""
    if not within:
        return []
    try:
        return [(BUILD / "style.css").read_bytes()]
    except OSError:
        return []  # a package that was made without
