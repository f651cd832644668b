"""Every example in a real JupyterLab, in both kinds of kernels."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.lab import PATIENCE, OpenNotebook, name_kernel
from tests.e2e.real import EXAMPLES
from tests.labserver.real import Lab

NAMES = sorted(path.name for path in EXAMPLES.glob("*.ipynb"))


@pytest.mark.parametrize("kernel", ["python3", "pyodide-node"])
@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_live_in_its_preview(
    lab: Lab, context: BrowserContext, name: str, kernel: str
) -> None:
    shutil.copytree(EXAMPLES, lab.root, dirs_exist_ok=True)
    name_kernel(lab.root / name, kernel)
    notebook = OpenNotebook(lab, context.new_page(), name)
    notebook.open()
    notebook.run_all()
    notebook.preview()
    notebook.wait_until_live()

    expect(notebook.panel).not_to_have_attribute("data-stale", "true")
    expect(notebook.panel.locator(".rnb-mod-error, .rnb-mod-warning")).to_have_count(0)
    expect(notebook.app.locator("h1").first).to_be_visible(timeout=PATIENCE)
    notebook.run_script("await panel.sessionContext.shutdown()")
    assert notebook.errors == []
