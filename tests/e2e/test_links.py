"""From page to page by ``Link``: without a new document where that can be, and else as ever."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.e2e.real import EXAMPLES, Serve, Watch, Watched

SITE = """
from reactor_nb import (ErrorBoundary, Head, LoaderError, Link, NotFound, Redirect, error_page,
                        layout, not_found, page, state, use_state)
from reactor_nb.html import b, button, div, h1, li, nav, p, ul

seen = state(0)

@layout("/")
def Site(children):
    count, set_count = use_state(0)
    return div(
        Head(title="Site", meta=[{"name": "description", "content": "site"}]),
        nav(
            Link("home", href="/"),
            Link("long", href="/long"),
            Link("one", href="/posts/1"), Link("two", href="/posts/2"),
            Link("moved", href="/moved"), Link("missing", href="/posts/10"),
            Link("closed", href="/closed"), Link("broken", href="/broken"),
            Link("gone", href="/gone-in-the-browser"), Link("nowhere", href="/nowhere"),
            Link("new", href="/posts/1", target="_blank"),
            Link("file", href="/posts/1", download=True),
            Link("place", href="/long#place"),
            Link("shown", href="/seen/shown", prefetch="visible"),
            Link("never", href="/seen/never", prefetch=None),
        ),
        button("layout ", b(count), id="count", on_click=lambda: set_count(count + 1)),
        button("seen ", b(seen.value), id="seen", on_click=lambda: seen.update(lambda n: n + 1)),
        ErrorBoundary(children, fallback=p("it broke", id="broke")),
    )

@page("/")
def Home():
    return h1("Home")

@page("/long")
def Long():
    rows = [li(n, style={"height": "50px"}, id="place" if n == 50 else None) for n in range(100)]
    return div(Head(title="Long"), h1("Long"), ul(rows))

def load(id: int, part: str = "") -> str:
    if id > 9:
        raise NotFound()
    return f"text {id} {part}"

@page("/posts/{id:int}", loader=load)
def Post(id: int, data: str):
    text, set_text = use_state(data)
    return div(Head(title=f"Post {id}", meta=[{"name": "description", "content": text}]),
               h1("Post ", id), p(text, id="text"), Link("more", href=f"?part={id}", id="more"),
               button("clear", id="clear", on_click=lambda: set_text("")))

def move() -> str:
    raise Redirect("/long#place")

@page("/moved", loader=move)
def Moved(data: str):
    return h1("never shown")

def close() -> str:
    raise LoaderError("closed today", 503)

@page("/closed", loader=close)
def Closed(data: str):
    return h1("never shown")

@page("/broken")
def Broken():
    broken, set_broken = use_state(False)
    if broken:
        raise ValueError("broken")
    return div(h1("Broken"), button("break", id="break", on_click=lambda: set_broken(True)))

@page("/gone-in-the-browser")
def Gone():
    raise NotFound()

@page("/seen/{name}")
def Seen(name: str):
    return h1("Seen ", name)

@error_page("/")
def Failed(status: int, message: str):
    return div(Head(title="Failed"), h1(status, " ", message))

@not_found
def Missing(path: str):
    return div(Head(title="Missing"), h1("Nothing at ", path))
