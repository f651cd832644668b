"""The conversation with a panel, whichever thread its messages come in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from reactor_nb.kernel.comm import Conversation
from reactor_nb.kernel.preview import Preview
from reactor_nb.kernel.ran import Ran
from reactor_nb.runtime.registry import current


class Comm:
    """One end of a comm: what the kernel says is noted, with the thread it was said in."""

    def __init__(self) -> None:
        self.said: list[tuple[dict[str, Any], int]] = []
        self.heard = asyncio.Event()

    def on_msg(self, receive: Callable[[Any], None]) -> None:
        self.receive = receive

    def on_close(self, close: Callable[[Any], None]) -> None:
        self.close = close

    def send(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        self.said.append((message, threading.get_ident()))
        self.heard.set()


def converse(shell: InteractiveShell, tmp_path: Any) -> Comm:
    comm, ran = Comm(), Ran(shell)
    preview = Preview(ran, current.get(), shell.user_ns, tmp_path)
    Conversation(comm, ran, asyncio.get_running_loop()).begin(preview)
    return comm


async def test_what_comes_in_another_thread_is_done_where_the_cells_run(
    shell: InteractiveShell, tmp_path: Any
) -> None:
    """JupyterLab has comms answered by a subshell, which is a thread with a loop of its own."""
    comm = converse(shell, tmp_path)

    async def receive() -> None:
        comm.receive({"content": {"data": {"kind": "ping", "number": 5}}})

    thread = threading.Thread(target=lambda: asyncio.run(receive()))
    thread.start()
    await comm.heard.wait()
    thread.join()

    assert comm.said == [({"kind": "pong", "number": 5}, threading.get_ident())]
