"""Portals and slots, in a real browser on a real server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.real import Serve, Server, Watch

PAGE = """
from reactor_nb import Portal, Slot, component, create_context, fill, page, use_context, use_state
from reactor_nb.html import b, button, div, h2, input, main, p, section

Theme = create_context("light")

@component
def Counter():
    count, set_count = use_state(0)
    return button(use_context(Theme), " ", count, on_click=lambda: set_count(count + 1))

@component
def Card(children):
    return section(h2(Slot("title")), children)

@page("/")
def Home():
    inside, set_inside = use_state(0)
    outside, set_outside = use_state(0)
    is_open, set_open = use_state(False)
    has_target, set_target = use_state(True)
    return [
        div(
            div(id="notes") if has_target else None,
            on_click=lambda: set_outside(outside + 1),
        ),
        main(
            p("in ", inside, ", out ", outside, id="counts"),
            Card({}, p("text"), fill("title", b("Title"))),
            Theme("dark", div(
                Portal(p("a note"), Counter(), to="#notes"),
                Portal(input(name="field"), to="#notes") if is_open else None,
                on_click=lambda: set_inside(inside + 1),
            )),
            button("open", on_click=lambda: set_open(not is_open)),
            button("target", on_click=lambda: set_target(not has_target)),
        ),
    ]
"""


@pytest.fixture
def notes(serve: Serve) -> Server:
    return serve(PAGE)


def test_with_javascript_off_a_portal_is_in_its_target(notes: Server, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(notes.url)

    assert page.inner_text("#notes").split() == ["a", "note", "dark", "0"]
    assert page.inner_text("section h2") == "Title"
    context.close()


def test_a_portal_lives_where_it_is_shown(notes: Server, watch: Watch) -> None:
    watched = watch()
    watched.open(notes.url, live=False)
    page = watched.page
    page.evaluate("window.kept = document.querySelector('#notes button')")
    watched.wait_for("live")
    dark = page.locator("button", has_text="dark")

    dark.click()
    expect(page.locator("#notes button")).to_have_text("dark 1")
    expect(page.locator("#counts")).to_have_text("in 1, out 0")
    page.get_by_role("button", name="open").click()
    page.fill("#notes input", "typed")
    page.get_by_role("button", name="target").click()
    expect(page.locator("#notes")).to_have_count(0)
    dark.click()
    expect(dark).to_have_text("dark 2")
    page.get_by_role("button", name="target").click()
    expect(page.locator("#notes input")).to_have_value("typed")
    page.get_by_role("button", name="open").click()
    expect(page.locator("#notes input")).to_have_count(0)

    assert page.evaluate("kept === document.querySelector('#notes button')")
    assert watched.errors + watched.warnings == []
