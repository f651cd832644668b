"""The preview in a window of its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e.lab import COUNTER, IMPORTS, PAGE, PATIENCE, Open, OpenNotebook


@pytest.fixture
def opened(live: Open) -> OpenNotebook:
    """Return a notebook whose preview is live."""
    return live(IMPORTS, COUNTER, PAGE)


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
