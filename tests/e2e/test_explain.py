"""The page that `reactor-nb explain --html` writes, opened as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from reactor_nb.explain.commands import explain_notebook
from tests.e2e.real import write_notebook
from tests.explain.conftest import TODOS


@pytest.fixture
def opened(context: BrowserContext, tmp_path: Path) -> Page:
    """The page of a small notebook; it must neither complain nor ask for anything."""
    notebook = write_notebook(tmp_path / "todos.ipynb", *TODOS)
    explain_notebook(notebook, as_json=False, page=tmp_path / "todos.html")
    page = context.new_page()
    page.on("console", lambda message: pytest.fail(message.text))
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "todos.html").as_uri())
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    return page


def lit(page: Page) -> set[str]:
    """Return the titles of the boxes that stand out."""
    return set(page.locator(".boxes > .on text:not(.sub)").all_text_contents())


def test_pointing_at_a_box_lights_the_chain_that_leads_to_it(opened: Page) -> None:
    opened.locator(".boxes > g", has_text="fmt").hover()

    assert lit(opened) == {"Todos", "TodoItem", "fmt"}
    expect(opened.locator("#detail")).to_contain_text("Todos (page)→TodoItem→fmt")
    expect(opened.locator(".lines path.on")).to_have_count(2)


def test_the_arrow_keys_walk_along_the_lines(opened: Page) -> None:
    opened.locator(".boxes > g", has_text="fmt").focus()

    opened.keyboard.press("ArrowLeft")
    expect(opened.locator("#detail h3")).to_contain_text("TodoItem")
    opened.keyboard.press("ArrowLeft")
    expect(opened.locator("#detail h3")).to_contain_text("Todos")
    opened.keyboard.press("Enter")

    expect(opened.locator("article b.picked")).to_have_text("Todos")
    opened.keyboard.press("Escape")
    expect(opened.locator("article b.picked")).to_have_count(0)
    expect(opened.locator("#detail")).to_contain_text("Point at a name")


def test_a_name_is_found_from_the_keyboard(opened: Page) -> None:
    opened.keyboard.press("/")
    opened.keyboard.type("conn")
    expect(opened.locator(".boxes > .match")).to_have_count(1)

    opened.keyboard.press("Enter")

    expect(opened.locator("#detail h3")).to_contain_text("connect")
    expect(opened.locator(".l.on")).to_have_count(2)


def test_a_name_in_a_cell_leads_to_its_box(opened: Page) -> None:
    opened.locator("article b", has_text="load_todos").click()

    expect(opened.locator(".boxes > .picked")).to_contain_text("load_todos")
    expect(opened.locator("#detail")).to_contain_text("server")


def test_only_what_goes_to_one_place_stands_out(opened: Page) -> None:
    button = opened.get_by_role("button", name="server", exact=False).first
    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    titles = opened.locator(".boxes > .match text:not(.sub)").all_text_contents()
    assert set(titles) == {"add_todo", "connect", "load_todos", "sqlite3"}
