"""What the browser's Python can do: the whole library, packages, prefixes, helpful errors."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.e2e.real import Serve, Server, Watch, export, free_port, write_notebook

LIBRARY = """
from importlib import import_module
from reactor_nb import component, page, use_state
from reactor_nb.html import b, button, div, p

@component
def Typed(text: str, more: list[int] | None = None):
    return b(text)

@page("/")
def Home():
    text, set_text = use_state("nothing")
    def load():
        tomllib, colorsys = map(import_module, ("tomllib", "colorsys"))
        set_text(f"{tomllib.loads('a = 1')} {colorsys.rgb_to_hls(1, 1, 1)[1]}")
    return div(button("load", id="load", on_click=load), p(Typed(text), id="text"))
"""


def test_the_rest_of_the_standard_library_comes_when_it_is_imported(
    serve: Serve, watch: Watch
) -> None:
    watched = watch()
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    watched.open(serve(LIBRARY).url)
    assert not any("rest-" in url for url in asked)

    watched.page.click("#load")

    watched.until(lambda: watched.page.inner_text("#text") == "{'a': 1} 1.0", 20)
    assert watched.errors == []


PACKAGE = """
from packaging.version import Version
from reactor_nb import page, use_state
from reactor_nb.html import button, div, p

@page("/")
def Home():
    newest, set_newest = use_state("")
    def choose():
        set_newest(str(max(map(Version, ["1.9", "1.10", "1.2"]))))
    return div(p(str(Version("2.0rc1").is_prerelease), id="pre"),
               button("choose", id="choose", on_click=choose), p(newest, id="newest"))
"""


def test_a_pure_package_that_the_app_imports_is_there_in_the_browser(
    serve: Serve, watch: Watch
) -> None:
    server = serve(PACKAGE)
    watched = watch()
    watched.open(server.url)

    watched.page.click("#choose")

    watched.until(lambda: watched.page.inner_text("#newest") == "1.10")
    assert list((server.folder / "static").glob("packages-*/packaging-*.whl"))
    assert watched.errors == []


FAILING = """
from reactor_nb import page, use_state
from reactor_nb.html import button, div

@page("/")
def Home():
    count, set_count = use_state(0)

    def explode():
        return 1 / count

    return div(button("explode", id="explode", on_click=explode),
               button("count ", count, id="count", on_click=lambda: set_count(count + 1)))
"""


def test_an_error_in_a_handler_names_component_cell_and_line(serve: Serve, watch: Watch) -> None:
    """C4."""
    watched = watch()
    watched.open(serve("x = 1", FAILING).url)

    watched.page.click("#explode")

    watched.until(lambda: bool(watched.errors))
    assert "ZeroDivisionError" in watched.errors[0], watched.errors
    assert "Home (cell 2, line 10)" in watched.errors[0]
    watched.page.click("#count")
    watched.until(lambda: watched.page.inner_text("#count") == "count 1")


PREFIXED = """
from reactor_nb import ActionError, action, page, use_state
from reactor_nb.html import button, div, form, input, p

@action
def shout(text: str) -> str:
    if not text:
        raise ActionError("say something", fields={"text": "is empty"})
    return text.upper()

@page("/echo/{name}")
def Echo(name: str, times: int = 1):
    said, set_said = use_state("")
    async def send(event):
        set_said(await shout(event.form["text"]))
    return div(p(name * times, id="name"), p(said, id="said"),
               form(input(name="text"), button("send"), action=shout, on_submit=send))
"""
MOUNT = """
from importlib.util import module_from_spec, spec_from_file_location
from starlette.applications import Starlette
from starlette.routing import Mount
spec = spec_from_file_location("exported", {path!r})
exported = module_from_spec(spec)
spec.loader.exec_module(exported)
app = Starlette(routes=[Mount("/deep/down", exported.app)])
"""


@pytest.fixture
def mounted(tmp_path: Path) -> Server:
    """An exported app inside another ASGI app, below a prefix."""
    folder = export(write_notebook(tmp_path / "app.ipynb", PREFIXED), tmp_path / "out")
    (tmp_path / "outer.py").write_text(MOUNT.format(path=str(folder / "app.py")))
    return Server(folder, free_port())


def test_an_app_works_below_a_prefix(mounted: Server, watch: Watch, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "uvicorn", "outer:app", "--port", str(mounted.port)]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for_port(mounted.port)
        watched = watch()
        watched.open(f"{mounted.url}/deep/down/echo/ab?times=2")
        assert watched.page.inner_text("#name") == "abab"

        watched.page.fill("[name=text]", "hello")
        watched.page.press("[name=text]", "Enter")

        watched.until(lambda: watched.page.inner_text("#said") == "HELLO")
        assert watched.errors == []
        with urllib.request.urlopen(f"{mounted.url}/deep/down/_reactor/health") as answer:
            assert answer.status == 200
    finally:
        process.kill()
        process.wait()


def wait_for_port(port: int) -> None:
    """Wait until something listens on a port."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens on port {port}")
