"""Notice when a notebook, or what belongs to it, has been saved."""

from __future__ import annotations

import asyncio
import hashlib
import json
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from reactor_nb.export.prepare import public_files

NEAR = 0.012
"""How often the notebook is looked at, in seconds: one question to the file system."""
POLL = 0.1
"""How often everything else is looked at."""
SETTLE = 0.25
"""How long nothing may change before a save counts as done, if that cannot be seen otherwise."""

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
        # The clock of a file system may be too slow to tell two saves apart.
        self._in_doubt = False

    async def saves(self) -> AsyncIterator[None]:
        """Yield after each save that changed the content of a file, once it is complete."""
        while True:
            await self._change()
            if await asyncio.to_thread(self._is_other):
                yield

    async def _change(self) -> None:
        """Wait until something has changed, and is whole."""
        waited = 0.0
        while True:
            await asyncio.sleep(NEAR)
            waited += NEAR
            mine = _signature(self._notebook)
            if mine is not None and mine != self._seen.get(self._notebook):
                if await asyncio.to_thread(_is_whole, self._notebook):
                    self._seen = {**self._seen, self._notebook: mine}
                    self._in_doubt = True
                    return
                await self._quiet()
                return
            if waited < POLL:
                continue
            waited = 0.0
            if self._in_doubt:
                self._in_doubt = False
                return
            if await asyncio.to_thread(self._signatures) != self._seen:
                await self._quiet()
                return

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
        found = {path: _signature(path) for path in self._watched()}
        return {path: one for path, one in found.items() if one is not None}

    def _watched(self) -> Iterator[Path]:
        yield self._notebook
        try:
            yield from self._notebook.parent.glob("*.py")
            for package in self._notebook.parent.glob("*/__init__.py"):
                yield from package.parent.rglob("*.py")
            yield from public_files(self._notebook.parent).values()
        except OSError:
            return  # a folder that is being moved


def _signature(path: Path) -> _Signature | None:
    try:
        status = path.stat()
    except OSError:
        return None  # gone, or about to be put in place
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _is_whole(notebook: Path) -> bool:
    """Return whether a notebook was written to its end."""
    try:
        return isinstance(json.loads(notebook.read_bytes()), dict)
    except (OSError, ValueError, RecursionError):
        return False


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
