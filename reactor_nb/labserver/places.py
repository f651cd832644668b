"""Which file the Lab means: only what its contents manager shows, and never outside its root."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from jupyter_server.utils import ApiPath, ensure_async, to_os_path
from tornado import web


async def notebook_at(contents: Any, path: str) -> Path:
    """Return the file of a notebook.

    Args:
        contents: the server's contents manager.
        path: what the Lab calls it.

    Raises:
        HTTPError: there is none, or it is not for this address to be seen.
    """
    if not path.endswith(".ipynb") or not await ensure_async(contents.file_exists(path)):
        raise web.HTTPError(404, "there is no such notebook")
    return await _inside(contents, path)


async def folder_at(contents: Any, path: str) -> Path:
    """Return the folder that an export may write, which need not exist.

    Raises:
        HTTPError: it may not be there.
    """
    if not PurePosixPath(path).name or not await ensure_async(
        contents.dir_exists(str(PurePosixPath(path).parent).removeprefix("."))
    ):
        raise web.HTTPError(404, "there is no folder to write it in")
    return await _inside(contents, path)


async def _inside(contents: Any, path: str) -> Path:
    if not contents.allow_hidden and await ensure_async(contents.is_hidden(path)):
        raise web.HTTPError(404, "there is no such file")
    root = Path(getattr(contents, "root_dir", ""))
    if not root.is_absolute():
        raise web.HTTPError(501, "the notebooks of this server are not files on its disk")
    found = Path(to_os_path(ApiPath(path.strip("/")), str(root)))
    # Links may lead inside, and not out.
    if not found.resolve().is_relative_to(root.resolve()):
        raise web.HTTPError(404, "this is outside of the server's folder")
    return found
