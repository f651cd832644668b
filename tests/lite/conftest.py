"""One site for all tests that only read it, and pages that reach nothing but their site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.lab import Open, OpenNotebook
from tests.e2e.real import EXAMPLES
from tests.lite.real import Site, build, page_of


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the examples."""
    out = tmp_path_factory.mktemp("lite") / "site"
    done = build(out, EXAMPLES)
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(out)


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A page of a module's site, which reaches nothing else."""
    with page_of(context, site.url) as page:
        page.set_viewport_size({"width": 1400, "height": 800})
        yield page


@pytest.fixture
def live(site: Site, page: Page) -> Open:
    """Return a function that opens a notebook of the site, runs it, and opens its preview."""

    def make(name: str) -> OpenNotebook:
        notebook = OpenNotebook(site, page, name)
        notebook.open()
        notebook.run_all()
        notebook.preview()
        notebook.wait_until_live()
        return notebook

    return make
