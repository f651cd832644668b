"""Files on their way to the disk: what they hold, and writing them so that they stay."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BUILD = Path(__file__).parents[1] / "static"
"""Where the wheel keeps the ready half of every app: our JavaScript, our Python, Pyodide."""

PUBLIC = "public"
"""The folder beside a notebook, and in an export, whose files are served as they are."""

Content = bytes | Path
"""What a file will hold: bytes made here, or a ready file to be copied."""

Files = dict[str, Content]
"""Relative paths with ``/``, and what each will hold."""

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file is larger than this system allows",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EMFILE: "too many files are open",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOTDIR: "a part of the path is a file",
    errno.EBUSY: "it is in use, perhaps as a mount point",
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """The size and the hash of a file, as the manifest records them."""

    size: int
    sha256: str


def reason(error: OSError) -> str:
    """Return what went wrong with a file, as one clause that names the file."""
    text = _REASONS.get(error.errno or 0) or (error.strerror or str(error)).lower()
    return f"{os.fsdecode(error.filename)}: {text}" if error.filename else text


def stamp(content: Content) -> Stamp:
    """Return the size and the hash of a file or of bytes."""
    if isinstance(content, bytes):
        return Stamp(len(content), hashlib.sha256(content).hexdigest())
    with content.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
        return Stamp(stream.tell(), digest.hexdigest())


def write(path: Path, content: Content) -> None:
    """Write a new file and wait until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        if isinstance(content, bytes):
            stream.write(content)
        else:
            with content.open("rb") as source:
                shutil.copyfileobj(source, stream, 1 << 20)
        stream.flush()
        os.fsync(stream.fileno())


def write_files(folder: Path, files: Files) -> None:
    """Write new files into a folder, and wait until the disk has each."""
    for name, content in files.items():
        write(folder / name, content)


def sync_folder(folder: Path) -> None:
    """Wait until the disk knows the names in a folder, where the system can say so."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Sync a folder and all folders in it."""
    for current, _, _ in os.walk(folder):
        sync_folder(Path(current))


def leaves(folder: Path, below: str = "") -> Iterator[str]:
    """Yield the relative path of everything that is no folder, and of each empty folder.

    Links are leaves: they are never followed.
    """
    with os.scandir(folder / below) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    if not found and below:
        yield below
    for entry in found:
        relative = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from leaves(folder, relative)
        else:
            yield relative
