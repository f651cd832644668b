"""A notebook that is open in a real JupyterLab, with its preview."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import nbformat
from playwright.sync_api import Frame, FrameLocator, Locator, Page, expect

from tests.e2e.real import EXAMPLES, write_notebook
from tests.labserver.real import Lab

PATIENCE = 30_000

# A counter, and the page that it is on.
IMPORTS = (
    "from reactor_nb import action, component, page, state, use_effect, use_state\n"
    "from reactor_nb.html import a, button, output, p"
)
COUNTER = """
@component
def Counter():
    count, set_count = use_state(0)
    return p(output(count, id="count"), button("More", on_click=lambda: set_count(count + 1)))
""".strip()
PAGE = '@page("/")\ndef Home():\n    return Counter()'

# Found by its own widget: a preview beside it may be the current one.
_NOTEBOOK = """
const app = window.jupyterapp;
const panel = [...app.shell.widgets('main')].find((one) => one.context && one.content.widgets);
"""


class Host(Protocol):
    """What has notebooks: a Jupyter server, or a site of JupyterLite."""

    def address_of(self, notebook: str) -> str:
        """Return where a notebook opens."""


class OpenNotebook:
    """One notebook in one tab of a browser.

    Args:
        host: what has it.
        page: the tab.
        name: the file.
    """

    def __init__(self, host: Host, page: Page, name: str) -> None:
        self.host = host
        self.page = page
        self.name = name
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    @property
    def lab(self) -> Lab:
        """The Jupyter server."""
        assert isinstance(self.host, Lab)
        return self.host

    def open(self, address: str | None = None) -> None:
        """Open the notebook, and wait until its kernel is there."""
        self.page.goto(address or self.host.address_of(self.name))
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=PATIENCE)
        self.run_script(
            "await panel.sessionContext.ready; await panel.sessionContext.session.kernel.info"
        )

    def run_script(self, script: str, given: Any = None) -> Any:
        """Run a script that knows ``app``, ``panel`` and what is ``given``."""
        return self.page.evaluate(
            f"""(given) => Promise.race([
                (async () => {{ {_NOTEBOOK} {script} }})(),
                new Promise((_, fail) => setTimeout(() => fail(Error('it hangs')), {PATIENCE})),
            ])""",
            given,
        )

    def run_all(self) -> None:
        """Run all cells, and wait for the last."""
        self.run_script("app.shell.activateById(panel.id)")
        self.run_script("await app.commands.execute('notebook:run-all-cells')")

    def run(self, place: int, source: str | None = None, *, wait: bool = True) -> None:
        """Write a cell anew, where there is a source, and run it; cells count from 0."""
        self.run_script(
            """
            const cell = panel.content.widgets[given.place];
            if (given.source !== null) cell.model.sharedModel.setSource(given.source);
            app.shell.activateById(panel.id);
            panel.content.activeCellIndex = given.place;
            const done = app.commands.execute('notebook:run-cell');
            if (given.wait) await done;
            """,
            {"place": place, "source": source, "wait": wait},
        )

    def write(self, place: int, source: str) -> None:
        """Write a cell anew, and do not run it."""
        self.run_script(
            "panel.content.widgets[given.place].model.sharedModel.setSource(given.source)",
            {"place": place, "source": source},
        )

    def preview(self) -> None:
        """Open the preview by its button."""
        self.page.locator(".rnb-PreviewButton").first.click()
        self.panel.wait_for(timeout=PATIENCE)

    def pin(self, name: str) -> None:
        """Choose a component in the preview's bar, as somebody does."""
        choice = self.panel.get_by_label("Which component is shown")
        choice.hover()
        listed = choice.locator("option").filter(has_text=re.compile(f"^{re.escape(name)}$"))
        expect(listed).to_have_count(1, timeout=PATIENCE)
        choice.select_option(label=name)

    @property
    def panel(self) -> Locator:
        """The preview."""
        return self.page.locator(".rnb-Preview")

    @property
    def app(self) -> FrameLocator:
        """What is in the frame."""
        return self.page.frame_locator("iframe.rnb-Preview-frame")

    @property
    def frame(self) -> Frame:
        """The frame, for scripts of its own."""
        [found] = [one for one in self.page.frames if one != self.page.main_frame]
        return found

    def wait_until_live(self) -> None:
        """Wait until Python runs in the frame."""
        expect(self.panel).to_have_attribute("data-state", "live", timeout=PATIENCE)

    def problem(self) -> Locator:
        """The first thing that is wrong."""
        return self.panel.locator(".rnb-mod-error").first


Open = Callable[..., OpenNotebook]
"""Opens a notebook of some cells."""


def with_example(lab: Lab, page: Page, name: str) -> OpenNotebook:
    """Open a copy of an example."""
    shutil.copy(EXAMPLES / name, lab.root / name)
    opened = OpenNotebook(lab, page, name)
    opened.open()
    return opened


def with_cells(
    lab: Lab, page: Page, name: str, *cells: str, kernel: str = "python3"
) -> OpenNotebook:
    """Open a notebook of these cells."""
    path = write_notebook(Path(lab.root, name), *cells)
    name_kernel(path, kernel)
    opened = OpenNotebook(lab, page, path.name)
    opened.open()
    return opened


def name_kernel(path: Path, kernel: str = "python3") -> None:
    """Say which kernel a notebook wants: else JupyterLab asks, and waits."""
    notebook = nbformat.read(path, 4)
    notebook.metadata["kernelspec"] = {"name": kernel, "display_name": kernel}
    nbformat.write(notebook, path)
