"""Files of an app: of which type one is, and which of the author's there are; without FastAPI."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

_TYPES: Final[Mapping[str, str]] = {
    ".avif": "image/avif",
    ".css": "text/css",
    ".csv": "text/csv",
    ".gif": "image/gif",
    ".htm": "text/html",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tsv": "text/tab-separated-values",
    ".ttf": "font/ttf",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".whl": "application/zip",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
_TEXTS: Final = frozenset(("text/css", "text/csv", "text/html", "text/javascript", "text/markdown"))


def media_type(name: str) -> str:
    """Return the media type of a file by its name, the same on every machine."""
    kind = _TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
    return f"{kind}; charset=utf-8" if kind in _TEXTS or kind == "text/plain" else kind


def public_file(folder: Path, name: str) -> Path | None:
    """Return the file of a name; hidden files, and links to elsewhere, are none of ours.

    Args:
        folder: that of the author's files, as they are now.
        name: a path in it, with ``/``.
    """
    parts = name.split("/")
    if any(not part or part.startswith(".") or _is_odd(part) for part in parts):
        return None
    try:
        root = folder.resolve()
        path = root.joinpath(*parts).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return None
    return path if path.is_file() and path.is_relative_to(root) else None


def _is_odd(part: str) -> bool:
    return any(mark in part for mark in "\\:\0")
