"""Answers to the preview's panel; like every Jupyter address, for those who are logged in."""

from __future__ import annotations

from typing import Any, Final

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from tornado import web

from reactor_nb._version import __version__
from reactor_nb.labserver.files import FrameFiles
from reactor_nb.server.files import media_type

_FOREVER: Final = "private, max-age=31536000, immutable"


class BuildHandler(APIHandler):
    """Names the files that there are now; what is loaded under this name never changes."""

    auth_resource = "contents"

    def initialize(self, files: FrameFiles, **options: Any) -> None:
        """Take what the extension gives."""
        super().initialize(**options)
        self._files = files

    @web.authenticated
    @authorized
    def get(self) -> None:
        """Answer with the name."""
        try:
            build = self._files.build()
        except OSError as error:
            raise web.HTTPError(
                500, "this installation of reactor_nb has no browser half; run 'make static'"
            ) from error
        self.set_header("Cache-Control", "no-store")
        self.finish({"build": build, "package": __version__})


class Giver(JupyterHandler):
    """Gives out files, to those who may read the notebooks."""

    auth_resource = "contents"

    def give(self, name: str, content: bytes, *, stays: bool) -> None:
        """Answer with a file.

        Args:
            name: the file; its ending says what it is.
            content: what is in it.
            stays: whether its address never stands for anything else.
        """
        self.set_header("Content-Type", media_type(name))
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", _FOREVER if stays else "no-store")
        self.finish(content)


class FileHandler(Giver):
    """Gives out one file that the preview's frame runs."""

    def initialize(self, files: FrameFiles, **options: Any) -> None:
        """Take what the extension gives."""
        super().initialize(**options)
        self._files = files

    @web.authenticated
    @authorized
    def get(self, build: str, name: str) -> None:
        """Answer with a file, packed as the client can unpack it."""
        asked = self.request.headers.get("Accept-Encoding", "").lower()
        codings = {part.partition(";")[0].strip() for part in asked.split(",")}
        found = self._files.read(name, codings)
        if found is None:
            raise web.HTTPError(404, "the preview has no such file")
        content, coding = found
        self.set_header("Vary", "Accept-Encoding")
        if coding:
            self.set_header("Content-Encoding", coding)
        self.give(name, content, stays=build == self._files.build())
