"""One kernel of Pyodide under Node for all tests of a module, and a way to run cells in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from tests.architecture.paths import REPOSITORY

Message = dict[str, Any]
LONGEST = 60


@dataclass
class Ran:
    """What came of a cell: its reply and its outputs, in their order."""

    reply: Message
    outputs: list[tuple[str, Message]]

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.outputs]

    def text(self, name: str = "stdout") -> str:
        """Return what was written to a stream."""
        return "".join(
            each["text"] for kind, each in self.outputs if kind == "stream" and each["name"] == name
        )

    def content(self, kind: str) -> Message:
        """Return the content of the one output of a kind."""
        [found] = [each for sort, each in self.outputs if sort == kind]
        return found


@dataclass
class Notebook:
    """A kernel, and the client that runs cells in it."""

    manager: KernelManager
    client: BlockingKernelClient
    states: list[str] = field(default_factory=list)

    def run(self, code: str, **how: Any) -> Ran:
        """Run a cell until the kernel is idle."""
        outputs: list[tuple[str, Message]] = []

        def note(message: Message) -> None:
            kind = message["msg_type"]
            if kind == "status":
                self.states.append(message["content"]["execution_state"])
            else:
                outputs.append((kind, message["content"]))

        self.states = []
        reply = self.client.execute_interactive(code, timeout=LONGEST, output_hook=note, **how)
        return Ran(reply["content"], [each for each in outputs if each[0] != "execute_input"])

    def value(self, code: str) -> str:
        """Return the text of a cell's last value."""
        text: str = self.run(code).content("execute_result")["data"]["text/plain"]
        return text

    def reply_to(self, sent: str) -> Message:
        """Return the content of the reply to a request on the shell channel."""
        while True:
            reply = self.client.get_shell_msg(timeout=LONGEST)
            if reply["parent_header"]["msg_id"] == sent:
                content: Message = reply["content"]
                return content

    def until(self, kind: str) -> Message:
        """Return the next output of a kind."""
        while True:
            message: Message = self.client.get_iopub_msg(timeout=LONGEST)
            if message["msg_type"] == kind:
                return message


def make_manager(monkeypatch: pytest.MonkeyPatch) -> KernelManager:
    """Return a manager of the kernel that the repository holds."""
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    specs = KernelSpecManager(kernel_dirs=[str(REPOSITORY / "kernels")])
    return KernelManager(kernel_name="pyodide-node", kernel_spec_manager=specs)


def started(manager: KernelManager, folder: Path) -> Iterator[Notebook]:
    """Start a kernel in a folder, and end it in the end."""
    manager.start_kernel(cwd=str(folder))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=LONGEST)
        yield Notebook(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the notebook."""
    return tmp_path_factory.mktemp("notebook")


@pytest.fixture(scope="module")
def notebook(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    """Return a notebook whose kernel runs."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in ("JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            monkeypatch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield from started(make_manager(monkeypatch), folder)
