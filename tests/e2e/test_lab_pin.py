"""One component of the page alone, in the preview of a real JupyterLab."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.lab import PATIENCE, Open, OpenNotebook

IMPORTS = (
    "from reactor_nb import Link, Portal, component, page, use_state\n"
    "from reactor_nb.html import article, button, div, h1, li, output, p, section, ul"
)
COUNTER = """
@component
def Counter():
    count, set_count = use_state(0)
    return p(
        output(count, id="count"),
        button("More", on_click=lambda: set_count(count + 1)),
        class_="counter",
    )
""".strip()
ROWS = """
@component
def Row(name: str):
    return li(name, id=name)

@component
def Rows():
    names, set_names = use_state(["milk", "bread", "eggs"])
    return article(
        ul([Row(name, key=name) for name in names]),
        button("Turn", on_click=lambda: set_names(names[::-1])),
        button("Drop", on_click=lambda: set_names([n for n in names if n != "bread"])),
    )
""".strip()
APP = """
@component
def Words():
    return "only words"

@component
def Elsewhere():
    return [p("below", id="below"), Portal(p("in a portal", id="ported"), to="#target")]

@page("/")
def Home():
    return section(
        h1("All of it"),
        "a text beside ",
        article("A text around: ", Counter(), style={"width": "120px", "font-size": "30px"}),
        Rows(),
        div("And ", Words(), " with others", id="words"),
        div(Elsewhere(), id="around"),
        div(id="target"),
    )

@page("/other")
def Other():
    return h1("Another page")
