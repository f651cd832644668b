"""Several people in one notebook, each with a preview, in a real JupyterLab for that."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from tests.architecture.paths import REPOSITORY
from tests.e2e.lab import COUNTER, IMPORTS, PAGE, PATIENCE, OpenNotebook, with_cells
from tests.labserver.real import Lab

TWO = '@page("/two")\ndef Two():\n    return p("The second page", id="two")'


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab whose documents are shared."""
    subprocess.run(["make", "build/together/.ready"], cwd=REPOSITORY, check=True)
    beside = Path(REPOSITORY, "build", "together")
    with Lab(tmp_path_factory.mktemp("together"), beside=beside).running() as made:
        yield made


@pytest.fixture
def both(
    lab: Lab, browser: Browser, request: pytest.FixtureRequest
) -> Iterator[tuple[OpenNotebook, OpenNotebook]]:
    """A notebook in the browsers of two people; the first has run it, both have a preview.

    Where the parameter is "deaf", the second does not hear that a kernel starts.
    """
    contexts = [browser.new_context(), browser.new_context()]
    if getattr(request, "param", "") == "deaf":
        contexts[1].route_web_socket(re.compile("/api/kernels/.*/channels"), _lose_starts)
    name = f"{request.node.name}.ipynb"
    ada = with_cells(lab, contexts[0].new_page(), name, IMPORTS, COUNTER, PAGE)
    ben = OpenNotebook(lab, contexts[1].new_page(), name)
    ben.open()
    ada.run_all()
    for one in (ada, ben):
        one.preview()
        one.wait_until_live()
    yield ada, ben
    for context in contexts:
        context.close()


def test_a_cell_that_one_runs_changes_both_previews_and_each_keeps_its_own_state(
    both: tuple[OpenNotebook, OpenNotebook],
) -> None:
    """J7"""
    for one, times in zip(both, (1, 2), strict=True):
        for _ in range(times):
            _press(one, "More")

    both[0].run(1, COUNTER.replace('"More"', '"Add"'))

    for one, count in zip(both, ("1", "2"), strict=True):
        _sees(one, "Add")
        expect(one.app.locator("#count")).to_have_text(count)
        assert one.errors == []


def test_what_both_write_at_a_time_is_shown_once_one_of_them_runs_it(
    both: tuple[OpenNotebook, OpenNotebook],
) -> None:
    ada, ben = both
    ben.write(1, COUNTER.replace('"More"', '"Plus"'))
    ada.page.wait_for_function(
        """() => [...jupyterapp.shell.widgets('main')].find((one) => one.context)
            .content.widgets[1].model.sharedModel.getSource().includes('Plus')"""
    )
    ada.run_script(
        """panel.content.activeCellIndex = 2;
        await app.commands.execute('notebook:insert-cell-below')"""
    )
    ada.run(3, TWO)
    ada.run(1)

    _sees(ben, "Plus")
    ben.panel.locator(".rnb-Preview-address").fill("/two")
    ben.panel.locator(".rnb-Preview-address").press("Enter")
    expect(ben.app.locator("#two")).to_have_text("The second page", timeout=PATIENCE)
    _sees(ada, "Plus")


@pytest.mark.parametrize("both", ["hearing", "deaf"], indirect=True)
def test_a_kernel_that_one_restarts_is_told_in_both_previews_and_both_go_on(
    both: tuple[OpenNotebook, OpenNotebook],
) -> None:
    """J4"""
    ada, ben = both
    ada.run_script("await panel.sessionContext.restartKernel()")
    for one in both:
        expect(one.panel).to_have_attribute("data-stale", "true", timeout=PATIENCE)
        expect(one.problem()).to_contain_text("this cell has not run", timeout=PATIENCE)

    ada.run_all()
    ben.run(1, COUNTER.replace('"More"', '"Anew"'))
    for one in both:
        _sees(one, "Anew")
        expect(one.panel).not_to_have_attribute("data-stale", "true")


def _lose_starts(socket: WebSocketRoute) -> None:
    """Lose what a kernel says first, as happens to who listens to it too late."""
    server = socket.connect_to_server()

    def hear(message: str | bytes) -> None:
        raw = message.encode() if isinstance(message, str) else message
        if b'"starting"' not in raw:
            socket.send(message)

    server.on_message(hear)


def _press(one: OpenNotebook, name: str) -> None:
    one.app.get_by_role("button", name=name).click()


def _sees(one: OpenNotebook, name: str) -> None:
    expect(one.app.get_by_role("button", name=name)).to_be_visible(timeout=PATIENCE)
