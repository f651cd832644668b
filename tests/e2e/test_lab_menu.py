"""Check, explain and export from the menu of a real JupyterLab."""

from __future__ import annotations

import zipfile

from playwright.sync_api import Locator, expect

from tests.e2e.lab import PATIENCE, Open, OpenNotebook
from tests.labserver.real import Lab

IMPORTS = "from reactor_nb import page\nfrom reactor_nb.html import p"
PAGE = '@page("/")\ndef Home():\n    return p("hello")'


def choose(notebook: OpenNotebook, entry: str) -> Locator:
    """Choose an entry of the menu; return the tab with its result."""
    notebook.run_script("app.shell.activateById(panel.id)")
    notebook.page.locator(".lm-MenuBar-itemLabel", has_text="Reactor").click()
    notebook.page.locator(".lm-Menu-itemLabel", has_text=entry).click()
    return notebook.page.locator(".rnb-Report:visible")


def test_a_check_leads_to_the_cells_of_what_is_on_the_screen(open_cells: Open) -> None:
    """The notebook is saved first; what is mended is found mended."""
    notebook = open_cells(IMPORTS, PAGE, run=False)
    notebook.write(1, PAGE.replace("p(", "q("))

    report = choose(notebook, "Check App")

    told = "1 problem is in the way of an export"
    expect(report.get_by_role("status")).to_have_text(told, timeout=PATIENCE)
    problem = report.locator(".rnb-mod-error")
    expect(problem).to_contain_text("cell 2, line 3 RNB002")
    problem.get_by_role("button").click()
    notebook.page.wait_for_function(
        "document.querySelector('.jp-Cell:nth-child(2)').contains(document.activeElement)"
    )
    notebook.write(1, PAGE)
    report = choose(notebook, "Check App")
    expect(report.get_by_role("status")).to_have_text("no problems", timeout=PATIENCE)
    assert notebook.errors == []


def test_an_explanation_is_shown_in_a_frame_of_no_origin(open_cells: Open) -> None:
    notebook = open_cells(IMPORTS, PAGE, run=False)

    report = choose(notebook, "Explain App")

    frame = report.locator("iframe")
    expect(frame).to_have_attribute("sandbox", "allow-scripts", timeout=PATIENCE)
    page = frame.content_frame
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
    page.get_by_role("searchbox").fill("Home")
    [inner] = [one for one in notebook.page.frames if one != notebook.page.main_frame]
    assert inner.evaluate("origin") == "null"
    assert notebook.errors == []


def test_an_export_is_shown_in_the_file_browser_and_can_be_downloaded(
    open_cells: Open, lab: Lab
) -> None:
    notebook = open_cells(IMPORTS, PAGE, run=False)

    report = choose(notebook, "Export App")

    name = "test_an_export_is_shown_in_the_file_browser_and_can_be_downloaded-app"
    expect(report.get_by_role("status")).to_contain_text("files,", timeout=PATIENCE)
    with notebook.page.expect_download() as waiting:
        report.get_by_role("button", name="Download as zip").click()
    assert waiting.value.suggested_filename == f"{name}.zip"
    with zipfile.ZipFile(waiting.value.path()) as archive:
        there = {one.relative_to(lab.root) for one in (lab.root / name).rglob("*") if one.is_file()}
        assert {str(one) for one in there} == set(archive.namelist())
    report.get_by_role("button", name="Show the folder").click()
    files = notebook.page.locator("#filebrowser")
    expect(files.get_by_text("manifest.json")).to_be_visible(timeout=PATIENCE)
    assert notebook.errors == []


def test_a_file_that_cannot_be_written_is_looked_at_as_it_is(open_cells: Open, lab: Lab) -> None:
    """J9: a notebook that is read-only."""
    notebook = open_cells(IMPORTS, PAGE, run=False)
    notebook.run_script(
        """
        panel.content.widgets[1].model.sharedModel.setSource('1 +');
        const found = {...panel.context.contentsModel, writable: false};
        Object.defineProperty(panel.context, 'contentsModel', {get: () => found});
        """
    )

    report = choose(notebook, "Check App")

    expect(report.get_by_role("status")).to_contain_text("read-only", timeout=PATIENCE)
    expect(report.get_by_role("status")).to_contain_text("no problems")
