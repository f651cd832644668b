"""The preview in a real JupyterLab, while its notebook is moved about and changed by others."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.lab import COUNTER, IMPORTS, PAGE, PATIENCE, Open, OpenNotebook
from tests.labserver.real import Lab


@pytest.fixture
def opened(live: Open) -> OpenNotebook:
    """Return a notebook whose preview shows a counter at 1."""
    notebook = live(IMPORTS, COUNTER, PAGE)
    click(notebook)
    expect(notebook.app.locator("#count")).to_have_text("1")
    return notebook


def click(notebook: OpenNotebook) -> None:
    notebook.app.get_by_role("button").click()


def label(notebook: OpenNotebook, text: str) -> None:
    """Have the button say something else, and see that the preview follows and keeps its state."""
    notebook.run(1, COUNTER.replace("More", text))
    expect(notebook.app.get_by_role("button", name=text)).to_be_visible(timeout=PATIENCE)


def test_a_cell_that_runs_a_hundred_times_has_one_preview(opened: OpenNotebook) -> None:
    """J5: and one listener for each event."""
    opened.run_script(
        """
        panel.content.activeCellIndex = 1;
        const { sharedModel } = panel.content.activeCell.model;
        const runs = [];
        for (let turn = 1; turn <= 100; turn++) {
            sharedModel.setSource(given.replace('More', `Turn ${turn}`));
            runs.push(app.commands.execute('notebook:run-cell'));
        }
        await Promise.all(runs);
        """,
        COUNTER,
    )

    expect(opened.app.get_by_role("button", name="Turn 100")).to_be_visible(timeout=PATIENCE)
    click(opened)
    expect(opened.app.locator("#count")).to_have_text("2")
    expect(opened.panel).to_have_count(1)
    expect(opened.page.locator("iframe.rnb-Preview-frame")).to_have_count(1)


def test_a_cell_that_is_deleted_and_comes_back_leaves_the_page_as_it_was(
    opened: OpenNotebook,
) -> None:
    """J5: deleted, then undone; meanwhile the last good page stays, dimmed."""
    opened.run_script(
        """
        app.shell.activateById(panel.id);
        panel.content.activeCellIndex = 1;
        await app.commands.execute('notebook:delete-cell');
        """
    )
    opened.run(1)
    expect(opened.panel).to_have_attribute("data-stale", "true", timeout=PATIENCE)
    expect(opened.problem()).to_contain_text("Counter")
    expect(opened.app.locator("#count")).to_have_text("1")

    opened.run_script("await app.commands.execute('notebook:undo-cell-action')")
    label(opened, "Again")

    expect(opened.panel).not_to_have_attribute("data-stale", "true")
    expect(opened.app.locator("#count")).to_have_text("1")


def test_what_is_typed_by_somebody_else_shows_once_it_runs(opened: OpenNotebook) -> None:
    """J7: the shared text of a cell changes, as it does when others write in it."""
    opened.write(1, COUNTER.replace("More", "Theirs"))
    opened.run(2)
    click(opened)
    expect(opened.app.get_by_role("button", name="More")).to_be_visible()
    expect(opened.app.locator("#count")).to_have_text("2")

    opened.run(1)

    expect(opened.app.get_by_role("button", name="Theirs")).to_be_visible(timeout=PATIENCE)
    expect(opened.app.locator("#count")).to_have_text("2")


def test_a_second_view_of_the_notebook_shares_its_preview(opened: OpenNotebook) -> None:
    """J7."""
    opened.run_script(
        "app.shell.activateById(panel.id); await app.commands.execute('docmanager:clone')"
    )
    expect(opened.page.locator(".jp-NotebookPanel")).to_have_count(2, timeout=PATIENCE)

    label(opened, "Both")

    click(opened)
    expect(opened.app.locator("#count")).to_have_text("2")


def test_the_preview_follows_a_notebook_that_is_renamed(opened: OpenNotebook, lab: Lab) -> None:
    """J9."""
    opened.run_script("await panel.context.rename('renamed.ipynb')")
    expect(opened.page.get_by_role("tab", name="Preview: renamed")).to_be_visible()

    label(opened, "Renamed")

    expect(opened.app.locator("#count")).to_have_text("1")


def test_the_preview_goes_on_when_the_file_is_gone(opened: OpenNotebook, lab: Lab) -> None:
    """J9: deleted by somebody else; the notebook is still open, and so is its app."""
    (lab.root / opened.name).unlink()

    label(opened, "Gone")

    click(opened)
    expect(opened.app.locator("#count")).to_have_text("2")


def test_what_has_been_hidden_goes_on_when_it_is_seen_again(opened: OpenNotebook) -> None:
    """J8: behind another tab; cells run meanwhile."""
    opened.run_script(
        """
        const preview = [...app.shell.widgets('main')].find((one) => one.hasClass('rnb-Preview'));
        const launcher = await app.commands.execute('launcher:create', { ref: preview.id });
        app.shell.add(launcher, 'main', { ref: preview.id, mode: 'tab-after' });
        app.shell.activateById(launcher.id);
        """
    )
    expect(opened.panel).to_be_hidden()
    opened.run(1, COUNTER.replace("More", "Unseen"))

    opened.page.get_by_role("tab", name="Preview:").click()

    expect(opened.app.get_by_role("button", name="Unseen")).to_be_visible(timeout=PATIENCE)
    expect(opened.app.locator("#count")).to_have_text("1")
