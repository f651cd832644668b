"""The Jupyter Server extension: which addresses it has, and what can be configured."""

from __future__ import annotations

from typing import Any

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from tornado.websocket import WebSocketHandler
from traitlets import Bool, Int

from reactor_nb._version import __version__
from reactor_nb.export.files import BUILD
from reactor_nb.labserver.browser_kernel import (
    ROUTE,
    BrowserKernel,
    KernelFileHandler,
    tell_page,
)
from reactor_nb.labserver.files import FrameFiles
from reactor_nb.labserver.handlers import BuildHandler, FileHandler
from reactor_nb.labserver.jobs import Jobs
from reactor_nb.labserver.tasks import ArchiveHandler, TaskHandler, TasksHandler
from reactor_nb.lite.lab import find_kernel

_MARK = "_reactor_nb"


class ReactorNb(ExtensionApp):
    """What the preview in JupyterLab needs of the Jupyter server."""

    name = "reactor_nb"
    extension_url = "/lab"
    load_other_extensions = True

    prompt_kernels = Bool(
        True,
        config=True,
        help="Send what a kernel says at once: else small messages wait for 40 ms.",
    )

    most_tasks = Int(
        2, min=1, config=True, help="So many notebooks are checked, explained or exported at once."
    )

    task_seconds = Int(
        600, min=1, config=True, help="A check, an explanation or an export may take so long."
    )

    def initialize_handlers(self) -> None:
        """Add our addresses."""
        options = {"files": FrameFiles(BUILD)}
        self._jobs = Jobs(self.most_tasks, self.task_seconds)
        jobs = {"jobs": self._jobs}
        self.handlers.extend(
            [
                (r"/reactor-nb/build", BuildHandler, options),
                (r"/reactor-nb/files/([0-9a-f]+)/(.+)", FileHandler, options),
                (r"/reactor-nb/tasks", TasksHandler, jobs),
                (r"/reactor-nb/tasks/([0-9a-f]+)", TaskHandler, jobs),
                (r"/reactor-nb/tasks/([0-9a-f]+)/archive", ArchiveHandler, jobs),
            ]
        )
        self._offer_browser_kernel()
        if self.prompt_kernels:
            send_at_once(KernelWebsocketHandler)

    def _offer_browser_kernel(self) -> None:
        found = find_kernel()
        if found is None:
            return
        folder, version = found
        if version != __version__:
            self.log.warning(
                "the kernel in the browser has reactor_nb %s, and %s is installed; run "
                "'reactor-nb lite --lab'",
                version,
                __version__,
            )
        kernel = BrowserKernel(folder)
        self.handlers.append((rf"/{ROUTE}([\w-]+)/(.+)", KernelFileHandler, {"kernel": kernel}))
        assert self.serverapp is not None
        page = self.serverapp.web_app.settings.setdefault("page_config_data", {})
        tell_page(page, self.serverapp.base_url, kernel)

    async def stop_extension(self) -> None:
        """End what still runs, before the server does."""
        self._jobs.close()


def send_at_once(handler: Any) -> None:
    """Have the websockets of kernels not wait for an acknowledgement before they send more.

    Args:
        handler: the class of these websockets; it may be given again.
    """
    open_as_before = handler.open
    if getattr(open_as_before, _MARK, False):
        return

    async def open_at_once(self: WebSocketHandler, kernel_id: str) -> None:
        self.set_nodelay(True)
        await open_as_before(self, kernel_id)

    setattr(open_at_once, _MARK, True)
    handler.open = open_at_once
