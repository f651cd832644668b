"""What a browser does for an app by itself, in the preview of a real JupyterLab."""

from __future__ import annotations

import base64
import importlib
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.lab import PATIENCE, Open
from tests.labserver.real import Lab

IMPORTS = (
    "from reactor_nb import ActionError, Head, action, asset, component, middleware, page, "
    "unsafe_html, use_action, use_state\n"
    "from reactor_nb.html import button, div, form, h1, img, input, output, p"
)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def lab(lab: Lab) -> Lab:
    """A JupyterLab with pictures and style sheets beside its notebooks."""
    public = lab.root / "public"
    (public / "styles").mkdir(parents=True)
    (public / "dot.png").write_bytes(PIXEL)
    (public / "my.css").write_text(
        '@import "styles/base.css" screen;\nh1 { border: 7px solid; font-family: Own }'
    )
    (public / "styles" / "base.css").write_text(
        "@font-face { font-family: Own; src: url(../own.woff2) }"
        "h1 { color: rgb(1, 2, 3); background: url(../dot.png) }"
    )
    # Any font will do; JupyterLab's are there wherever these tests run.
    folder = Path(str(importlib.import_module("jupyterlab").__file__)).with_name("static")
    font = next(folder.glob("*.woff2"))
    shutil.copy(font, public / "own.woff2")
    return lab


def test_pictures_of_the_public_folder_are_shown(live: Open) -> None:
    """Also one that comes later; the frame has no origin all the while."""
    code = """
@page("/")
def Home():
    more, set_more = use_state(False)
    return [
        img(src="/public/dot.png", alt="first", id="first"),
        img(src="/public/dot.png", alt="second", id="second") if more else None,
        button("More", on_click=lambda: set_more(True)),
    ]
"""
    notebook = live(IMPORTS, code)

    notebook.app.get_by_role("button", name="More").click()

    for name in ("#first", "#second"):
        notebook.app.locator(name).wait_for()
        notebook.frame.wait_for_function(
            f"document.querySelector('{name}').complete && "
            f"document.querySelector('{name}').naturalWidth === 1"
        )
    assert notebook.frame.evaluate("origin") == "null"
    assert notebook.errors == []


STYLED = """
@page("/")
def Home():
    more, set_more = use_state(False)
    return [
        Head(link=[{"rel": "stylesheet", "href": asset("my.css").url}] if not more else []),
        h1("Styled"),
        button("Plain", on_click=lambda: set_more(True)),
    ]
"""


def test_a_style_sheet_of_ones_own_is_used_with_all_that_it_names(live: Open) -> None:
    """With what it imports, a picture and a font; until the page does without it."""
    notebook = live(IMPORTS, STYLED)
    heading = notebook.app.locator("h1")

    expect(heading).to_have_css("border-top-width", "7px", timeout=PATIENCE)
    expect(heading).to_have_css("color", "rgb(1, 2, 3)")
    expect(heading).to_have_css("background-image", re.compile(r'^url\("blob:'))
    notebook.frame.wait_for_function("document.fonts.check('12px Own')")
    assert notebook.frame.evaluate("[...document.fonts].map((one) => one.status)") == ["loaded"]

    notebook.app.get_by_role("button", name="Plain").click()
    expect(heading).to_have_css("border-top-width", "0px")
    assert notebook.errors == []


def test_a_style_sheet_that_has_changed_is_taken_when_the_page_begins_anew(
    live: Open, lab: Lab
) -> None:
    sheet = lab.root / "public" / "changed.css"
    sheet.write_text("h1 { border: 1px solid }")
    notebook = live(IMPORTS, STYLED.replace("my.css", "changed.css"))
    expect(notebook.app.locator("h1")).to_have_css("border-top-width", "1px", timeout=PATIENCE)

    sheet.write_text("h1 { border: 2px solid }")
    notebook.panel.locator(".rnb-Preview-reload").click()

    expect(notebook.app.locator("h1")).to_have_css("border-top-width", "2px", timeout=PATIENCE)


def test_a_form_without_a_handler_is_posted_and_leads_on(live: Open) -> None:
    """Post, redirect, get; what was wrong comes by a cookie, which the frame never sees."""
    code = """
notes = []

@action
async def add(text: str) -> str:
    if not text.strip():
        raise ActionError("Nothing was added.", fields={"text": "What is it?"})
    notes.append(text)
    return text

async def load() -> list[str]: return notes

@page("/", loader=load)
def Home(data: list[str]):
    return [
        form(input(name="text", id="text"), button("Add"), action=add),
        output(", ".join(data), id="notes"),
    ]
"""
    notebook = live(IMPORTS, code)

    notebook.app.locator("#text").fill("milk")
    notebook.app.get_by_role("button", name="Add").click()

    expect(notebook.app.locator("#notes")).to_have_text("milk", timeout=PATIENCE)
    assert notebook.errors == []


def test_a_page_that_goes_elsewhere_by_itself_is_ended(live: Open) -> None:
    """A meta refresh that a component brings in: it is said, and nothing goes round in circles."""
    code = """
@page("/")
def Home():
    leave, set_leave = use_state(False)
    away = '<meta http-equiv="refresh" content="0;url=about:blank">'
    return [
        button("Leave", on_click=lambda: set_leave(True)),
        div(unsafe_html(away)) if leave else None,
    ]
"""
    notebook = live(IMPORTS, code)

    notebook.app.get_by_role("button", name="Leave").click()

    expect(notebook.problem()).to_contain_text("gone elsewhere by itself", timeout=PATIENCE)
    notebook.panel.locator(".rnb-Preview-reload").click()
    notebook.wait_until_live()
    expect(notebook.app.get_by_role("button", name="Leave")).to_be_visible()
