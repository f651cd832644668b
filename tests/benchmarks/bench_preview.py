"""The preview in JupyterLab and JupyterLite: how soon it is there, follows a cell, takes a click.

    python -m tests.benchmarks.bench_preview [--turns 40] [--quick]

With ipykernel the page's Python runs in the frame; with ``pyodide-node``, and in a site of
JupyterLite, the kernel renders. A cell begins when JupyterLab sends it, and ends when its reply is
back; its pixels are there with the next frame after the page has changed: where they come before
the reply, that is no time at all.
"""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Frame, Page, sync_playwright

from tests.benchmarks.browser.chromium import fresh_browser
from tests.benchmarks.machine import Neighbours
from tests.benchmarks.report import Report, Target, median, percentile, publish, table
from tests.e2e.lab import COUNTER, IMPORTS, PAGE, OpenNotebook, name_kernel, with_cells
from tests.e2e.real import write_notebook
from tests.labserver.real import Lab
from tests.lite.real import Site, build

# By what their kernels are called in notebooks.
KERNELS = {
    "python3": "ipykernel",
    "pyodide-node": "Pyodide under Node renders",
    "python": "JupyterLite",
}
CELLS = (IMPORTS, COUNTER, PAGE)

Open = Callable[[Page, str], OpenNotebook]
"""Opens the notebook in a page, with the kernel of a name."""

CLICKS = """async (turns) => {
  const times = [];
  const target = document.querySelector('#count');
  for (let turn = 0; turn < turns; turn++) {
    const begin = performance.now();
    const seen = new Promise((tell) => {
      const observer = new MutationObserver(() => { observer.disconnect(); tell(); });
      observer.observe(target, { characterData: true, childList: true, subtree: true });
    });
    document.querySelector('button').click();
    await seen;
    times.push(performance.now() - begin);
    await new Promise((go) => setTimeout(go, 30));
  }
  return times;
}"""
# The clocks of the Lab and of the frame begin at other moments.
WATCH_CELLS = """
window.begun = [];
window.ended = [];
panel.sessionContext.session.kernel.anyMessage.connect((_, { msg }) => {
  const now = performance.timeOrigin + performance.now();
  if (msg.header.msg_type === 'execute_request') begun.push(now);
  if (msg.header.msg_type === 'execute_reply') ended.push(now);
});
"""
WATCH_PIXELS = """() => {
  window.seen = [];
  const note = () => seen.push(performance.timeOrigin + performance.now());
  new MutationObserver(() => requestAnimationFrame(note)).observe(document.body, {
    characterData: true, childList: true, subtree: true,
  });
}"""


def frame_of(notebook: OpenNotebook) -> Frame:
    found = notebook.page.locator("iframe.rnb-Preview-frame").element_handle().content_frame()
    assert found is not None
    return found


def opened_in(notebook: OpenNotebook, times: int) -> list[float]:
    """Return how long it takes until the page is live, again and again, in ms."""
    found = []
    for _ in range(times):
        found.append(
            notebook.run_script(
                """
                const node = document.querySelector('.rnb-Preview');
                const begin = performance.now();
                node.querySelector('.rnb-Preview-reload').click();
                while (node.dataset.state !== 'starting') await new Promise(requestAnimationFrame);
                while (node.dataset.state !== 'live') await new Promise(requestAnimationFrame);
                return performance.now() - begin;
                """
            )
        )
    return found


def cells(notebook: OpenNotebook, turns: int) -> tuple[list[float], list[float]]:
    """Return how long after its cell's end, and after its begin, each change was seen, in ms."""
    frame = frame_of(notebook)
    after_end, after_begin = [], []
    notebook.run_script(WATCH_CELLS)
    frame.evaluate(WATCH_PIXELS)
    for turn in range(turns):
        frame.evaluate("() => { seen.length = 0; }")
        notebook.run(1, COUNTER.replace("More", f"More {turn}"))
        while not frame.evaluate("seen.length"):
            notebook.page.wait_for_timeout(10)
        seen = frame.evaluate("seen[0]")
        after_end.append(max(0.0, seen - notebook.page.evaluate("ended.at(-1)")))
        after_begin.append(seen - notebook.page.evaluate("begun.at(-1)"))
    return after_end, after_begin


@contextlib.contextmanager
def in_lab(folder: Path) -> Iterator[Open]:
    """Notebooks in a real JupyterLab."""
    with Lab(folder).running() as lab:
        yield lambda page, kernel: with_cells(lab, page, f"{kernel}.ipynb", *CELLS, kernel=kernel)


@contextlib.contextmanager
def in_lite(folder: Path) -> Iterator[Open]:
    """The same notebook in a site of JupyterLite, from a server of files."""
    notebook = write_notebook(folder / "counter.ipynb", *CELLS)
    name_kernel(notebook, "python")
    done = build(folder / "site", notebook)
    assert done.returncode == 0, done.stderr

    def opened(page: Page, kernel: str) -> OpenNotebook:
        found = OpenNotebook(site, page, notebook.name)
        found.open()
        return found

    with Site(folder / "site").running() as site:
        yield opened


def measure(host: Open, browser: Browser, kernel: str, turns: int) -> dict[str, list[float]]:
    page = browser.new_page()
    notebook = host(page, kernel)
    notebook.run_all()
    notebook.preview()
    notebook.wait_until_live()
    found = {"frame ready": opened_in(notebook, max(2, turns // 8))}
    # The first ones are of code that nobody has run yet.
    frame_of(notebook).evaluate(CLICKS, 10)
    found["click to DOM"] = frame_of(notebook).evaluate(CLICKS, turns)
    cells(notebook, 3)
    found["cell end to pixels"], found["cell begin to pixels"] = cells(notebook, turns)
    page.close()
    return found


def run(arguments: Sequence[str]) -> Report:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=40)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    neighbours = Neighbours()
    data: dict[str, Any] = {}
    turns = 4 if options.quick else options.turns
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
        fresh_browser(playwright) as browser,
    ):
        versions = {"chromium": browser.version}
        for kernel in KERNELS:
            place = Path(folder, kernel)
            place.mkdir()
            with in_lite(place) if kernel == "python" else in_lab(place) as host:
                data[kernel] = measure(host, browser, kernel, turns)
    rows = [
        [f"{what}: {name}", *(f"{value:.1f}" for value in (median(one), percentile(one, 0.9)))]
        for kernel, name in KERNELS.items()
        for what, one in data[kernel].items()
    ]
    here, there, lite = (data[kernel] for kernel in KERNELS)
    targets = [
        Target("preview: frame ready, warm", 2000, median(here["frame ready"]), "ms"),
        Target("preview: click to DOM", 5, median(here["click to DOM"]), "ms"),
        Target("preview: cell end to pixels", 50, median(here["cell end to pixels"]), "ms"),
        Target("the same, a Pyodide kernel renders", 50, median(there["cell end to pixels"]), "ms"),
        Target("click to DOM, a Pyodide kernel renders", 20, median(there["click to DOM"]), "ms"),
        Target("JupyterLite: frame ready, warm", 2000, median(lite["frame ready"]), "ms"),
        Target("JupyterLite: cell end to pixels", 50, median(lite["cell end to pixels"]), "ms"),
        Target("JupyterLite: click to DOM", 20, median(lite["click to DOM"]), "ms"),
    ]
    tables = {"preview": table(["ms", "median", "90th percentile"], rows)}
    report = Report("preview", versions, tables, targets=targets, data=data)
    return report.finish(neighbours)


if __name__ == "__main__":
    publish(run(sys.argv[1:]))
