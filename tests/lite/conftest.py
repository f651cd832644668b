"""One site for all tests that only read it, and pages that reach nothing but their site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.e2e.real import EXAMPLES
from tests.lite.real import Site, build


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
    foreign: list[str] = []

    def refuse(route: Route) -> None:
        foreign.append(route.request.url)
        route.abort()

    context.route(lambda url: not url.startswith((site.url, "data:", "blob:")), refuse)
    page = context.new_page()
    page.set_viewport_size({"width": 1400, "height": 800})
    yield page
    assert foreign == []
