"""The websockets of kernels send small messages at once, unless the operator says otherwise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reactor_nb.labserver.extension import send_at_once
from tests.labserver.real import Lab


async def test_a_websocket_that_opens_waits_for_nothing() -> None:
    done: list[object] = []

    class Socket:
        def set_nodelay(self, value: bool) -> None:
            done.append(value)

        async def open(self, kernel_id: str) -> None:
            done.append(kernel_id)

    send_at_once(Socket)
    send_at_once(Socket)
    await Socket().open("a kernel")

    assert done == [True, "a kernel"]


def test_it_can_be_switched_off(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    with lab.running("--ReactorNb.prompt_kernels=False"):
        status, _, _ = lab.get("reactor-nb/build")

    assert status == 200
    assert "Unrecognized" not in lab.log()


def test_the_server_finds_the_extension_by_its_name() -> None:
    code = "import reactor_nb.labserver as one; print(one._jupyter_server_extension_points())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "'module': 'reactor_nb.labserver'" in done.stdout
