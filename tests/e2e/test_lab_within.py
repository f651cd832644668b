"""The preview whose components run in the kernel, in a real JupyterLab."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.lab import COUNTER, IMPORTS, PATIENCE, Open

APP = """
notes = ["one"]
async def load(): return notes

@action
async def add(text: str) -> list[str]:
    notes.append(text)
    return notes

@page("/", loader=load)
def Home(data: list[str]):
    shown, show = use_state(data)
    async def more():
        show(await add("two"))
    return [Counter(), p(" ".join(shown), id="notes"), button("Add", on_click=more)]
"""


def test_all_of_it_runs_in_a_kernel_in_pyodide(open_cells: Open) -> None:
    """State goes on over runs of cells; nothing in the frame can reach the Lab."""
    notebook = open_cells(IMPORTS, COUNTER, APP, kernel="pyodide-node")
    notebook.preview()
    notebook.wait_until_live()
    notebook.app.get_by_role("button", name="More").click()
    notebook.app.get_by_role("button", name="Add").click()
    expect(notebook.app.locator("#count")).to_have_text("1")
    expect(notebook.app.locator("#notes")).to_have_text("one two")

    notebook.run(1, COUNTER.replace('"More"', '"Even more"').replace("count + 1", "count + 10"))
    notebook.app.get_by_role("button", name="Even more").click()
    expect(notebook.app.locator("#count")).to_have_text("11")

    assert notebook.frame.evaluate("typeof Worker === 'undefined' || 'there'") == "there"
    refused = "try { new Worker('data:text/javascript,0') } catch { 0 }; self.origin"
    assert notebook.frame.evaluate(refused) == "null"
    assert "wasm" not in notebook.frame.evaluate("document.head.innerHTML")
    assert notebook.errors == []


def test_an_error_is_shown_with_its_cell_and_the_page_stays(open_cells: Open) -> None:
    notebook = open_cells(IMPORTS, COUNTER, APP, kernel="pyodide-node")
    notebook.preview()
    notebook.wait_until_live()

    notebook.run(1, COUNTER.replace("output(count", "output(1 / 0"))

    expect(notebook.problem()).to_contain_text("cell 2, line 4 ZeroDivisionError")
    expect(notebook.panel).to_have_attribute("data-stale", "true")
    notebook.run(1, COUNTER)
    expect(notebook.panel).not_to_have_attribute("data-stale", "true")
    notebook.app.get_by_role("button", name="More").click()
    expect(notebook.app.locator("#count")).to_have_text("1")


def test_a_render_without_end_is_interrupted_and_what_was_there_stays(open_cells: Open) -> None:
    """J6: the kernel is at it once its cell has run."""
    notebook = open_cells(IMPORTS, COUNTER, APP, kernel="pyodide-node")
    notebook.preview()
    notebook.wait_until_live()
    notebook.app.get_by_role("button", name="More").click()
    expect(notebook.app.locator("#count")).to_have_text("1")

    endless = COUNTER.replace("    return", "    while True: pass\n    return")
    notebook.run(1, endless, wait=False)
    busy = notebook.panel.get_by_role("status")
    expect(busy).to_contain_text("The kernel is busy", timeout=PATIENCE)
    busy.get_by_role("button", name="Interrupt").click()

    expect(notebook.problem()).to_contain_text("interrupted", timeout=PATIENCE)
    expect(notebook.panel).to_have_attribute("data-stale", "true")
    expect(notebook.app.locator("#count")).to_have_text("1")
    notebook.run(1, COUNTER.replace('"More"', '"Again"'))
    again = notebook.app.get_by_role("button", name="Again")
    expect(again).to_be_visible(timeout=PATIENCE)
    again.click()
    expect(notebook.app.locator("#count")).to_have_text("1")
    expect(busy).to_be_hidden()
    assert notebook.errors == []


def test_what_pyodide_cannot_have_is_rendered_in_the_kernel_instead(open_cells: Open) -> None:
    compiled = """
import psutil

@component
def Machine():
    return p("cores: ", min(psutil.cpu_count(), 1), id="cores")

@page("/")
def Home(): return [Machine(), Counter()]
"""
    notebook = open_cells(IMPORTS, COUNTER, compiled)
    notebook.preview()
    problem = notebook.panel.locator(".rnb-Problem", has_text="psutil")
    expect(problem).to_contain_text("RNB060", timeout=PATIENCE)

    problem.get_by_role("button", name="Render in the kernel instead").click()

    notebook.wait_until_live()
    expect(notebook.app.locator("#cores")).to_have_text("cores: 1")
    notebook.app.get_by_role("button", name="More").click()
    expect(notebook.app.locator("#count")).to_have_text("1")
    expect(notebook.panel.locator(".rnb-Preview-problems")).to_be_hidden()
    assert notebook.errors == []


def test_a_restart_of_the_kernel_dims_the_page_and_then_it_goes_on(open_cells: Open) -> None:
    """J4."""
    notebook = open_cells(IMPORTS, COUNTER, APP, kernel="pyodide-node")
    notebook.preview()
    notebook.wait_until_live()

    notebook.run_script("await panel.sessionContext.session.kernel.restart()")
    expect(notebook.panel).to_have_attribute("data-stale", "true")
    expect(notebook.app.locator("#count")).to_have_text("0")
    notebook.run_all()

    expect(notebook.panel).not_to_have_attribute("data-stale", "true", timeout=PATIENCE)
    notebook.app.get_by_role("button", name="More").click()
    expect(notebook.app.locator("#count")).to_have_text("1")
