"""A preview and a live output in a real Jupyter Notebook, which has JupyterLab's extensions."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.e2e.lab import COUNTER, IMPORTS, PAGE, PATIENCE, OpenNotebook, name_kernel
from tests.e2e.real import write_notebook
from tests.labserver.real import Lab


def test_the_preview_is_in_the_sidebar_where_only_one_document_has_room(
    lab: Lab, context: BrowserContext
) -> None:
    name_kernel(write_notebook(Path(lab.root, "alone.ipynb"), IMPORTS, COUNTER, PAGE, "Counter()"))
    notebook = OpenNotebook(lab, context.new_page(), "alone.ipynb")
    notebook.open(f"{lab.url}notebooks/alone.ipynb?token={lab.token}")

    notebook.run_all()
    notebook.preview()
    notebook.wait_until_live()
    notebook.app.get_by_role("button", name="More").click()
    expect(notebook.app.locator("#count")).to_have_text("1")
    notebook.run(1, COUNTER.replace("More", "Add"))
    expect(notebook.app.get_by_role("button", name="Add")).to_be_visible(timeout=PATIENCE)
    expect(notebook.app.locator("#count")).to_have_text("1")

    output = notebook.page.frame_locator("iframe.rnb-View-frame")
    output.get_by_role("button", name="Add").click()
    expect(output.locator("#count")).to_have_text("1")
