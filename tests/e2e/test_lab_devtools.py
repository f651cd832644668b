"""The devtools of the preview in a real JupyterLab."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.e2e.lab import PATIENCE, Open, OpenNotebook, with_cells, with_example
from tests.labserver.real import Lab

COUNTER = """
from reactor_nb import component, page, use_effect, use_state
from reactor_nb.html import button, output, p

@component
def Counter(step: int = 1):
    count, set_count = use_state(0)
    print("renders", count)
    return p(output(count, id="count"), button("More", on_click=lambda: set_count(count + step)))

@page("/")
def Home():
    return Counter(step=2)
"""
CLOCK = """
import asyncio
from reactor_nb import component, page, use_effect, use_state
from reactor_nb.html import output, p

@component
def Clock():
    count, set_count = use_state(0)
    def tick():
        async def go_on():
            while True:
                await asyncio.sleep(1 / 60)
                set_count(lambda now: now + 1)
        return asyncio.ensure_future(go_on()).cancel
    use_effect(tick, [])
    return p(output(count, id="count"))

@component
def Still():
    text, set_text = use_state("still")
    return p(text, id="still")

@page("/")
def Home():
    return [Clock(), Still(), *[p(number) for number in range(100)], Below()]

@component
def Below():
    return p("below", id="below")
