"""The app of a notebook while it is being written: each save shows at once."""

from __future__ import annotations

import asyncio
import html
import itertools
import json
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reactor_nb.export.hosts import Hosts
from reactor_nb.export.inject import Injector, Receive, Scope, Send
from reactor_nb.export.lifespan import Lifespan
from reactor_nb.export.project import Project
from reactor_nb.export.report import describe_error
from reactor_nb.export.watch import Watcher

PREFIX = "/_reactor/dev/"
_EVENTS = f"{PREFIX}events"
_SCRIPT = f"{PREFIX}client.js"
_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'"

Tell = Callable[[str], None]


class DevApp:
    """An ASGI app that shows the newest state of a notebook that works.

    Args:
        project: the notebook and where its files for the browser go.
        script: the page's side of this.
        tell: takes a line for the terminal.
        hosts: the names under which it answers.
    """

    def __init__(self, project: Project, script: Path, tell: Tell, hosts: Hosts) -> None:
        self._project = project
        self._hosts = hosts
        self._script = script.read_bytes()
        self._tell = tell
        self._run = secrets.token_hex(4)
        self._builds = itertools.count(1)
        self._version = f"{self._run}-0"
        self._problems: tuple[str, ...] = ()
        self._current: Lifespan | None = None
        self._changed = asyncio.Event()
        self._closing = False
        self._watching: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with the newest app that works."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and (why := self._hosts.refusal(scope)) is not None:
            await _answer(send, 400, "text/plain; charset=utf-8", f"{why}.\n".encode())
        elif scope["type"] == "http" and scope["path"] == _EVENTS:
            await self._send_events(receive, send)
        elif scope["type"] == "http" and scope["path"] == _SCRIPT:
            await _answer(send, 200, "text/javascript; charset=utf-8", self._script)
        elif self._current is not None:
            tag = f'<script src="{_SCRIPT}" data-version="{self._version}"%s></script>'
            await self._current.app(scope, receive, Injector(send, tag))
        else:
            await _answer(send, 500, "text/html; charset=utf-8", self._problem_page())

    def stop(self) -> None:
        """Let pages that listen go, so that the server can end; safe in a signal handler."""
        self._closing = True
        self._changed.set()

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        watcher = Watcher(self._project.notebook)
        await self._rebuild()
        self._watching = asyncio.create_task(self._watch(watcher))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._watching.cancel()
        if self._current is not None:
            await self._current.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self, watcher: Watcher) -> None:
        async for _ in watcher.saves():
            await self._rebuild()

    async def _rebuild(self) -> None:
        start = time.perf_counter()
        warnings: tuple[str, ...] = ()
        try:
            built = await asyncio.to_thread(self._project.build)
            # The author's code runs in the thread of the event loop, as it will on a server.
            loaded = self._project.load(built)
            if loaded.app is not None:
                await self._show(loaded.app)
            self._problems, warnings = loaded.problems, built.warnings
        except Exception as error:  # such as a full disk: the next save may do better
            self._problems = (describe_error(error),)
        self._report(warnings, time.perf_counter() - start)
        self._changed.set()
        self._changed = asyncio.Event()

    async def _show(self, app: Any) -> None:
        previous, following = self._current, Lifespan(app)
        await following.start()
        self._current = following
        self._version = f"{self._run}-{next(self._builds)}"
        if previous is not None:
            await previous.stop()

    def _report(self, warnings: tuple[str, ...], seconds: float) -> None:
        for line in (*self._problems, *warnings):
            self._tell(line)
        if self._problems and self._current is not None:
            self._tell("the last version that worked is still shown")
        elif not self._problems:
            self._tell(f"{self._project.notebook.name} is up to date ({seconds:.2f} s)")

    async def _send_events(self, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.ensure_future(_wait_until_gone(receive))
        while not (self._closing or gone.done()):
            change = asyncio.ensure_future(self._changed.wait())
            await send({"type": "http.response.body", "body": self._event(), "more_body": True})
            await asyncio.wait({gone, change}, return_when=asyncio.FIRST_COMPLETED)
            change.cancel()
        gone.cancel()
        if self._closing:
            await send({"type": "http.response.body", "body": b""})

    def _event(self) -> bytes:
        state = {"version": self._version, "problems": self._problems}
        return f"data: {json.dumps(state)}\n\n".encode()

    def _problem_page(self) -> bytes:
        lines = html.escape("\n".join(self._problems))
        return (
            '<!doctype html><html lang="en"><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
            f"<title>{html.escape(self._project.notebook.name)}</title>"
            "<h1>This notebook is not an app yet</h1>"
            f'<pre style="white-space:pre-wrap">{lines}</pre>'
            f'<script src="{_SCRIPT}" data-version="{self._version}"></script></html>'
        ).encode()


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(send: Send, status: int, kind: str, body: bytes) -> None:
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
