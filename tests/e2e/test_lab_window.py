"""The preview in a window of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.e2e.lab import PATIENCE, OpenNotebook, with_cells
from tests.e2e.test_lab import COUNTER, IMPORTS, PAGE
from tests.labserver.real import Lab


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    made = Lab(tmp_path_factory.mktemp("lab"))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def opened(lab: Lab, context: BrowserContext, request: pytest.FixtureRequest) -> OpenNotebook:
    """Return a notebook whose preview is live."""
    name = f"{request.node.name}.ipynb"
    notebook = with_cells(lab, context.new_page(), name, IMPORTS, COUNTER, PAGE)
    notebook.run_all()
    notebook.preview()
    notebook.wait_until_live()
    return notebook


def take_out(notebook: OpenNotebook) -> Page:
    with notebook.page.expect_popup() as found:
        notebook.panel.locator(".rnb-Preview-pop").click()
    return found.value


def test_the_page_goes_on_in_a_window_of_its_own_and_comes_back(opened: OpenNotebook) -> None:
    window = take_out(opened)

    app = window.frame_locator("iframe.rnb-Preview-frame")
    app.get_by_role("button", name="More").click(timeout=PATIENCE)
    expect(app.locator("#count")).to_have_text("1", timeout=PATIENCE)
    opened.run(1, COUNTER.replace("More", "Further"))
    expect(app.get_by_role("button", name="Further")).to_be_visible(timeout=PATIENCE)
    expect(app.locator("#count")).to_have_text("1")

    opened.panel.get_by_role("button", name="Bring it back").click()

    expect(opened.app.get_by_role("button", name="Further")).to_be_visible(timeout=PATIENCE)
    assert window.is_closed()


def test_the_page_comes_back_when_its_window_is_closed(opened: OpenNotebook) -> None:
    take_out(opened).close(run_before_unload=True)

    expect(opened.app.get_by_role("button", name="More")).to_be_visible(timeout=PATIENCE)


def test_the_page_reaches_nothing_of_jupyterlab_from_its_window(opened: OpenNotebook) -> None:
    """J2."""
    window = take_out(opened)
    window.frame_locator("iframe").get_by_role("button").wait_for(timeout=PATIENCE)
    [frame] = [one for one in window.frames if one != window.main_frame]

    for attempt in ("parent.document", "parent.opener.document", "top.location.href"):
        with pytest.raises(Error, match="SecurityError"):
            frame.evaluate(attempt)
