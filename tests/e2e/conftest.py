"""One browser, and apps served once for all tests that open them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, sync_playwright

from tests.e2e.real import (
    CHROMIUM_FLAGS,
    Server,
    Watched,
    export,
    find_chromium,
    free_port,
    write_notebook,
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(), args=CHROMIUM_FLAGS, headless=True
        )
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile."""
    made = browser.new_context(viewport={"width": 1000, "height": 800})
    yield made
    made.close()


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
