"""Answers to the commands of the Lab's menu; like every Jupyter address, for who is logged in."""

from __future__ import annotations

import asyncio
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any, Final

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from reactor_nb.export.files import leaves
from reactor_nb.labserver.jobs import Busy, Job, Jobs
from reactor_nb.labserver.places import folder_at, notebook_at
from reactor_nb.labserver.work import KINDS

_WAIT: Final = 15.0
"""So many seconds a question for news waits: less than what stands between would allow."""

_PIECE: Final = 1 << 20


class _TaskHandler(APIHandler):
    auth_resource = "contents"

    def initialize(self, jobs: Jobs, **options: Any) -> None:
        """Take what the extension gives."""
        super().initialize(**options)
        self._jobs = jobs

    def _job(self, name: str) -> Job:
        found = self._jobs.get(name)
        if found is None:
            raise web.HTTPError(404, "there is no such task, or it was long ago")
        return found

    def _tell(self, job: Job) -> None:
        self.set_header("Cache-Control", "no-store")
        self.finish({**job.to_json(), "folder": job.shown})


class TasksHandler(_TaskHandler):
    """Begins with something."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Check, explain or export a notebook."""
        asked = self.get_json_body()
        kind, path = (asked.get(name) if isinstance(asked, dict) else None for name in _ASKED)
        if kind not in KINDS or not isinstance(path, str):
            raise web.HTTPError(400, "say what to do, and with which notebook")
        path = path.strip("/")
        notebook = await notebook_at(self.contents_manager, path)
        shown = str(PurePosixPath(path).with_name(f"{notebook.stem}-app"))
        out = await folder_at(self.contents_manager, shown)
        job = Job(kind, notebook, out, shown)
        try:
            self._jobs.start(job)
        except Busy as error:
            raise web.HTTPError(409, str(error)) from None
        self.set_status(201)
        self._tell(job)


_ASKED: Final = ("kind", "path")


class TaskHandler(_TaskHandler):
    """Tells of one of them, and ends it."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Answer with how far it is, as soon as that is further than what was seen."""
        job = self._job(name)
        seen = self.get_query_argument("seen", "0")
        await job.beyond(int(seen) if seen.isdecimal() else 0, _WAIT)
        self._tell(job)

    @web.authenticated
    @authorized
    def delete(self, name: str) -> None:
        """End it."""
        self._jobs.end(self._job(name), "it was cancelled")
        self.set_status(204)
        self.finish()


class ArchiveHandler(_TaskHandler):
    """Gives out what was exported, as one file."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Answer with a zip archive."""
        job = self._job(name)
        if job.kind != "export" or job.result is None or "size" not in job.result:
            raise web.HTTPError(404, "nothing was exported")
        if not job.out.is_dir():
            raise web.HTTPError(404, "the folder is not there any more")
        self.set_header("Content-Type", "application/zip")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        with tempfile.TemporaryFile() as file:
            await asyncio.to_thread(_pack, job.out, file)
            file.seek(0)
            while piece := file.read(_PIECE):
                self.write(piece)
                await self.flush()
        self.finish()


def _pack(folder: Path, file: Any) -> None:
    """Write the files of a folder to an archive, below the folder's own name; no links."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in leaves(folder):
            path = folder / name
            if path.is_file() and not path.is_symlink():
                archive.write(path, f"{folder.name}/{name}", _method(path))


def _method(path: Path) -> int:
    packed = path.suffix in {".br", ".gz", ".zip", ".png", ".jpg", ".webp"}
    return zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