"""


class Tools:
    """The devtools of an open notebook."""

    def __init__(self, notebook: OpenNotebook) -> None:
        self.notebook = notebook
        notebook.preview()
        notebook.wait_until_live()
        notebook.panel.get_by_role("button", name="Devtools", exact=True).click()
        self.node = notebook.panel.get_by_role("region", name="Devtools")
        self.rows.first.wait_for(timeout=PATIENCE)

    @property
    def rows(self) -> Locator:
        return self.node.get_by_role("treeitem")

    @property
    def inspector(self) -> Locator:
        return self.node.locator(".rnb-Inspector")

    def tab(self, name: str) -> None:
        self.node.get_by_role("tab", name=name).click()

    def select(self, name: str) -> None:
        self.rows.filter(has_text=re.compile(f"^.?{name}")).first.click()
        expect(self.inspector.locator("h3")).to_contain_text(name)

    def edit(self, name: str, text: str) -> None:
        self.inspector.get_by_role("button", name=f"Edit {name}", exact=True).click()
        field = self.inspector.get_by_role("textbox", name=f"Edit {name}", exact=True)
        field.fill(text)
        field.press("Enter")


@pytest.fixture
def counter(open_cells: Open) -> Tools:
    return Tools(open_cells(COUNTER))


def test_the_state_of_an_example_is_edited_and_its_update_and_call_are_seen(
    lab: Lab, context: BrowserContext
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1500, "height": 900})
    notebook = with_example(lab, page, "02-todos.ipynb")
    notebook.run_all()
    tools = Tools(notebook)

    tools.select("AddForm")
    tools.edit("title", '"From the devtools"')
    expect(notebook.app.get_by_label("New todo")).to_have_value("From the devtools")
    notebook.app.get_by_role("button", name="Add").click()
    expect(notebook.app.locator("li")).to_have_count(1)
    expect(notebook.app.locator("li")).to_contain_text("From the devtools")

    expect(tools.rows.filter(has_text="TodoItem")).to_have_count(1)
    tools.tab("Updates")
    submit = tools.node.locator(".rnb-Update").filter(has_text="submit on AddForm")
    expect(submit).to_contain_text(re.compile(r"\d+ components · \d+ ops · \d+ B · [\d.]+ ms"))
    submit.locator("summary").click()
    expect(submit).to_contain_text("AddForm its state changed: hook 1, use_state title = ''")
    expect(submit).to_contain_text("page state changed: visible")
    expect(submit).to_contain_text(re.compile(r"apply\s*[\d.]+ ms"))
    expect(submit.locator("pre")).to_contain_text("'create'")
    tools.tab("Actions")
    call = tools.node.locator(".rnb-Call")
    expect(call).to_contain_text("add_todo(title='From the devtools')")
    expect(call).to_contain_text("answered")
    call.locator("summary").click()
    expect(call).to_contain_text("result{'id': 1, 'title': 'From the devtools', 'done': False}")
    assert notebook.errors == []


def test_what_is_pointed_at_is_drawn_around_in_the_page(counter: Tools) -> None:
    drawn = counter.notebook.app.locator("[data-rnb-highlight]")

    counter.rows.filter(has_text="Counter").hover()
    expect(drawn).to_have_attribute("data-rnb-highlight", "Counter")
    box = drawn.locator("div").first.bounding_box()
    shown = counter.notebook.app.locator("p").bounding_box()
    assert box is not None
    assert shown is not None
    assert all(abs(box[side] - shown[side]) < 1 for side in ("x", "y", "width", "height"))

    counter.inspector.hover()
    expect(drawn).to_have_count(0)
    counter.node.get_by_role("button", name="Point at a component").click()
    counter.notebook.app.locator("#count").click()
    expect(counter.inspector.locator("h3")).to_contain_text("Counter")


def test_props_are_edited_and_what_is_no_value_of_that_kind_is_refused(counter: Tools) -> None:
    """J10: what is typed is data of the kind that is there, or nothing."""
    counter.select("Counter")
    for text, words in {
        '"; import os': "this is no JSON",
        "{{": "this is no JSON",
        "<img src=x onerror=parent.postMessage(1)>": "this is no JSON",
        '"<b>2</b>"': "this is a text, and a whole number is there",
        "9" * 1_000_000: "that is 1,000,000 characters long",
    }.items():
        counter.edit("step", text)
        expect(counter.inspector.get_by_role("alert")).to_contain_text(words)

    counter.edit("step", "5")
    expect(counter.inspector.get_by_role("alert")).to_be_empty()
    counter.notebook.app.get_by_role("button").click()
    expect(counter.notebook.app.locator("#count")).to_have_text("5")
    assert counter.notebook.errors == []


def test_they_go_on_over_cells_that_run_and_over_a_new_start(counter: Tools) -> None:
    notebook = counter.notebook
    counter.select("Counter")
    notebook.app.get_by_role("button").click()
    expect(counter.inspector).to_contain_text("use_statecount: 2")

    notebook.run(0, COUNTER.replace("step=2", "step=3").replace("More", "Still more"))
    expect(notebook.app.get_by_role("button")).to_have_text("Still more", timeout=PATIENCE)
    expect(counter.inspector).to_contain_text("a cell has run")
    notebook.app.get_by_role("button").click()
    expect(counter.inspector).to_contain_text("use_statecount: 5")

    notebook.panel.get_by_title("Start the page anew").click()
    notebook.wait_until_live()
    expect(counter.inspector).to_contain_text("use_statecount: 0", timeout=PATIENCE)
    notebook.app.get_by_role("button").click()
    expect(counter.inspector).to_contain_text("use_statecount: 3")


def test_what_python_prints_is_in_the_console_also_from_before(counter: Tools) -> None:
    counter.tab("Console")
    lines = counter.node.locator(".rnb-Console-line")
    expect(lines.filter(has_text="renders 0")).to_have_count(1)

    counter.notebook.app.get_by_role("button").click()

    line = lines.filter(has_text="renders 2")
    expect(line).to_contain_text("Counter cell 1, line 8")
    line.get_by_role("button").click()
    expect(counter.notebook.page.locator(".jp-Cell .cm-content").first).to_be_focused()
    cursor = "return panel.content.activeCell.editor.getCursorPosition().line"
    assert counter.notebook.run_script(cursor) == 7


def test_they_can_be_used_while_a_component_renders_sixty_times_a_second(
    lab: Lab, context: BrowserContext, request: pytest.FixtureRequest
) -> None:
    """Clicks arrive, edits stay, and a page that begins anew hears nothing of the one before."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    name = f"{request.node.name}.ipynb"
    notebook = with_cells(lab, context.new_page(), name, CLOCK)
    notebook.run_all()
    tools = Tools(notebook)

    for _ in range(3):
        tools.select("Clock")
        tools.select("Still")
    tools.select("Clock")
    tools.edit("count", "500000")
    expect(notebook.app.locator("#count")).to_have_text(re.compile("500..."))
    tools.select("Still")
    tools.edit("text", '"edited"')
    expect(notebook.app.locator("#still")).to_have_text("edited")
    tools.inspector.locator(".rnb-Value-line").hover()
    tools.inspector.get_by_role("button", name="Copy text").click()
    expect(tools.inspector.get_by_role("button", name="Copy text")).to_have_text("copied")
    assert notebook.page.evaluate("navigator.clipboard.readText()") == '"edited"'

    expect(notebook.app.locator("#below")).not_to_be_in_viewport()
    tools.node.get_by_role("searchbox").fill("below")
    tools.node.get_by_role("searchbox").press("Enter")
    expect(tools.inspector.locator("h3")).to_contain_text("Below")
    tools.node.get_by_role("tree").press("Enter")
    expect(notebook.app.locator("#below")).to_be_in_viewport()

    notebook.run_script("await panel.sessionContext.session.kernel.restart()")
    expect(notebook.panel).to_have_attribute("data-stale", "true")
    notebook.run_all()
    expect(notebook.panel).not_to_have_attribute("data-stale", "true", timeout=PATIENCE)
    notebook.wait_until_live()
    expect(notebook.app.locator("#count")).to_have_text(re.compile("[1-9]"))
    expect(notebook.app.locator("#still")).to_have_text("still")
    expect(tools.inspector.locator("h3")).to_contain_text("Below")
    assert notebook.errors == []


