"""The service in Pyodide that answers what the kernel asks."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from importlib import import_module
from types import FrameType
from typing import Any

from reactor_nb.nodekernel.inside import questions
from reactor_nb.nodekernel.inside.channel import Channel
from reactor_nb.nodekernel.inside.comms import join_comms, take_comm
from reactor_nb.nodekernel.inside.outputs import make_streams
from reactor_nb.nodekernel.inside.packages import explain_imports
from reactor_nb.nodekernel.inside.shell import PyodideShell, make_shell
from reactor_nb.nodekernel.inside.waiting import Platform, Waiting

Content = dict[str, Any]


class Service:
    """Runs cells and answers questions about them.

    Args:
        shell: IPython.
        channel: the way out.
        waiting: what cells may wait for.
    """

    def __init__(self, shell: PyodideShell, channel: Channel, waiting: Waiting) -> None:
        self._shell = shell
        self._channel = channel
        self._waiting = waiting
        self._comms = join_comms(channel)
        self._running: asyncio.Task[Any] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        # An interrupt that waits for the author's code to go on, or else for the event loop.
        self._cancelling: asyncio.Handle | None = None

    def take(self, line: str) -> None:
        """Answer a request as soon as this can be; cells may await something meanwhile."""
        task = asyncio.ensure_future(self._answer(json.loads(line)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def interrupt(self, _: int, frame: FrameType | None) -> None:
        """End what runs, on a signal.

        Only the author's code is stopped in its middle: IPython takes that error to the notebook.
        While IPython itself runs, the interrupt waits for the author's code to go on.

        Raises:
            KeyboardInterrupt: in the author's code.
        """
        __tracebackhide__ = True
        while frame is not None:
            if frame.f_globals is self._shell.user_ns:
                raise KeyboardInterrupt
            frame = frame.f_back
        if self._running is not None:
            self._forget_interrupt()
            sys.setprofile(self._stop_author)
            self._cancelling = asyncio.get_running_loop().call_soon(self.cancel)

    def _stop_author(self, frame: FrameType, event: str, _: Any) -> None:
        """Raise the interrupt that waits, as soon as a function of the author's is entered."""
        __tracebackhide__ = True
        if event == "call" and frame.f_globals is self._shell.user_ns:
            self._forget_interrupt()
            raise KeyboardInterrupt

    def _forget_interrupt(self) -> None:
        if sys.getprofile() == self._stop_author:
            sys.setprofile(None)
        if self._cancelling is not None:
            self._cancelling.cancel()
            self._cancelling = None

    def cancel(self) -> None:
        """End a cell that awaits something."""
        self._forget_interrupt()
        if self._running is not None:
            self._running.cancel()

    async def _answer(self, message: Content) -> None:
        self._channel.enter(message["parent"])
        content = message["content"]
        try:
            reply = await self._reply(message["request"], content)
        except BaseException as error:  # an interrupt, too: each request has its reply
            self._channel.reply(message["id"], {"status": "error", **_told(error)})
        else:
            self._channel.reply(message["id"], reply)

    async def _reply(self, request: str, content: Content) -> Content:
        match request:
            case "execute":
                return await self._execute(content)
            case "complete":
                return questions.complete(self._shell, **content)
            case "inspect":
                return questions.inspect(self._shell, **content)
            case "is_complete":
                return questions.is_complete(self._shell, **content)
            case "history":
                return questions.history(self._shell, **content)
            case "comm_info":
                return self._comm_info(content["target_name"])
            case _:
                take_comm(self._comms, request, content)
                return {}

    async def _execute(self, content: Content) -> Content:
        shell = self._shell
        shell.last_traceback = ()
        self._waiting.may_ask = content["allow_stdin"]
        self._running = asyncio.ensure_future(self._run(content))
        try:
            result = await self._running
        finally:
            self._running = None
            self._forget_interrupt()
        reply: Content = {"execution_count": shell.execution_count - 1, "payload": []}
        if result.success and not shell.last_traceback:
            values = shell.user_expressions(content["user_expressions"])
            return {"status": "ok", "user_expressions": values, **reply}
        failures = (result.error_before_exec, result.error_in_exec)
        error = next((each for each in failures if each is not None), None)
        told = {**_told(error), "traceback": shell.last_traceback}
        return {"status": "error", "user_expressions": {}, **told, **reply}

    async def _run(self, content: Content) -> Any:
        shell, code, silent = self._shell, content["code"], content["silent"]
        failure = None
        try:
            transformed = shell.transform_cell(code)
        except Exception:
            transformed, failure = code, sys.exc_info()
        result = None
        try:
            result = await shell.run_cell_async(
                code,
                store_history=content["store_history"],
                silent=silent,
                transformed_cell=transformed,
                preprocessing_exc_tuple=failure,
                cell_id=content["cell_id"],
            )
        finally:
            shell.events.trigger("post_execute")
            if not silent:
                shell.events.trigger("post_run_cell", result)
        return result

    def _comm_info(self, target: str | None) -> Content:
        comms = self._comms.comms.items()
        return {
            name: {"target_name": each.target_name}
            for name, each in comms
            if target in (None, each.target_name)
        }


def _told(error: BaseException | None) -> Content:
    return {"ename": type(error).__name__, "evalue": str(error), "traceback": []}


def start(settings: Content, platform: Platform) -> Service:
    """Make the interpreter ready for a notebook.

    Args:
        settings: the notebook's folder, and where packages lie.
        platform: what the thread can do.
    """
    os.chdir(settings["folder"])
    sys.path.insert(0, "")
    channel = Channel(platform.post)
    sys.stdout, sys.stderr = make_streams(channel)
    waiting = Waiting(platform, channel)
    waiting.install()
    shell = make_shell(channel)
    if session := os.environ.get("JPY_SESSION_NAME"):
        shell.user_ns["__session__"] = session
    explain_imports(settings["paths"])
    # The comms are there before our extension, which has one.
    service = Service(shell, channel, waiting)
    # It brings our package along, before a cell imports it.
    shell.run_line_magic("load_ext", "reactor_nb.kernel.extension")
    import_module("reactor_nb.html")
    gc.collect()
    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGINT, service.interrupt)
    return service
