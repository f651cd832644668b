"""Several pages in one app: layouts, error pages, and ways from one to another."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.real import Serve, Watch

FRAMES = """
from reactor_nb import NotFound, error_page, layout, not_found, page, use_state
from reactor_nb.html import b, button, div, h1, p

@layout("/")
def Site(children):
    count, set_count = use_state(0)
    return div(button("layout ", b(count), id="layout", on_click=lambda: set_count(count + 1)),
               children)

def load(id: int) -> int:
    if id > 9:
        raise NotFound("no such post")
    return id

@page("/posts/{id:int}", loader=load)
def Post(id: int, data: int):
    return h1("post ", data)

@error_page("/")
def Failed(status: int, message: str):
    count, set_count = use_state(0)
    return div(h1(status, " ", message),
               button("error ", b(count), id="error", on_click=lambda: set_count(count + 1)))

@not_found
def Missing(path: str):
    count, set_count = use_state(0)
    return div(h1("nothing at ", path),
               button("error ", b(count), id="error", on_click=lambda: set_count(count + 1)))
"""


def test_layouts_and_error_pages_are_taken_over_as_pages_are(serve: Serve, watch: Watch) -> None:
    server = serve(FRAMES)
    watched = watch()
    for path, title in {
        "/posts/1": "post 1",
        "/posts/10": "nothing at /posts/10",
        "/posts/1?id=x": "post 1",
        "/zzz": "nothing at /zzz",
    }.items():
        watched.open(f"{server.url}{path}")
        for name in ("layout", "error"):
            button = watched.page.locator(f"#{name}")
            if button.count():
                button.click()
                expect(button).to_have_text(f"{name} 1")

        assert watched.page.inner_text("h1") == title
    assert watched.warnings == []
    assert all("404" in one for one in watched.errors)
