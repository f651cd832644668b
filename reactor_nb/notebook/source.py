"""The bytes of a notebook file, as text; what is not a plain, small enough file is refused."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from reactor_nb.errors import NotebookError

LARGEST = 100_000_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"


def read_text(path: Path, *, may_be_empty: bool = False) -> str:
    """Return the text of a file.

    Args:
        path: the file.
        may_be_empty: whether nothing in it is right, too.

    Raises:
        NotebookError: it is no plain file, too large, not readable, or not UTF-8.
    """
    data = _read_bytes(path)
    if not data.strip() and may_be_empty:
        return ""
    if not data.strip():
        raise NotebookError("the file is empty; save the notebook again", path, line=1, offset=0)
    if data.startswith(_UTF16) or b"\x00" in data[:4]:
        message = "the file is in UTF-16 or UTF-32, but notebooks are UTF-8; save it as UTF-8"
        raise NotebookError(message, path, offset=0)
    try:
        return data.removeprefix(_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start + (len(_MARK) if data.startswith(_MARK) else 0)
        line = data.count(b"\n", 0, offset) + 1
        message = (
            f"the byte 0x{data[offset]:02x} at offset {offset} is not UTF-8 (Latin-1 perhaps);"
            " save the file as UTF-8"
        )
        raise NotebookError(message, path, line=line, offset=offset) from None


def _read_bytes(path: Path) -> bytes:
    try:
        # Not waiting: a pipe that nobody writes to would hold us for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        raise NotebookError(f"the file cannot be opened: {_why(error)}", path) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise NotebookError("this is not a file but a folder, pipe or device", path)
        if status.st_size > LARGEST:
            raise NotebookError(_too_large(status.st_size), path)
        with os.fdopen(os.dup(handle), "rb") as file:
            # It may have grown; more than that is not asked for, since all is set aside at once.
            data = file.read(min(status.st_size * 2, LARGEST) + 1)
    except OSError as error:
        raise NotebookError(f"the file cannot be read: {_why(error)}", path) from None
    finally:
        os.close(handle)
    if len(data) > LARGEST:
        raise NotebookError(_too_large(len(data)), path)
    return data


def _why(error: OSError | ValueError) -> str:
    text = error.strerror if isinstance(error, OSError) else str(error)
    return (text or type(error).__name__).lower()


def _too_large(size: int) -> str:
    return (
        f"the file has {size / 1e6:.0f} MB, and the limit is {LARGEST / 1e6:.0f} MB;"
        " clear the outputs of the notebook"
    )
