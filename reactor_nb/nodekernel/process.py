"""Python in Pyodide, in a process of Node: requests go in, and what comes of them comes out."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import sysconfig
import threading
from collections import deque
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import IO, Any

from reactor_nb.nodekernel.cache import cache_folder
from reactor_nb.nodekernel.compiled import pydantic_paths
from reactor_nb.nodekernel.node import NodeError, find_node

Message = dict[str, Any]

PACKAGE = Path(__file__).parents[1]
PYODIDE = PACKAGE / "static" / "pyodide"
_HOST = Path(__file__).with_name("host.mjs")
_CHUNK = 1 << 16


class NodePython:
    """One interpreter. It starts at once, and what is asked meanwhile waits for it.

    Args:
        take: is called with every batch of messages that are no replies, in their order, in the
            thread that reads.
        folder: where the notebook lies.
    """

    def __init__(self, take: Callable[[list[Message]], None], folder: Path) -> None:
        self._take = take
        self._folder = folder
        self._ids = count(1)
        self._replies: dict[int, tuple[asyncio.AbstractEventLoop, asyncio.Future[Message]]] = {}
        self._lock = threading.Lock()
        self._outbox: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._failure: NodeError | None = None
        self._complaints: deque[str] = deque(maxlen=20)
        self._reader = threading.Thread(target=self._run, name="node", daemon=True)
        self._reader.start()

    async def ask(self, request: str, content: Message, parent: int | None = None) -> Message:
        """Ask the service in Pyodide for something, and return its reply.

        Args:
            request: what is asked for.
            content: plain JSON.
            parent: the number that outputs which come of it are marked with.

        Raises:
            NodeError: there is no Node, or it has ended.
        """
        number = next(self._ids)
        loop = asyncio.get_running_loop()
        reply: asyncio.Future[Message] = loop.create_future()
        with self._lock:
            if self._failure is not None:
                raise self._failure
            self._replies[number] = loop, reply
        self._send({"id": number, "request": request, "content": content, "parent": parent})
        return await reply

    def tell(self, request: str, content: Message, parent: int | None = None) -> None:
        """Ask for something, and wait for no reply."""
        self._send({"id": 0, "request": request, "content": content, "parent": parent})

    @property
    def has_ended(self) -> bool:
        """Whether there was an interpreter that is no more."""
        return self._process is not None and self._failure is not None

    def interrupt(self) -> None:
        """Stop what runs, as Ctrl+C does."""
        self._send({"interrupt": True})

    def answer(self, value: Any) -> None:
        """Give what ``input`` waits for."""
        self._send({"answer": value})

    def stop(self) -> None:
        """End the process; nothing that was asked is answered any more."""
        with self._lock:
            process, self._failure = self._process, NodeError("Python in Pyodide was stopped")
        if process is not None:
            process.kill()
            self._reader.join()

    def _send(self, message: Message) -> None:
        line = json.dumps(message, default=str) + "\n"
        with self._lock:
            if self._process is None:
                self._outbox.append(line)
            else:
                self._write(line)

    def _write(self, line: str) -> None:
        assert self._process is not None and self._process.stdin is not None
        try:
            self._process.stdin.write(line.encode("utf-8", "surrogatepass"))
            self._process.stdin.flush()
        except (OSError, ValueError):
            pass  # it has ended, which the thread that reads finds out, too

    def _run(self) -> None:
        """Start the process, and read what it says until it ends."""
        try:
            process = self._start(find_node())
            assert process.stdout is not None
            for batch in _batches(process.stdout):
                self._hand_on(batch)
            self._fail(NodeError(f"Python in Pyodide has ended: {self._last_words(process)}"))
        except NodeError as error:
            self._fail(error)
        except Exception as error:
            self._fail(NodeError(f"Python in Pyodide cannot be reached: {error}"))

    def _start(self, node: str) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._failure is not None:
                raise self._failure
            process = subprocess.Popen(
                [node, "--no-warnings", str(_HOST)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self._folder,
            )
            self._process = process
            self._write(json.dumps(_settings(self._folder)) + "\n")
            for line in self._outbox:
                self._write(line)
        self._listener = threading.Thread(target=self._listen, args=(process.stderr,), daemon=True)
        self._listener.start()
        return process

    def _listen(self, stderr: IO[bytes]) -> None:
        for line in stderr:
            self._complaints.append(line.decode(errors="replace").rstrip())

    def _last_words(self, process: subprocess.Popen[bytes]) -> str:
        """Wait for the end of a process, and return what it said last."""
        self._listener.join()
        with self._lock, process:  # which closes its pipes
            pass
        said = [line for line in self._complaints if line]
        return said[-1] if said else f"status {process.returncode}"

    def _hand_on(self, batch: list[Message]) -> None:
        """Hand each message to who waits for it: a reply after what was published before it."""
        others: list[Message] = []
        for message in batch:
            if "reply" not in message:
                others.append(message)
                continue
            if others:
                self._take(others)
                others = []
            self._resolve(message["reply"], message["content"])
        if others:
            self._take(others)

    def _resolve(self, number: int, content: Message) -> None:
        with self._lock:
            asked = self._replies.pop(number, None)
        if asked is not None:
            _in_loop(*asked, _set_result, content)

    def _fail(self, failure: NodeError) -> None:
        with self._lock:
            self._failure = failure
            waiting = list(self._replies.values())
            self._replies.clear()
        for loop, future in waiting:
            _in_loop(loop, future, _set_failure, failure)


def _in_loop(
    loop: asyncio.AbstractEventLoop,
    future: asyncio.Future[Message],
    tell: Callable[[asyncio.Future[Message], Any], None],
    what: Message | NodeError,
) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(tell, future, what)


def _set_result(future: asyncio.Future[Message], content: Message) -> None:
    if not future.done():
        future.set_result(content)


def _set_failure(future: asyncio.Future[Message], failure: NodeError) -> None:
    if not future.done():
        future.set_exception(failure)


def _batches(stdout: IO[bytes]) -> Iterator[list[Message]]:
    """Yield messages, all that are there at once together."""
    parts: list[bytes] = []
    while chunk := os.read(stdout.fileno(), _CHUNK):
        if b"\n" not in chunk:
            parts.append(chunk)
            continue
        *lines, rest = b"".join([*parts, chunk]).split(b"\n")
        parts = [rest]
        yield [json.loads(line) for line in lines]


def _settings(folder: Path) -> Message:
    """Return what the interpreter needs to know to start."""
    build = json.loads((PACKAGE / "static" / "build.json").read_bytes())
    return {
        "pyodide": str(PYODIDE),
        "folder": str(folder),
        "paths": [str(PACKAGE.parent), *pydantic_paths(build["pyodide"]), *_outside_paths()],
        "cache": str(cache_folder() / "pyodide"),
    }


def _outside_paths() -> list[str]:
    """Return where the packages of this environment lie; the standard library is Pyodide's."""
    own = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}
    own |= {folder / "lib-dynload" for folder in own}
    return [path for path in sys.path if path and Path(path).is_dir() and Path(path) not in own]