""".strip()

# Of the text in the section: how much of the page it takes.
AREA_OF_TEXT = """
(() => {
    const range = document.createRange();
    range.selectNode(document.querySelector('section').childNodes[1]);
    const { width, height } = range.getBoundingClientRect();
    return width * height;
})()
"""

CELLS = (IMPORTS, COUNTER, ROWS, APP)


def note_of(notebook: OpenNotebook) -> Locator:
    return notebook.panel.locator(".rnb-Preview-pinned")


@pytest.mark.parametrize("kernel", ["python3", "pyodide-node"])
def test_a_component_is_shown_alone_and_followed(open_cells: Open, kernel: str) -> None:
    """It lives on in its page: handlers, new code with and without state, a new start."""
    notebook = open_cells(*CELLS, kernel=kernel)
    notebook.preview()
    notebook.wait_until_live()
    app = notebook.app
    more = app.get_by_role("button", name="More")
    more.click()
    size = notebook.frame.evaluate("getComputedStyle(document.querySelector('.counter')).fontSize")

    notebook.pin("Counter")
    expect(app.locator("h1")).to_be_hidden()
    expect(app.locator("#milk")).to_be_hidden()
    more.click()
    expect(app.locator("#count")).to_have_text("2")
    assert notebook.frame.evaluate(AREA_OF_TEXT) == 0
    counter = "document.querySelector('.counter')"
    assert notebook.frame.evaluate(f"getComputedStyle({counter}).fontSize") == size
    # It has the room that the page has, and not that of what it is in.
    assert notebook.frame.evaluate(f"{counter}.getBoundingClientRect().width > 200")

    notebook.run(1, COUNTER.replace("More", "Even more"))
    app.get_by_role("button", name="Even more").click()
    expect(app.locator("#count")).to_have_text("3")
    expect(app.locator("h1")).to_be_hidden()
    anew = COUNTER.replace("use_state(0)", "use_state(0)\n    use_state(1)")
    notebook.run(1, anew)
    expect(app.locator("#count")).to_have_text("0", timeout=PATIENCE)
    expect(more).to_be_visible()
    expect(app.locator("h1")).to_be_hidden()
    notebook.run(3, APP.replace("article(", "div(", 1))
    more.click()
    expect(app.locator("h1")).to_be_hidden()

    notebook.panel.locator(".rnb-Preview-reload").click()
    expect(app.locator("#count")).to_have_text("0", timeout=PATIENCE)
    notebook.wait_until_live()
    expect(more).to_be_visible()
    expect(app.locator("h1")).to_be_hidden()

    notebook.pin("Whole page")
    expect(app.locator("h1")).to_be_visible()
    assert notebook.frame.evaluate("document.querySelectorAll('[rnb-pin]').length") == 0
    assert notebook.errors == []


def test_a_row_is_followed_by_its_key_until_it_is_removed(live: Open) -> None:
    notebook = live(*CELLS)
    app = notebook.app

    notebook.pin("Row bread")
    expect(app.locator("#bread")).to_be_visible()
    expect(app.locator("#milk")).to_be_hidden()
    # What is hidden is there, and its handlers are.
    app.locator("button", has_text="Turn").dispatch_event("click")
    expect(app.locator("li")).to_have_text(["eggs", "bread", "milk"])
    expect(app.locator("#bread")).to_be_visible()
    expect(app.locator("#eggs")).to_be_hidden()

    app.locator("button", has_text="Drop").dispatch_event("click")
    expect(note_of(notebook)).to_contain_text("Row bread is not on this page, so all of it is")
    expect(app.locator("#eggs")).to_be_visible()
    note_of(notebook).get_by_role("button", name="Whole page").click()
    expect(note_of(notebook)).to_be_hidden()


def test_texts_and_portals_are_shown_alone_as_well(live: Open) -> None:
    notebook = live(*CELLS)
    app = notebook.app

    notebook.pin("Elsewhere")
    expect(app.locator("#below")).to_be_visible()
    expect(app.locator("#ported")).to_be_visible()
    expect(app.locator("h1")).to_be_hidden()

    notebook.pin("Words")
    expect(app.locator("#words")).to_contain_text("only words")
    expect(app.locator("#below")).to_be_hidden()
    assert notebook.frame.evaluate("CSS.highlights.get('rnb-pin').size") == 2


def test_a_component_of_another_page_and_one_that_is_deleted_are_told_of(live: Open) -> None:
    notebook = live(*CELLS)
    app = notebook.app
    notebook.pin("Counter")
    address = notebook.panel.get_by_label("The address of the page")

    address.fill("/other")
    address.press("Enter")
    expect(note_of(notebook)).to_have_text(
        re.compile("Counter is not on this page, so all of it is shown"), timeout=PATIENCE
    )
    expect(app.locator("h1")).to_have_text("Another page")
    address.fill("/")
    address.press("Enter")
    expect(app.get_by_role("button", name="More")).to_be_visible(timeout=PATIENCE)
    expect(app.locator("h1")).to_be_hidden()
    expect(note_of(notebook)).to_be_hidden()

    notebook.run(1, "later = 1")
    notebook.run(3, APP.replace("Counter()", "'nothing'"))
    expect(note_of(notebook)).to_contain_text("is not in the notebook any more", timeout=PATIENCE)
    expect(app.locator("h1")).to_be_visible()
    expect(notebook.panel.get_by_label("Which component is shown")).to_have_value("")


def test_a_component_is_pinned_from_the_devtools(live: Open) -> None:
    notebook = live(*CELLS)
    notebook.panel.get_by_role("button", name="Devtools", exact=True).click()
    row = notebook.panel.get_by_role("treeitem").filter(has_text="bread")
    row.click(timeout=PATIENCE)

    notebook.panel.get_by_role("button", name="Pin", exact=True).click()

    expect(notebook.app.locator("#milk")).to_be_hidden()
    expect(notebook.app.locator("#bread")).to_be_visible()
    expect(notebook.panel.get_by_label("Which component is shown")).to_contain_text("Row bread")
    # They go on without it, and it without them.
    notebook.panel.get_by_role("button", name="Close the devtools").click()
    notebook.app.locator("button", has_text="Turn").dispatch_event("click")
    expect(notebook.app.locator("#bread")).to_be_visible()
    expect(notebook.app.locator("#eggs")).to_be_hidden()


@pytest.mark.parametrize("kernel", ["python3", "pyodide-node"])
def test_a_component_that_no_page_has_yet_is_on_a_page_of_its_own(
    open_cells: Open, kernel: str
) -> None:
    """Without what stands around all pages, live, and kept up to date as any other page."""
    layout = """
from reactor_nb import layout

@layout("/")
def Around(children):
    return div(p("around"), children)
""".strip()
    new = """
@component
def Draft(step: int = 1):
    count, set_count = use_state(0)
    return button("Draft ", output(count), on_click=lambda: set_count(count + step))
""".strip()
    notebook = open_cells(*CELLS, layout, new, kernel=kernel)
    notebook.preview()
    notebook.wait_until_live()
    app = notebook.app

    notebook.pin("Draft, by itself")
    button = app.get_by_role("button", name="Draft")
    expect(button).to_be_visible(timeout=PATIENCE)
    expect(notebook.panel.get_by_label("The address of the page")).to_have_value("/-/Draft")
    notebook.wait_until_live()
    expect(app.get_by_text("around")).to_be_hidden()
    button.click()
    expect(button).to_have_text("Draft 1")
    notebook.run(5, new.replace('"Draft "', '"Draft and more "'))
    expect(button).to_have_text("Draft and more 1", timeout=PATIENCE)
    expect(note_of(notebook)).to_be_hidden()

    notebook.pin("Whole page")
    expect(app.locator("h1")).to_have_text("All of it", timeout=PATIENCE)
    assert notebook.errors == []
