"""A finished folder takes the place of another: all of it or nothing, whenever the power goes.

Everything happens beside the target, in names that start with ``.<target>.rnb-``. The new tree is
written to ``new``; a journal then says which folder is the new one, by its inode; the two folders
change places, in one step where the system can (``old`` stays unused), otherwise by two renames
through ``old``. Whoever finds a journal can tell from the inodes how far the swap got. What is
named ``trash`` may be removed by anyone at any time.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reactor_nb.errors import ExportError
from reactor_nb.export.files import reason, sync_folder, write

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2

Settle = Callable[[Path, Path], None]
"""Called with the old and the new tree when they have changed places, before the old one goes."""


@dataclass(frozen=True, slots=True)
class Place:
    """A target folder and the names beside it that a swap uses."""

    target: Path

    def _beside(self, what: str) -> Path:
        return self.target.with_name(f".{self.target.name}.rnb-{what}")

    @property
    def new(self) -> Path:
        """The tree being written; after an exchange, the old tree."""
        return self._beside("new")

    @property
    def old(self) -> Path:
        """The old tree, where the system cannot exchange two names."""
        return self._beside("old")

    @property
    def trash(self) -> Path:
        """The old tree, when nothing in it is needed any more."""
        return self._beside("trash")

    @property
    def journal(self) -> Path:
        """The record of a swap that has begun."""
        return self._beside("journal")

    @property
    def lock(self) -> Path:
        """Held by the one process that may touch the others."""
        return self._beside("lock")


@contextlib.contextmanager
def exclusive(place: Place) -> Iterator[None]:
    """Keep every other process from swapping this target meanwhile.

    Raises:
        ExportError: another process is at it.
    """
    descriptor = _acquire(place)
    try:
        yield
    finally:
        if sys.platform != "win32":
            place.lock.unlink(missing_ok=True)
        os.close(descriptor)


def recover(place: Place, settle: Settle) -> None:
    """Finish or undo what an interrupted swap left behind; the lock must be held."""
    staged = _read_journal(place.journal)
    if staged is not None:
        _finish(place, staged, settle)
    if place.old.exists() and not place.target.exists():
        place.old.rename(place.target)
    for tree in (place.new, place.old, place.trash):
        _remove(tree)
    place.journal.unlink(missing_ok=True)


def swap_in(place: Place, settle: Settle) -> None:
    """Put the tree at ``place.new`` in the target's place; the lock must be held."""
    if not place.target.exists():
        place.new.rename(place.target)
        sync_folder(place.target.parent)
        return
    place.new.chmod(place.target.stat().st_mode & 0o7777)
    write(place.journal, json.dumps({"new": _identity(place.new)}).encode())
    sync_folder(place.target.parent)
    if not _exchange(place.new, place.target):
        place.target.rename(place.old)
        place.new.rename(place.target)
    sync_folder(place.target.parent)
    recover(place, settle)


def is_interrupted(place: Place) -> bool:
    """Tell whether a swap began and did not end."""
    return place.journal.exists()


def _finish(place: Place, staged: list[int], settle: Settle) -> None:
    if not place.target.exists() and place.new.exists() and _identity(place.new) == staged:
        place.new.rename(place.target)
        sync_folder(place.target.parent)
    if place.target.exists() and _identity(place.target) == staged:
        for old in (place.new, place.old):
            if old.exists():
                settle(old, place.target)
                _remove(place.trash)
                old.rename(place.trash)


def _read_journal(journal: Path) -> list[int] | None:
    """Return the identity of the new tree; nothing when no swap can have begun."""
    try:
        data: Any = json.loads(journal.read_bytes())
        return [int(number) for number in data["new"]]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return None  # cut off while it was written, so before anything was renamed


def _identity(folder: Path) -> list[int]:
    status = folder.stat()
    return [status.st_dev, status.st_ino]


def _remove(tree: Path) -> None:
    if not tree.exists():
        return
    shutil.rmtree(tree, ignore_errors=True)
    if not tree.exists():
        return
    try:
        _open_up(tree)
        shutil.rmtree(tree)
    except OSError as error:
        raise ExportError(f"{tree} is of no use any more; remove it: {reason(error)}") from None


def _open_up(tree: Path) -> None:
    """Let folders that somebody made read-only be emptied."""
    tree.chmod(0o700)
    for current, folders, _ in os.walk(tree):
        for name in folders:
            if not os.path.islink(os.path.join(current, name)):
                os.chmod(os.path.join(current, name), 0o700)


def _acquire(place: Place) -> int:
    while True:
        descriptor = os.open(place.lock, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(descriptor)
            if _is_still(place.lock, descriptor):
                return descriptor
        except OSError as error:
            os.close(descriptor)
            if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                raise ExportError(f"another export to {place.target} is running") from None
            raise
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_still(path: Path, descriptor: int) -> bool:
    """Tell whether the locked file still has its name: its last owner may just have removed it."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


@cache
def _renameat2() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)


def _exchange(one: Path, other: Path) -> bool:
    """Let two names change places in one step; ``False`` where the system cannot."""
    renameat2 = _renameat2()
    if renameat2 is None:
        return False
    arguments = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if renameat2(*arguments) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))
