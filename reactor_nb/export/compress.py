"""Files in the two compressed forms that browsers ask for."""

from __future__ import annotations

import gzip
import os
import struct
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import brotli

from reactor_nb.export.files import Content

_LARGE = 1 << 20
"""From this size on the last few percent would cost seconds."""


def twins(content: Content) -> dict[str, Content]:
    """Return the compressed forms of a file by the ending of their names.

    A file of the build has them beside it already, unless a developer has just made it anew.
    """
    if isinstance(content, bytes):
        return {**compressed(content)}
    packed = content.read_bytes()
    brotli_form, gzip_form = (content.with_name(content.name + end) for end in (".br", ".gz"))
    if brotli_form.is_file() and gzip_form.is_file() and _is_of(gzip_form, packed):
        return {".br": brotli_form, ".gz": gzip_form}
    return {**compressed(packed)}


@lru_cache(maxsize=64)  # `dev` asks for the same wheels at every save
def compressed(content: bytes) -> Mapping[str, bytes]:
    """Compress content in both ways, the same at every run."""
    quality = 11 if len(content) < _LARGE else 9
    return {
        ".br": brotli.compress(content, quality=quality),
        ".gz": gzip.compress(content, 9, mtime=0),
    }


def _is_of(gzip_form: Path, content: bytes) -> bool:
    """Tell by its check sum whether a compressed file was made from this content."""
    with gzip_form.open("rb") as stream:
        stream.seek(-8, os.SEEK_END)
        found = struct.unpack("<II", stream.read(8))
    return found == (zlib.crc32(content), len(content) & 0xFFFFFFFF)
