"""E10: what a cell shows, what the server sends, and what Python takes over is one HTML."""

from __future__ import annotations

import asyncio
import inspect
import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from reactor_nb.export.prepare import prepare
from reactor_nb.runtime.info import PageInfo
from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.page import page_node
from reactor_nb.testing import html_of
from tests.e2e.real import EXAMPLES, Serve, Watch
from tests.examples.test_cells import NOTEBOOKS

_MAIN = "document.querySelector('body > #reactor-root').innerHTML"
_SENT = re.compile(r'<main id="reactor-root">(.*)</main>', re.DOTALL)


async def shown_in_a_cell(notebook: Path) -> str:
    """Return the first page's HTML, in its layouts, as the output of a cell has it."""
    model = prepare(notebook, None).model
    assert model is not None

    def configure(registry: Any) -> None:
        registry.public = EXAMPLES / "public"

    registry = load_app(model.server_source, f"{model.name}_e10", configure=configure)
    page = registry.pages[0]
    props = {}
    if page.loader is not None:
        data = page.loader()
        props["data"] = await data if inspect.isawaitable(data) else data
    return html_of(page_node(registry, page, props, PageInfo(url="/")))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_cell_server_and_page_show_the_same_e10(
    notebook: Path,
    serve: Serve,
    watch: Watch,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REACTOR_NB_DATA", str(tmp_path))
    url = f"{serve(notebook=notebook).url}/"
    with urllib.request.urlopen(url) as answer:
        found = _SENT.search(answer.read().decode())
    assert found
    sent = found[1]

    with ThreadPoolExecutor(1) as elsewhere:  # Playwright has an event loop in this thread
        assert elsewhere.submit(asyncio.run, shown_in_a_cell(notebook)).result() == sent
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(url)
    parsed = plain.inner_html("#reactor-root")
    context.close()
    watched = watch()
    watched.open(url)
    assert watched.page.evaluate(_MAIN) == parsed
    assert (watched.errors, watched.warnings, watched.foreign) == ([], [], [])