def test_keys_lead_through_them_and_closing_leaves_nothing(counter: Tools) -> None:
    page = counter.notebook.page
    counter.node.get_by_role("tree").focus()
    page.keyboard.press("End")
    expect(counter.inspector.locator("h3")).to_contain_text("Counter")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(counter.rows).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(counter.rows).to_have_count(3)

    counter.node.get_by_role("button", name="Close the devtools").click()
    expect(counter.node).to_have_count(0)
    counter.notebook.app.get_by_role("button").click()
    expect(counter.notebook.app.locator("#count")).to_have_text("2")
    counter.notebook.panel.get_by_role("button", name="Devtools", exact=True).click()
    counter.tab("Updates")
    expect(counter.node.locator(".rnb-Update")).to_have_count(0)
    counter.notebook.app.get_by_role("button").click()
    expect(counter.node.locator(".rnb-Update")).to_have_count(1)


def test_a_page_that_the_kernel_renders_has_them_too(
    lab: Lab, context: BrowserContext, request: pytest.FixtureRequest
) -> None:
    name = f"{request.node.name}.ipynb"
    notebook = with_cells(lab, context.new_page(), name, COUNTER, kernel="pyodide-node")
    notebook.run_all()
    tools = Tools(notebook)

    tools.select("Counter")
    tools.edit("count", "40")
    expect(notebook.app.locator("#count")).to_have_text("40")
    notebook.app.get_by_role("button").click()

    expect(tools.inspector).to_contain_text("use_statecount: 42")
    tools.rows.filter(has_text="Counter").hover()
    drawn = notebook.app.locator("[data-rnb-highlight]")
    expect(drawn).to_have_attribute("data-rnb-highlight", "Counter")
    tools.tab("Updates")
    click = tools.node.locator(".rnb-Update").filter(has_text="click on Counter")
    expect(click).to_contain_text(re.compile(r"1 component · 1 op · \d+ B"))
    tools.tab("Console")
    line = tools.node.locator(".rnb-Console-line").filter(has_text="renders 42")
    expect(line).to_contain_text("Counter cell 1, line 8")
    assert notebook.errors == []
