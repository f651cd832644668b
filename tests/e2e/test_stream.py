"""Pages that are sent in parts, in a real browser: seen before they are whole, then taken over."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.real import Serve, Server, Watch

APP = """
import asyncio
from reactor_nb import Head, Suspense, action, api, page, public, use_resource, use_state
from reactor_nb.html import b, button, div, h1, i, li, p, table, tbody, td, tr, ul

gates = {}

@api("/open/{name}")
async def open_gate(name: str):
    gates.setdefault(name, asyncio.Event()).set()

@api("/close")
async def close_gates():
    gates.clear()

@action(guard=public)
async def wait_for(name: str) -> str:
    await gates.setdefault(name, asyncio.Event()).wait()
    return name.upper()

@page("/", stream=True)
def Parts():
    return div(Head(title="first"), h1("Parts"), Content())

@page("/ordered", stream="ordered")
def Ordered():
    return div(h1("Ordered"), Content())

def Content():
    return [
        Suspense(Slow(name="one"), fallback=i("wait for one", id="wait-one")),
        table(tbody(tr(td("row 0")), Suspense(Rows(), fallback=tr(td("wait for rows"))))),
        Counter(),
    ]

from reactor_nb import component

@component
def Slow(name: str):
    value = use_resource(lambda: wait_for(name), [])
    count, set_count = use_state(0)
    return [Head(title="last"),
            button(value, " ", b(count), id=name, on_click=lambda: set_count(count + 1))]

@component
def Rows():
    value = use_resource(lambda: wait_for("rows"), [])
    return [tr(td(value, " ", n)) for n in (1, 2)]

@component
def Counter():
    count, set_count = use_state(0)
    return button("after ", b(count), id="after", on_click=lambda: set_count(count + 1))
"""


@pytest.fixture
def server(serve: Serve) -> Server:
    return serve(APP)


def test_parts_come_in_any_order_and_python_takes_all_over(server: Server, watch: Watch) -> None:
    """PX-48, PX-49"""
    watched = watch()
    page = watched.page
    page.request.get(f"{server.url}/close")
    page.goto(server.url, wait_until="commit")
    expect(page.locator("#wait-one")).to_have_text("wait for one")
    expect(page.locator("#after")).to_have_text("after 0")

    page.request.get(f"{server.url}/open/rows")
    expect(page.locator("tr")).to_have_text(["row 0", "ROWS 1", "ROWS 2"])
    expect(page.locator("#wait-one")).to_have_count(1)
    page.evaluate("window.row = document.querySelectorAll('tr')[1]")
    page.request.get(f"{server.url}/open/one")
    expect(page.locator("#one")).to_have_text("ONE 0")
    watched.wait_for("live")
    page.click("#one")
    page.click("#after")

    expect(page.locator("#one")).to_have_text("ONE 1")
    expect(page.locator("#after")).to_have_text("after 1")
    expect(page).to_have_title("last")
    assert page.evaluate("window.row === document.querySelectorAll('tr')[1]")
    assert page.locator("template").count() == 0
    assert watched.errors == watched.warnings == []


def test_in_order_it_is_whole_without_javascript(server: Server, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.request.get(f"{server.url}/close")
    page.goto(f"{server.url}/ordered", wait_until="commit")
    expect(page.locator("h1")).to_have_text("Ordered")

    page.request.get(f"{server.url}/open/rows")
    page.request.get(f"{server.url}/open/one")

    expect(page.locator("#one")).to_have_text("ONE 0")
    expect(page.locator("tr")).to_have_text(["row 0", "ROWS 1", "ROWS 2"])
    expect(page.locator("#after")).to_have_text("after 0")
    context.close()


def test_in_order_python_takes_it_over_as_it_is(server: Server, watch: Watch) -> None:
    watched = watch()
    page = watched.page
    for name in ("one", "rows"):
        page.request.get(f"{server.url}/open/{name}")
    watched.open(f"{server.url}/ordered")

    page.click("#one")

    expect(page.locator("#one")).to_have_text("ONE 1")
    assert watched.errors == watched.warnings == []
