"""A real ipykernel, spoken to as JupyterLab does."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty
from types import TracebackType
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from reactor_nb.kernel.views import MIME

PATIENCE = 60.0


class Kernel:
    """A kernel with one comm to its preview.

    Args:
        folder: where the notebook is.
        cells: its cells, by their ids.
        manager: what starts it; by default an ipykernel.
    """

    def __init__(
        self, folder: Path, cells: dict[str, str], manager: KernelManager | None = None
    ) -> None:
        self.cells = cells
        self._manager: Any = manager or KernelManager(kernel_name="python3")
        self._folder = folder
        self._number = 0
        self.begun = 0

    def __enter__(self) -> Kernel:
        self._manager.start_kernel(cwd=str(self._folder))
        self._client: BlockingKernelClient = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=PATIENCE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)
        self._manager.cleanup_resources()
        self._manager.context.destroy()

    def run(self, *names: str) -> str:
        """Run cells; return how the last one ended."""
        status = ""
        for name in names:
            asked = self.begin(name)
            reply: Any = {}
            while reply.get("parent_header", {}).get("msg_id") != asked:
                reply = self._client.get_shell_msg(timeout=PATIENCE)
            status = reply["content"]["status"]
            self.error = reply["content"].get("evalue")
        return status

    def begin(self, name: str) -> str:
        """Run a cell without waiting for it; return the name of the request."""
        content = {
            "code": self.cells[name],
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        return self._send("execute_request", content, {"cellId": name})

    def open(self, version: int = 1, **more: str) -> dict[str, Any]:
        """Open the comm, and return how the kernel introduces itself."""
        data = {"version": version, **more}
        self._send("comm_open", {"comm_id": "one", "target_name": "reactor_nb", "data": data})
        return self.hear()[0]

    def show(
        self, url: str = "/", cells: Sequence[dict[str, Any]] | None = None, known: str = ""
    ) -> dict[str, Any]:
        """Tell of the notebook, and return what is to be shown, with the files by their names."""
        message, buffers = self.ask(
            kind="cells",
            name="app",
            title="",
            url=url,
            known=known,
            cells=self.told() if cells is None else cells,
        )
        files = dict(zip(message.get("files", ()), buffers, strict=True))
        return {**message, "contents": files}

    def interrupt(self) -> None:
        """Interrupt what the kernel does, as the Lab's button does."""
        self._manager.interrupt_kernel()

    def interrupted(self) -> list[dict[str, Any]]:
        """Interrupt the kernel once it is silent; return what it says until it is so again."""
        said: list[dict[str, Any]] = []
        for act in (self.interrupt, lambda: None):
            with suppress(Empty):
                while True:
                    said.append(self.hear(patience=3)[0])
            act()
        return said

    def told(self) -> list[dict[str, Any]]:
        """Return the cells as JupyterLab tells of them."""
        return [
            {"index": place, "id": name, "source": source, "tags": []}
            for place, (name, source) in enumerate(self.cells.items(), 1)
        ]

    def request(
        self, url: str, body: str, headers: dict[str, str] | None = None
    ) -> tuple[dict[str, Any], bytes]:
        """Post to the app, as its page does."""
        own = {"content-type": "application/json", "x-reactor": "1"}
        message, [content] = self.ask(
            kind="request", method="POST", url=url, headers=headers or own, body=body
        )
        return message, content

    def ask(self, **data: Any) -> tuple[dict[str, Any], list[bytes]]:
        """Send a message with a number, and return the answer."""
        self._number += 1
        self.say({"number": self._number, **data})
        message, buffers = self.hear()
        while message.get("number") is None:
            # What was told unasked: a cell has run, or a page is rendered here.
            message, buffers = self.hear()
        assert message["number"] == self._number
        return message, buffers

    def view_of(self, name: str) -> str:
        """Run a cell, and return the name of the view that it shows."""
        self.run(name)
        while True:
            message: Any = self._client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "execute_result":
                found: str = message["content"]["data"][MIME]["view"]
                return found

    def open_view(self, view: object, name: str = "one") -> None:
        """Open the comm of an output."""
        content = {"comm_id": name, "target_name": "reactor_nb.view", "data": {"view": view}}
        self._send("comm_open", content)

    def close(self) -> None:
        """Close the comm."""
        self._send("comm_close", {"comm_id": "one", "data": {}})

    def say(self, data: object, comm: str = "one") -> None:
        """Send a message."""
        self._send("comm_msg", {"comm_id": comm, "data": data})

    def hear(
        self, comm: str = "one", patience: float = PATIENCE
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Return the next message of a comm, and its binary parts.

        That something has begun is counted only.

        Raises:
            Empty: none came in time.
        """
        while True:
            message: Any = self._client.get_iopub_msg(timeout=patience)
            if message["msg_type"] != "comm_msg" or message["content"]["comm_id"] != comm:
                continue
            data = message["content"]["data"]
            if data.get("kind") != "begun":
                return data, [bytes(one) for one in message["buffers"]]
            self.begun += 1

    def _send(
        self, kind: str, content: dict[str, Any], metadata: dict[str, Any] | None = None
    ) -> str:
        message: Any = self._client.session.msg(kind, content, metadata=metadata or {})
        self._client.shell_channel.send(message)
        return str(message["header"]["msg_id"])