"""


def open_site(serve: Serve, watch: Watch, path: str = "/") -> tuple[Watched, Page]:
    """Return a live page of the site, with a mark that a new document would not have."""
    watched = watch()
    watched.open(f"{serve(SITE).url}{path}")
    wait_for_router(watched)
    watched.page.evaluate("window.same = true")
    return watched, watched.page


def wait_for_router(watched: Watched) -> None:
    """Wait until links are more than links."""
    watched.until(lambda: bool(watched.page.evaluate("history.state?.reactor")))


def go(page: Page, link: str) -> None:
    """Click a link by its text."""
    page.get_by_role("link", name=link, exact=True).click()


def is_same_document(page: Page) -> bool:
    """Return whether the document is the one that was opened."""
    return bool(page.evaluate("window.same === true"))


def test_a_link_shows_another_page_and_the_layout_stays(serve: Serve, watch: Watch) -> None:
    """PX-54…PX-58"""
    watched, page = open_site(serve, watch)
    page.click("#count")
    page.click("#seen")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.resource_type))

    go(page, "one")

    expect(page.locator("h1")).to_have_text("Post 1")
    expect(page.locator("#count")).to_have_text("layout 1")
    expect(page.locator("#seen")).to_have_text("seen 1")
    expect(page).to_have_title("Post 1")
    expect(page.locator("[aria-live=polite]")).to_have_text("Post 1")
    assert page.url.endswith("/posts/1")
    assert page.get_attribute("meta[name=description]", "content") == "text 1 "
    assert page.locator("[aria-current=page]").all_inner_texts() == ["one", "new", "file"]
    assert page.evaluate("document.activeElement.textContent") == "Post 1"
    assert is_same_document(page)
    # Data of pages, and the code that this page alone needs.
    assert set(loaded) == {"fetch", "xhr"}
    assert watched.errors == watched.warnings == []


def test_a_page_begins_anew_at_each_address(serve: Serve, watch: Watch) -> None:
    _, page = open_site(serve, watch)
    go(page, "one")
    page.click("#clear")
    expect(page.locator("#text")).to_have_text("")

    go(page, "two")
    expect(page.locator("#text")).to_have_text("text 2")
    page.click("#more")

    expect(page.locator("#text")).to_have_text("text 2 2")
    assert page.url.endswith("/posts/2?part=2")
    assert is_same_document(page)


def test_back_and_forward_go_through_the_pages_and_find_their_place(
    serve: Serve, watch: Watch
) -> None:
    """CF-31"""
    watched, page = open_site(serve, watch)
    go(page, "long")
    expect(page.locator("h1")).to_have_text("Long")
    page.evaluate("scrollTo(0, 1234)")
    watched.until(lambda: bool(page.evaluate("scrollY === 1234")))
    page.evaluate("document.querySelector('nav a').click()")
    expect(page.locator("h1")).to_have_text("Home")
    assert page.evaluate("scrollY") == 0

    page.go_back()
    expect(page.locator("h1")).to_have_text("Long")
    assert page.evaluate("scrollY") == 1234
    page.go_back()
    expect(page.locator("h1")).to_have_text("Home")
    page.go_forward()
    expect(page.locator("h1")).to_have_text("Long")
    assert page.evaluate("scrollY") == 1234
    assert is_same_document(page)

    page.reload()
    watched.wait_for("live")
    wait_for_router(watched)
    assert page.evaluate("scrollY") == 1234
    page.go_back()
    expect(page.locator("h1")).to_have_text("Home")


def test_redirects_and_places_on_a_page_are_followed(serve: Serve, watch: Watch) -> None:
    watched, page = open_site(serve, watch)

    for link in ("moved", "place"):
        go(page, "home")
        expect(page.locator("h1")).to_have_text("Home")
        go(page, link)

        expect(page.locator("#place")).to_be_in_viewport()
        assert page.url.endswith("/long#place")
    page.evaluate("scrollTo(0, 0)")
    go(page, "place")
    expect(page.locator("#place")).to_be_in_viewport()
    assert is_same_document(page)
    assert watched.errors == []


@pytest.mark.parametrize(
    ("link", "title", "heading"),
    [
        ("missing", "Missing", "Nothing at /posts/10"),
        ("nowhere", "Missing", "Nothing at /nowhere"),
        ("closed", "Failed", "503 closed today"),
    ],
)
def test_error_pages_are_shown_without_a_new_document(
    serve: Serve, watch: Watch, link: str, title: str, heading: str
) -> None:
    _, page = open_site(serve, watch)

    go(page, link)

    expect(page.locator("h1")).to_have_text(heading)
    expect(page).to_have_title(title)
    assert is_same_document(page)


def test_what_only_the_server_can_answer_is_loaded_anew(serve: Serve, watch: Watch) -> None:
    _, page = open_site(serve, watch)

    go(page, "gone")

    expect(page.locator("h1")).to_have_text("Nothing at /gone-in-the-browser")
    assert not is_same_document(page)


def test_a_boundary_around_pages_shows_the_next_one(serve: Serve, watch: Watch) -> None:
    _, page = open_site(serve, watch, "/broken")
    page.click("#break")
    expect(page.locator("#broke")).to_have_text("it broke")

    go(page, "one")

    expect(page.locator("h1")).to_have_text("Post 1")
    assert is_same_document(page)


def test_links_for_other_windows_and_files_are_the_browsers_own(serve: Serve, watch: Watch) -> None:
    _, page = open_site(serve, watch)
    with page.context.expect_page():
        go(page, "new")
    with page.context.expect_page():
        page.get_by_role("link", name="one", exact=True).click(modifiers=["ControlOrMeta"])
    with page.expect_download():
        go(page, "file")

    assert page.inner_text("h1") == "Home"
    assert is_same_document(page)


def test_pages_are_asked_for_ahead_of_time_as_the_link_says(serve: Serve, watch: Watch) -> None:
    watched = watch()
    page = watched.page
    asked: list[str] = []

    def note(request: Request) -> None:
        if "x-reactor-page" in request.headers:
            asked.append(re.sub(r".*:\d+", "", request.url))

    page.on("request", note)
    watched.open(serve(SITE).url)
    watched.until(lambda: asked == ["/seen/shown"])

    page.hover("text=two")
    watched.until(lambda: asked == ["/seen/shown", "/posts/2"])
    page.hover("text=never")
    page.hover("text=one")
    watched.until(lambda: asked == ["/seen/shown", "/posts/2", "/posts/1"])


def test_when_the_server_is_gone_the_browser_says_so(serve: Serve, watch: Watch) -> None:
    server = serve(SITE, fresh=True)
    watched = watch()
    watched.open(server.url)
    wait_for_router(watched)
    server.stop()

    go(watched.page, "never")

    watched.until(lambda: watched.page.url.startswith("chrome-error:"))


def test_without_javascript_links_are_links(serve: Serve, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(serve(SITE).url)

    go(page, "one")
    shown = page.inner_text("h1")
    go(page, "moved")
    moved = page.url
    go(page, "closed")

    assert shown == "Post 1"
    assert moved.endswith("/long#place")
    assert page.inner_text("h1") == "503 closed today"
    context.close()


def test_the_recipes_are_a_site(serve: Serve, watch: Watch) -> None:
    watched = watch()
    page = watched.page
    watched.open(serve(notebook=EXAMPLES / "04-pages.ipynb").url)
    wait_for_router(watched)
    page.evaluate("window.same = true")

    go(page, "Bean salad")
    page.get_by_label("One person more").click()
    expect(page.locator("tr").first).to_have_text("360 gwhite beans")
    page.get_by_role("button", name="Put on the list").click()
    go(page, "Apple crumble")
    expect(page.locator("tr").first).to_have_text("4.5apples")
    page.get_by_role("button", name="Put on the list").click()
    page.get_by_role("link", name="To buy").click()
    expect(page.locator("tr")).to_have_count(8)
    go(page, "Quick ones")
    expect(page.locator("h2")).to_have_text(["Pancakes", "Lentil soup", "Bean salad"])
    expect(page.locator("[aria-current]")).to_have_text(["Recipes", "Quick ones"])
    go(page, "What is in the cellar?")
    expect(page.locator("h1")).to_have_text("That did not work")

    assert is_same_document(page)
    assert [one for one in watched.errors if "503" not in one] == []
    watched.open(f"{serve(notebook=EXAMPLES / '04-pages.ipynb').url}/recipes/soap")
    assert "Nobody here can cook 'soap'." in page.inner_text("article")


PARTS = (
    """
