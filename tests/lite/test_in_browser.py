"""The site in a real browser, from a plain server of files: nothing of it comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.lab import PATIENCE, Open, OpenNotebook
from tests.lite.real import Site

ASK = (
    "const { kernel } = panel.sessionContext.session;"
    "return (await kernel.requestExecute({ code: given }).done).content.status"
)


@pytest.fixture(scope="module")
def site(built: Site) -> Iterator[Site]:
    with built.running():
        yield built


def test_the_example_runs_and_its_preview_follows_it(live: Open) -> None:
    notebook = live("01-counter.ipynb")
    notebook.app.get_by_role("button", name="+1", exact=True).click()

    expect(notebook.app.locator("#count")).to_have_text("1")
    place, source = _counter(notebook)
    notebook.run(place, source.replace('header(strong("Counter"))', 'header(strong("Tally"))'))
    expect(notebook.app.locator("header", has_text="Tally")).to_be_visible(timeout=PATIENCE)
    expect(notebook.app.locator("#count")).to_have_text("1")
    assert notebook.errors == []


def test_the_library_comes_before_the_folder_and_the_folder_before_packages(
    site: Site, page: Page
) -> None:
    notebook = OpenNotebook(site, page, "01-counter.ipynb")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    notebook.open()

    code = (
        "import sys\n"
        "names = [path.rpartition('/')[2] for path in sys.path]\n"
        "assert names.index('') == names.index('site-packages') - 1 > 0, sys.path"
    )

    assert notebook.run_script(ASK, code) == "ok"
    # Each is a request that goes through the page; there were eighty before the first cell.
    assert len([url for url in asked if url.endswith("/api/drive")]) < 20


def test_loaders_and_actions_run_in_the_kernel_of_the_page(site: Site, page: Page) -> None:
    notebook = OpenNotebook(site, page, "02-todos.ipynb")
    notebook.open()
    assert (
        notebook.run_script(ASK, "import reactor_nb\n%load_ext reactor_nb.kernel.extension") == "ok"
    )
    notebook.run_all()
    notebook.preview()
    notebook.wait_until_live()

    field = notebook.app.get_by_role("textbox").first
    field.fill("Write it in the browser")
    field.press("Enter")

    row = notebook.app.locator("li", has_text="Write it in the browser")
    expect(row).to_be_visible(timeout=PATIENCE)
    assert notebook.errors == []


def test_a_cell_without_end_leaves_the_lab_alone_and_ends_with_its_kernel(live: Open) -> None:
    notebook = live("01-counter.ipynb")
    place = notebook.run_script("return panel.content.widgets.length - 1")
    notebook.run(place, "while True: pass", wait=False)

    _restart(notebook)

    notebook.write(place, "")
    _goes_on(notebook)


def test_a_render_without_end_is_told_of_and_ends_with_its_kernel(live: Open) -> None:
    """J6: also where the cell's own answer never comes."""
    notebook = live("01-counter.ipynb")
    place, well = _counter(notebook)
    endless = well.replace("    return ", "    while True: pass\n    return ", 1)
    assert endless != well
    notebook.run(place, endless, wait=False)

    _restart(notebook)

    notebook.write(place, well)
    _goes_on(notebook)


def _restart(notebook: OpenNotebook) -> None:
    """Restart the kernel by the panel, once it has been seen to take no interrupt."""
    notebook.panel.get_by_role("button", name="Interrupt").click(timeout=PATIENCE)
    expect(notebook.panel.get_by_role("status")).to_contain_text(
        "takes no interrupt", timeout=PATIENCE
    )
    notebook.panel.get_by_role("button", name="Restart kernel").click()
    expect(notebook.panel).to_contain_text("has not run", timeout=PATIENCE)


def _goes_on(notebook: OpenNotebook) -> None:
    """Run all cells in the kernel that is new, and count."""
    notebook.run_script("await panel.sessionContext.session.kernel.info")
    notebook.run_all()
    notebook.wait_until_live()
    notebook.app.get_by_role("button", name="+1", exact=True).click()
    expect(notebook.app.locator("#count")).to_have_text("1", timeout=PATIENCE)


def _counter(notebook: OpenNotebook) -> tuple[int, str]:
    """Return where the cell of the counter is, and its source."""
    place, source = notebook.run_script(
        "const place = panel.content.widgets.findIndex(({model}) => model.id === 'counter');"
        "return [place, panel.content.widgets[place].model.sharedModel.source]"
    )
    return place, source
