"""A static site on a host that knows nothing but files, below an address of its own."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from reactor_nb.export.exports import export_site
from tests.e2e.real import EXAMPLES, Watch, write_notebook

CELLS = (
    """from reactor_nb import asset, page, use_state
from reactor_nb.html import a, button, div, h1, p

POSTS = {1: "One", 2: "Two"}


def load_posts() -> list[int]:
    return list(POSTS)


def load_post(id: int) -> str:
    return POSTS[id]
""",
    """@page("/", loader=load_posts)
def Home(data: list[int]):
    count, set_count = use_state(0)
    return div(
        h1("Home"),
        button(f"Count: {count}", on_click=lambda: set_count(count + 1)),
        *[a(f"Post {id}", href=f"posts/{id}", key=id) for id in data],
    )
""",
    """@page("/posts/{id:int}", loader=load_post)
def Post(id: int, data: str):
    text, set_text = use_state("")
    return div(
        h1(data),
        button("Read", on_click=lambda: set_text(asset("note.txt").read_text())),
        p(text, id="text"),
        a("Home", href="../"),
        a("Further down", href="#text"),
    )
""",
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def host(folder: Path) -> Iterator[str]:
    """Serve a folder as ``python -m http.server`` does."""
    handler = partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds a site at ``some/where/``, which can be read offline."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "public").mkdir()
    (folder / "public/note.txt").write_text("A note.")
    notebook = write_notebook(folder / "site.ipynb", *CELLS)
    problems: list[str] = []
    out = folder / "host/some/where"
    export_site([notebook], out, (), (), force=False, offline=True, complain=problems.append)
    assert problems == []
    return folder / "host"


def test_its_pages_live_and_lead_to_each_other_below_any_address(site: Path, watch: Watch) -> None:
    with host(site) as url:
        watched = watch()
        page = watched.page
        watched.open(f"{url}/some/where/")
        page.get_by_role("button", name="Count: 0").click()
        expect(page.get_by_role("button", name="Count: 1")).to_be_visible()

        page.get_by_role("link", name="Post 2").click()
        expect(page.get_by_role("heading", name="Two")).to_be_visible()
        watched.wait_for("live")
        page.get_by_role("button", name="Read").click()
        expect(page.locator("#text")).to_have_text("A note.")
        page.get_by_role("link", name="Further down").click()
        assert page.url == f"{url}/some/where/posts/2/#text"

        page.get_by_role("link", name="Home").click()
        expect(page.get_by_role("heading", name="Home")).to_be_visible()
        watched.wait_for("live")
        assert page.url == f"{url}/some/where/"
        assert (watched.errors, watched.warnings, watched.foreign) == ([], [], [])


def test_its_pages_can_be_read_without_javascript(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    with host(site) as url:
        page = context.new_page()
        page.goto(f"{url}/some/where/posts/1/")
        expect(page.get_by_role("heading", name="One")).to_be_visible()

        page.get_by_role("link", name="Home").click()
        page.get_by_role("link", name="Post 2").click()

        expect(page.get_by_role("heading", name="Two")).to_be_visible()
    context.close()


def test_it_is_read_offline_once_it_was_read(site: Path, watch: Watch) -> None:
    watched = watch()
    page = watched.page
    with host(site) as url:
        watched.open(f"{url}/some/where/")
        watched.until(
            lambda: bool(page.evaluate("navigator.serviceWorker.controller !== null")), 30
        )

    page.goto(f"{url}/some/where/posts/1/")
    watched.wait_for("live")

    expect(page.get_by_role("heading", name="One")).to_be_visible()
    page.get_by_role("link", name="Home").click()
    watched.wait_for("live")
    page.get_by_role("button", name="Count: 0").click()
    expect(page.get_by_role("button", name="Count: 1")).to_be_visible()


def test_the_report_of_the_examples_is_a_site_that_answers(tmp_path: Path, watch: Watch) -> None:
    problems: list[str] = []
    out = tmp_path / "host/report"
    notebook = EXAMPLES / "06-report.ipynb"
    export_site([notebook], out, (), (), force=False, offline=False, complain=problems.append)
    assert problems == []

    with host(tmp_path / "host") as url:
        watched = watch()
        page = watched.page
        watched.open(f"{url}/report/")
        page.locator("svg g").nth(6).hover()
        expect(page.locator("figcaption")).to_have_text("Jul: 38 776 rides")

        page.get_by_role("link", name="Park").click()
        expect(page.get_by_role("heading", name="Park")).to_be_visible()
        watched.wait_for("live")
        page.locator("svg rect").nth(100).hover()
        expect(page.locator("figcaption")).to_have_text("Friday, 11 April: 156 rides")
        assert (watched.errors, watched.warnings, watched.foreign) == ([], [], [])
