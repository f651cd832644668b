"""The kernel as Jupyter sees it: sockets and requests here, Python in Pyodide behind."""

from __future__ import annotations

import asyncio
import json
import signal
from base64 import b64decode, b64encode
from collections import OrderedDict
from pathlib import Path
from typing import Any

from ipykernel.kernelbase import Kernel
from jupyter_client.session import Session

from reactor_nb._version import __version__
from reactor_nb.nodekernel.node import NodeError
from reactor_nb.nodekernel.process import PACKAGE, Message, NodePython

_COMMS = ("comm_open", "comm_msg", "comm_close")
_REMEMBERED = 1000
_VERSION = json.loads((PACKAGE / "static" / "build.json").read_bytes())["python"]


class NodeKernel(Kernel):
    """Runs cells in Pyodide under Node."""

    implementation = "pyodide-node"
    implementation_version = __version__
    banner = f"Python {_VERSION} in Pyodide, under Node"
    language_info = {
        "name": "python",
        "version": _VERSION,
        "mimetype": "text/x-python",
        "file_extension": ".py",
        "codemirror_mode": {"name": "ipython", "version": 3},
        "pygments_lexer": "ipython3",
        "nbconvert_exporter": "python",
    }

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for kind in _COMMS:
            self.shell_handlers[kind] = self._take_comm
        self.is_shut_down = False
        self._next_count = 1
        self._requests = 0  # how many are on their way; comms alone do not wait for others
        self._parents: OrderedDict[int, Message] = OrderedDict()
        self._asked_by: Any = b""
        self._asking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to answer; Python starts while the front end still makes itself ready."""
        super().start()
        self._python = NodePython(self._take_later, Path.cwd())

    @property
    def kernel_info(self) -> Message:
        """What the kernel can do: no debugger, no subshells."""
        return {**super().kernel_info, "supported_features": []}

    @property
    def execution_count(self) -> int:
        """The number of the next cell; IPython counts."""
        return self._next_count

    @execution_count.setter
    def execution_count(self, value: int) -> None:
        pass

    def pre_handler_hook(self) -> None:
        """Have Ctrl+C, where there is a terminal, end the cell and not the kernel."""
        signal.signal(signal.SIGINT, lambda *_: self._python.interrupt())

    def post_handler_hook(self) -> None:
        """Leave the handler in its place."""

    @property
    def _session(self) -> Session:
        assert self.session is not None
        return self.session

    async def interrupt_request(self, stream: Any, ident: Any, parent: Message) -> None:
        """End what runs."""
        self._python.interrupt()
        self._session.send(stream, "interrupt_reply", {"status": "ok"}, parent, ident=ident)

    async def do_execute(
        self,
        code: str,
        silent: bool,
        store_history: bool = True,
        user_expressions: Message | None = None,
        allow_stdin: bool = False,
        *,
        cell_meta: Message | None = None,
        cell_id: str | None = None,
    ) -> Message:
        """Run a cell."""
        asked = {
            "code": code,
            "silent": silent,
            "store_history": store_history,
            "user_expressions": user_expressions or {},
            "allow_stdin": allow_stdin,
            "cell_id": cell_id,
        }
        parent = self.get_parent()
        self._asked_by = self._parent_ident["shell"]
        try:
            reply = await self._request("execute", asked, self._remember(parent))
        except NodeError as error:
            return self._failed(error, silent)
        finally:
            if self._asking is not None:
                self._asking.cancel()
        self._next_count = reply["execution_count"] + 1
        return reply

    def _failed(self, error: NodeError, silent: bool) -> Message:
        """Tell why there is no Python, where the author sees it: as the error of the cell."""
        told = {"ename": type(error).__name__, "evalue": str(error), "traceback": [str(error)]}
        if not silent:
            self.send_response(self.iopub_socket, "error", told)
        if self._python.has_ended:  # as the process that Jupyter watches ends, too, it starts anew
            self.io_loop.add_callback(self.io_loop.stop)
        return {"status": "error", "execution_count": self._next_count, **told}

    async def do_complete(self, code: str, cursor_pos: int) -> Message:
        """Return what may stand at the cursor."""
        return await self._request("complete", {"code": code, "cursor_pos": cursor_pos})

    async def do_inspect(
        self, code: str, cursor_pos: int, detail_level: int = 0, omit_sections: Any = ()
    ) -> Message:
        """Return what is known of the name at the cursor."""
        place = {"code": code, "cursor_pos": cursor_pos}
        how = {"detail_level": detail_level, "omit_sections": list(omit_sections)}
        return await self._request("inspect", {**place, **how})

    async def do_is_complete(self, code: str) -> Message:
        """Tell whether code can be run, or goes on."""
        return await self._request("is_complete", {"code": code})

    async def do_history(self, hist_access_type: str, *_: Any, **wanted: Any) -> Message:
        """Return the cells of this session."""
        return await self._request("history", {"n": wanted.get("n")})

    async def comm_info_request(self, stream: Any, ident: Any, parent: Message) -> None:
        """Return which comms are open."""
        target = parent["content"].get("target_name")
        comms = await self._request("comm_info", {"target_name": target})
        content = {"status": "ok", "comms": comms}
        self._session.send(stream, "comm_info_reply", content, parent, ident)

    async def do_shutdown(self, restart: bool) -> Message:
        """End Node."""
        self.is_shut_down = True
        self._python.stop()
        return {"status": "ok", "restart": restart}

    async def _take_comm(self, stream: Any, ident: Any, parent: Message) -> None:
        content = {
            "header": json.loads(json.dumps(parent["header"], default=str)),
            "content": parent["content"],
            "metadata": parent["metadata"],
            "buffers": [b64encode(each).decode() for each in parent.get("buffers", ())],
        }
        kind, number = parent["header"]["msg_type"], self._remember(parent)
        if self._requests:
            # It came while a cell awaits something. ipykernel makes the cell the parent again once
            # this returns, which must not be after the cell's end.
            self._python.tell(kind, content, number)
        else:
            await self._request(kind, content, number)

    async def _request(self, kind: str, content: Message, parent: int | None = None) -> Message:
        self._requests += 1
        try:
            return await self._python.ask(kind, content, parent)
        finally:
            self._requests -= 1

    def _remember(self, parent: Message) -> int:
        """Return a number for a request, by which its outputs find it."""
        number = next(reversed(self._parents), 0) + 1
        self._parents[number] = parent
        while len(self._parents) > _REMEMBERED:
            self._parents.popitem(last=False)
        return number

    def _take_later(self, messages: list[Message]) -> None:
        """Take messages of the thread that reads to the event loop."""
        self.io_loop.add_callback(self._take, messages)

    def _take(self, messages: list[Message]) -> None:
        for message in joined(messages):
            parent = self._parents.get(message["parent"], {})
            if "ask" in message:
                self._asking = asyncio.ensure_future(self._ask(message["ask"], parent))
                continue
            kind = message["publish"]
            self._session.send(
                self.iopub_socket,
                kind,
                message["content"],
                parent=parent,
                ident=self._topic(kind),
                metadata=message.get("metadata"),
                buffers=[b64decode(each) for each in message.get("buffers", ())],
            )

    async def _ask(self, question: Message, parent: Message) -> None:
        """Ask the front end, and give its answer to the cell that waits."""
        while self.stdin_socket.poll(0):  # what is left of an earlier question
            self._session.recv(self.stdin_socket)
        self._session.send(
            self.stdin_socket, "input_request", question, parent, ident=self._asked_by
        )
        while not self.stdin_socket.poll(0):
            await asyncio.sleep(0.02)
        _, reply = self._session.recv(self.stdin_socket)
        self._python.answer(reply["content"]["value"] if reply else "")


def joined(messages: list[Message]) -> list[Message]:
    """Return messages with the neighbouring texts of one stream in one."""
    found: list[Message] = []
    for message in messages:
        before = found[-1] if found else None
        if before is not None and _continues(before, message):
            text = before["content"]["text"] + message["content"]["text"]
            found[-1] = {**before, "content": {**before["content"], "text": text}}
        else:
            found.append(message)
    return found


def _continues(before: Message, message: Message) -> bool:
    """Tell whether two messages are text of the same stream of the same cell."""
    return (
        before.get("publish") == message.get("publish") == "stream"
        and before["parent"] == message["parent"]
        and before["content"]["name"] == message["content"]["name"]
    )
