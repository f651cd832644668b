"""Apps that are served once for all tests, and pages that are watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage

from tests.e2e.lab import Open, OpenNotebook, with_cells
from tests.e2e.real import Server, Watched, export, free_port, write_notebook
from tests.labserver.real import Lab


@pytest.fixture
def watch(context: BrowserContext) -> Callable[[], Watched]:
    """Return a function that opens a watched page."""

    def make() -> Watched:
        page = context.new_page()
        watched = Watched(page)
        page.on("console", lambda message: _note_console(watched, message))
        page.on("pageerror", lambda error: watched.errors.append(str(error)))
        page.on("request", lambda request: _note_foreign(watched, request.url))
        return watched

    return make


def _note_console(watched: Watched, message: ConsoleMessage) -> None:
    if message.type == "error":
        watched.errors.append(message.text)
    elif message.type == "warning":
        watched.warnings.append(message.text)


def _note_foreign(watched: Watched, url: str) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
        watched.foreign.append(url)


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Return a function that exports cells or a notebook, once, and serves them."""
    servers: dict[object, Server] = {}

    def make(*cells: str, notebook: Path | None = None, fresh: bool = False) -> Server:
        name: object = (cells, notebook)
        if name in servers and not fresh:
            return servers[name]
        folder = tmp_path_factory.mktemp("app")
        source = notebook or write_notebook(folder / "app.ipynb", *cells)
        server = Server(export(source, folder / "out"), free_port())
        server.start()
        servers[name if not fresh else object()] = server
        return server

    yield make
    for server in servers.values():
        server.stop()


@pytest.fixture
def open_cells(lab: Lab, context: BrowserContext, request: pytest.FixtureRequest) -> Open:
    """Return a function that opens a notebook of some cells, and runs them."""

    def make(*cells: str, run: bool = True, kernel: str = "python3") -> OpenNotebook:
        name = f"{request.node.name.partition('[')[0]}.ipynb"
        notebook = with_cells(lab, context.new_page(), name, *cells, kernel=kernel)
        if run:
            notebook.run_all()
        return notebook

    return make


@pytest.fixture
def live(open_cells: Open) -> Open:
    """Return a function that opens a notebook of some cells, with its preview."""

    def make(*cells: str) -> OpenNotebook:
        notebook = open_cells(*cells)
        notebook.preview()
        notebook.wait_until_live()
        return notebook

    return make