from __future__ import annotations
from reactor_nb import Link, page, state, use_state
from reactor_nb.html import b, button, div, h1, p

shown = state("first of all")

def only_here() -> str:
    return "text of the second page"
""",
    """
@page("/")
def First():
    return div(h1("First"), Link("second", href="/second"), p(shown.value))
""",
    """
later = state("second")

@page("/second")
def Second():
    count, set_count = use_state(0)
    def fail():
        raise ValueError("at line 8")
    return div(h1("Second"), p(only_here(), later.value, id="text"), Link("first", href="/"),
               button("+", b(count), id="plus", on_click=lambda: set_count(count + 1)),
               button("fail", id="fail", on_click=fail))
""",
)


def test_what_one_page_alone_needs_is_loaded_for_that_page(serve: Serve, watch: Watch) -> None:
    """PX-52"""
    server = serve(*PARTS)
    watched = watch()
    page = watched.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server.url)))
    watched.open(server.url)
    wait_for_router(watched)
    page.evaluate("window.same = true")
    loaded = [(server.folder / one[1:]).read_bytes() for one in asked if "/part-" in one]
    assert loaded
    assert not any(b"text of the second page" in one for one in loaded)

    go(page, "second")
    expect(page.locator("#text")).to_have_text("text of the second pagesecond")
    page.click("#plus")
    expect(page.locator("#plus")).to_have_text("+1")
    page.click("#fail")
    watched.until(lambda: any("cell 3, line 8" in one for one in watched.errors))
    go(page, "first")
    expect(page.locator("h1")).to_have_text("First")
    assert is_same_document(page)

    watched.errors.clear()
    watched.open(f"{server.url}/second")
    page.click("#plus")
    expect(page.locator("#plus")).to_have_text("+1")
    assert watched.errors == watched.warnings == []
