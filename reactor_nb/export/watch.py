"""Notice when a notebook, or what belongs to it, has been saved."""

from __future__ import annotations

import asyncio
import hashlib
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from reactor_nb.export.prepare import public_files

POLL = 0.1
SETTLE = 0.25
"""How long nothing may change before a save counts as done, in seconds."""

_Signature = tuple[int, int, int]


class Watcher:
    """Looks at files again and again: that works on every file system, in containers too.

    Args:
        notebook: watched together with the modules beside it and its ``public/`` folder.
    """

    def __init__(self, notebook: Path) -> None:
        self._notebook = notebook
        self._seen = self._signatures()
        self._hashes = {path: _hash(path) for path in self._seen}

    async def saves(self) -> AsyncIterator[None]:
        """Yield after each save that changed the content of a file, once it is complete."""
        while True:
            await asyncio.sleep(POLL)
            if await asyncio.to_thread(self._signatures) == self._seen:
                continue
            await self._quiet()
            if await asyncio.to_thread(self._is_other):
                yield

    async def _quiet(self) -> None:
        """Wait until nothing has changed for a while."""
        while True:
            before = await asyncio.to_thread(self._signatures)
            await asyncio.sleep(SETTLE)
            if await asyncio.to_thread(self._signatures) == before:
                self._seen = before
                return

    def _is_other(self) -> bool:
        hashes = {path: _hash(path) for path in self._seen}
        before, self._hashes = self._hashes, hashes
        return hashes != before

    def _signatures(self) -> dict[Path, _Signature]:
        found = {}
        for path in self._watched():
            try:
                status = path.stat()
            except OSError:
                continue  # gone, or about to be put in place
            if stat.S_ISREG(status.st_mode):
                found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
        return found

    def _watched(self) -> Iterator[Path]:
        yield self._notebook
        try:
            yield from self._notebook.parent.glob("*.py")
            for package in self._notebook.parent.glob("*/__init__.py"):
                yield from package.parent.rglob("*.py")
            yield from public_files(self._notebook.parent).values()
        except OSError:
            return  # a folder that is being moved


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
