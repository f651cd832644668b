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
from urllib.parse import parse_qs

from reactor_nb.export.dev_faults import Faults
from reactor_nb.export.dev_files import python_sources
from reactor_nb.export.hosts import Hosts
from reactor_nb.export.inject import ASGIApp, Injector, Receive, Scope, Send
from reactor_nb.export.lifespan import Lifespan
from reactor_nb.export.project import Built, Project
from reactor_nb.export.report import describe_error, one_line
from reactor_nb.export.updates import Updates, Version
from reactor_nb.export.watch import Watcher

PREFIX = "/_reactor/dev/"
_SCRIPT = f"{PREFIX}client.js"
_PLAIN = "font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1.5rem"
_JSON = "application/json"
_LARGEST = 1 << 16
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
        self._python = python_sources()
        self._noted: set[tuple[str, str]] = set()
        self._tell = tell
        self._run = secrets.token_hex(4)
        self._builds = itertools.count(1)
        self._version = f"{self._run}-0"
        self._problems: tuple[str, ...] = ()
        self._current: Lifespan | None = None
        self._updates = Updates()
        self._shown: Version | None = None
        self._changed = asyncio.Event()
        self._faults = Faults()
        self._closing = False
        self._watching: asyncio.Task[None] | None = None
        self._answers: dict[str, ASGIApp] = {
            "events": self._send_events,
            "client.js": self._send_script,
            "python": self._send_python,
            "update": self._send_update,
            "notes": self._take_notes,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with the newest app that works."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and (why := self._hosts.refusal(scope)) is not None:
            await _answer(send, 400, "text/plain; charset=utf-8", f"{why}.\n".encode())
        elif (answer := self._answer_to(scope)) is not None:
            await answer(scope, receive, send)
        elif self._current is not None:
            tag = f'<script src="{_SCRIPT}" data-version="{self._version}"%s></script>'
            await self._current.app(scope, receive, Injector(send, tag))
        else:
            await _answer(send, 500, "text/html; charset=utf-8", self._problem_page())

    def stop(self) -> None:
        """Let pages that listen go, so that the server can end; safe in a signal handler."""
        self._closing = True
        self._changed.set()

    def _answer_to(self, scope: Scope) -> ASGIApp | None:
        path: str = scope["path"] if scope["type"] == "http" else ""
        return self._answers.get(path.removeprefix(PREFIX)) if path.startswith(PREFIX) else None

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        watcher = Watcher(self._project.notebook)
        loop = asyncio.get_running_loop()
        self._faults.listen(lambda: loop.call_soon_threadsafe(self._tell_pages))
        await self._rebuild()
        self._watching = asyncio.create_task(self._watch(watcher))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._watching.cancel()
        self._faults.stop()
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
            warnings = built.warnings
            # An edit of a text beside the code is no other app.
            if built.version is None or built.version != self._shown:
                await self._take(built)
            else:
                self._problems = ()
        except Exception as error:  # such as a full disk: the next save may do better
            self._problems = (describe_error(error),)
        self._report(warnings, time.perf_counter() - start)
        self._tell_pages()

    async def _take(self, built: Built) -> None:
        # The author's code runs in the thread of the event loop, as it will on a server.
        loaded = self._project.load(built)
        if loaded.app is not None and built.version is not None:
            await self._show(loaded.app)
            self._shown = built.version
            self._updates.add(self._version, built.version)
            self._faults.clear()
        self._problems = loaded.problems

    def _tell_pages(self) -> None:
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

    async def _send_events(self, scope: Scope, receive: Receive, send: Send) -> None:
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
        problems = [self._problem(line) for line in self._problems]
        state = {"version": self._version, "problems": problems, "faults": self._faults.newest}
        return f"data: {json.dumps(state)}\n\n".encode()

    def _problem(self, line: str) -> dict[str, str]:
        place, _, message = line.partition(": ")
        return {"place": place, "message": message, "line": self._project.line_at(place)}

    async def _send_script(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _answer(send, 200, "text/javascript; charset=utf-8", self._script)

    async def _send_python(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _answer(send, 200, _JSON, self._python)

    async def _send_update(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = parse_qs(scope["query_string"].decode("latin-1")).get("from", [""])[0]
        update = self._updates.since(known)
        await _answer(send, 200, _JSON, json.dumps(update).encode())

    async def _take_notes(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell the terminal what a page says of new code; only a page of ours can ask for that."""
        headers = dict(scope["headers"])
        body = b""
        more = headers.get(b"x-reactor") == b"1" and scope["method"] == "POST"
        while more and len(body) < _LARGEST:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        try:
            notes = json.loads(body or b"[]")
        except ValueError:
            notes = []
        for note in notes if isinstance(notes, list) else ():
            if (self._version, note) not in self._noted:
                self._noted.add((self._version, note))
                self._tell(one_line(str(note)[:500]))
        await _answer(send, 200, _JSON, b"null")

    def _problem_page(self) -> bytes:
        lines = html.escape("\n".join(self._problems))
        return (
            '<!doctype html><html lang="en"><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark">'
            f"<title>{html.escape(self._project.notebook.name)}</title>"
            f'<body style="{_PLAIN}"><h1>This notebook is not an app yet</h1>'
            "<p>Once a save has mended it, this page becomes the app by itself.</p>"
            f'<noscript><pre style="white-space:pre-wrap">{lines}</pre></noscript>'
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
