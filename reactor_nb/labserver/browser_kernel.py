"""The kernel that JupyterLab runs in the browser: its files, and where JupyterLab finds them."""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, Final

from jupyter_server.auth.decorator import authorized
from tornado import web

from reactor_nb.labserver.handlers import Giver
from reactor_nb.lite.settings import PLUGIN, kernel_settings

ROUTE: Final = "reactor-nb/kernel/"
"""Below the server's own address; then come the name of the folder and that of a file."""

_SETTINGS: Final = "litePluginSettings"


class BrowserKernel:
    """A folder that a kernel starts from.

    Args:
        folder: its name stands for its content.
    """

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self._paths = {
            path.relative_to(folder).as_posix(): path
            for path in folder.rglob("*")
            if path.is_file()
        }

    def read(self, folder: str, name: str) -> bytes | None:
        """Return a file, or nothing where there is none of that name."""
        path = self._paths.get(name) if folder == self.name else None
        return None if path is None else path.read_bytes()


class KernelFileHandler(Giver):
    """Gives out one file of the kernel."""

    def initialize(self, kernel: BrowserKernel, **options: Any) -> None:
        """Take what the extension gives."""
        super().initialize(**options)
        self._kernel = kernel

    @web.authenticated
    @authorized
    def get(self, folder: str, name: str) -> None:
        """Answer with a file."""
        content = self._kernel.read(folder, name)
        if content is None:
            raise web.HTTPError(404, "the kernel has no such file")
        self.give(name, content, stays=True)


def tell_page(page: MutableMapping[str, Any], base_url: str, kernel: BrowserKernel) -> None:
    """Say in the configuration of JupyterLab's page where the kernel is.

    The value is text: JupyterLab makes a list of the keys of anything else. What somebody else has
    said of other plugins stays.

    Args:
        page: what the page is told.
        base_url: the path of the server, with a slash at its end.
        kernel: which.
    """
    said = json.loads(page.get(_SETTINGS) or "{}")
    said[PLUGIN] = kernel_settings(f"{base_url}{ROUTE}{kernel.name}/")
    page[_SETTINGS] = json.dumps(said)
