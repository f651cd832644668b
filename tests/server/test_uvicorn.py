"""A real server on a real port."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server.sites import SERVER_HEAD, make_bundle

PROGRAM = """
import sys
from pathlib import Path
import uvicorn
from reactor_nb.model.app import AppModel
from reactor_nb.server import create_app
from tests.server.sites import FILES, ClientBundle

folder = Path(sys.argv[1])
source = (folder / "server.py").read_text(encoding="utf-8")
app = create_app(AppModel("served", "Served", server_source=source),
                 ClientBundle(folder / "static", FILES, folder / "public", folder / "app.data"))
uvicorn.run(app, fd=int(sys.argv[2]), root_path=sys.argv[3], log_level="warning")
"""
APP = """
import asyncio
await asyncio.sleep(0)

@action
def remember(text: str) -> str:
    (data_dir() / "text").write_text(text)
    return str(data_dir().name)

@action
def boom(): raise ValueError("password=hunter2")

def load(q: str = "") -> str:
    if q == "boom":
        raise ValueError("password=hunter2")
    return (data_dir() / "text").read_text() if (data_dir() / "text").exists() else "nothing"

@page("/", loader=load)
def P(data: str): return p(data)
"""


@pytest.fixture(params=["", "/prefix"], ids=["at the root", "under a prefix"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    make_bundle(tmp_path)
    (tmp_path / "server.py").write_text(SERVER_HEAD + APP, encoding="utf-8")
    log = tmp_path / "log"
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as output:
        command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
        process = subprocess.Popen(
            [*command, str(listener.fileno()), request.param],
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=output,
        )
        try:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            _wait_for(url, process)
            yield url, request.param, log
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None
        try:
            if httpx.get(f"{url}/_reactor/health", timeout=1).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError("the server does not answer")


def test_a_page_an_action_and_a_file_over_a_socket(address: tuple[str, str, Path]) -> None:
    """The prefix is what a proxy takes off, and what browsers know."""
    url, prefix, log = address
    headers = {"origin": url, "x-reactor": "1"}

    with httpx.Client() as client:
        before = client.get(f"{url}/")
        called = client.post(
            f"{url}/_reactor/actions/remember", json={"text": "milk"}, headers=headers
        )
        formed = client.post(
            f"{url}/_reactor/actions/remember",
            data={"text": "bread"},
            headers={"origin": url, "referer": f"{url}{prefix}/"},
        )
        after = client.get(url + formed.headers["location"].removeprefix(prefix))
        script = client.get(f"{url}/static/client-1.js", headers={"accept-encoding": "br"})
        large = client.post(
            f"{url}/_reactor/actions/remember",
            content=(b"[" * 100_000 for _ in range(50)),
            headers={**headers, "content-type": "application/json"},
        )
        failed = client.get(f"{url}/?q=boom")
        broken = client.post(f"{url}/_reactor/actions/boom", json={}, headers=headers)
        head = client.head(f"{url}/")

    assert "<p>nothing</p>" in before.text
    assert f'src="{prefix}/static/client-1.js"' in before.text
    assert called.json() == {"result": "app.data"}
    assert (formed.status_code, formed.headers["location"]) == (303, f"{prefix}/")
    assert "<p>bread</p>" in after.text
    assert (script.headers["content-encoding"], script.text) == ("br", "compressed")
    assert large.status_code == 413
    assert (failed.status_code, broken.status_code, head.status_code) == (500, 500, 200)
    assert head.content == b""
    written = log.read_text()
    assert written.count("Traceback") == 2
    assert "hunter2" not in written
