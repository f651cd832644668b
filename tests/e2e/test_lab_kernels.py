"""Notebooks whose kernel is changed, ended or lost while their preview is open."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.lab import COUNTER, IMPORTS, PAGE, PATIENCE, Open, OpenNotebook


def test_the_preview_goes_on_with_another_kernel_of_another_kind_and_back(live: Open) -> None:
    """J4"""
    notebook = live(IMPORTS, COUNTER, PAGE)
    _counts(notebook)

    for kernel in ("pyodide-node", "python3"):
        _change(notebook, kernel)
        expect(notebook.panel).to_have_attribute("data-stale", "true")
        # What it was asked first: until it answers, nothing is known of it.
        expect(notebook.problem()).to_contain_text("this cell has not run", timeout=PATIENCE)
        notebook.run_all()
        expect(notebook.panel).not_to_have_attribute("data-stale", "true", timeout=PATIENCE)
        notebook.wait_until_live()
        _counts(notebook)
    assert _errors(notebook) == []


def test_the_page_stays_dimmed_while_there_is_no_kernel_and_goes_on_with_the_next(
    live: Open,
) -> None:
    """J4"""
    notebook = live(IMPORTS, COUNTER, PAGE)
    _counts(notebook)

    notebook.run_script("await panel.sessionContext.shutdown()")
    expect(notebook.panel).to_have_attribute("data-stale", "true", timeout=PATIENCE)
    expect(notebook.problem()).to_contain_text("what is shown is from before")
    expect(notebook.app.locator("#count")).to_have_text("1")

    _change(notebook, "python3")
    notebook.run_all()
    expect(notebook.panel).not_to_have_attribute("data-stale", "true", timeout=PATIENCE)
    assert _errors(notebook) == []


def test_a_kernel_that_dies_is_told_and_the_one_after_it_goes_on(live: Open) -> None:
    """J4"""
    notebook = live(IMPORTS, COUNTER, PAGE, "import os")

    # Not waited for: nobody answers.
    notebook.run(3, "import os; os._exit(1)", wait=False)
    expect(notebook.panel).to_have_attribute("data-stale", "true", timeout=PATIENCE)
    expect(notebook.problem()).to_contain_text("this cell has not run", timeout=PATIENCE)
    notebook.page.locator(".jp-Dialog .jp-mod-accept").click()

    for place in range(3):
        notebook.run(place)
    expect(notebook.panel).not_to_have_attribute("data-stale", "true", timeout=PATIENCE)
    _counts(notebook)
    assert _errors(notebook) == []


def _change(notebook: OpenNotebook, kernel: str) -> None:
    notebook.run_script("await panel.sessionContext.changeKernel({name: given})", kernel)


def _counts(notebook: OpenNotebook) -> None:
    """The counter counts from 0: the page is a new one."""
    expect(notebook.app.locator("#count")).to_have_text("0", timeout=PATIENCE)
    notebook.app.get_by_role("button", name="More").click()
    expect(notebook.app.locator("#count")).to_have_text("1", timeout=PATIENCE)


def _errors(notebook: OpenNotebook) -> list[str]:
    # JupyterLab says so where it has just asked the kernel that it leaves for a subshell.
    return [one for one in notebook.errors if "create_subshell_request" not in one]
