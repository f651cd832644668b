"""The preview in a real JupyterLab: how soon it is there, follows a cell, and answers a click.

    python -m tests.benchmarks.bench_preview [--turns 40] [--quick]

With ipykernel the page's Python runs in the frame; with ``pyodide-node`` the kernel renders. A cell
ends when its reply reaches JupyterLab, and its pixels are there with the next frame after the page
has changed: where they come first, that is no time at all.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Frame, sync_playwright

from tests.benchmarks.browser.chromium import fresh_browser
from tests.benchmarks.machine import Neighbours
from tests.benchmarks.report import Report, Target, median, percentile, publish, table
from tests.e2e.lab import COUNTER, IMPORTS, PAGE, OpenNotebook, with_cells
from tests.labserver.real import Lab

KERNELS = {"python3": "ipykernel", "pyodide-node": "Pyodide, rendered by the kernel"}
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
WATCH_REPLIES = """
window.replies = [];
panel.sessionContext.session.kernel.anyMessage.connect((_, { msg, direction }) => {
  if (direction === 'recv' && msg.header.msg_type === 'execute_reply')
    replies.push(performance.timeOrigin + performance.now());
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


def cells_end(notebook: OpenNotebook, turns: int) -> list[float]:
    """Return how long after its cell each change was seen, in ms."""
    frame, found = frame_of(notebook), []
    notebook.run_script(WATCH_REPLIES)
    frame.evaluate(WATCH_PIXELS)
    for turn in range(turns):
        frame.evaluate("() => { seen.length = 0; }")
        notebook.run(1, COUNTER.replace("More", f"More {turn}"))
        while not frame.evaluate("seen.length"):
            notebook.page.wait_for_timeout(10)
        found.append(max(0.0, frame.evaluate("seen[0]") - notebook.page.evaluate("replies.at(-1)")))
    return found


def measure(lab: Lab, browser: Browser, kernel: str, turns: int) -> dict[str, list[float]]:
    page = browser.new_page()
    notebook = with_cells(lab, page, f"{kernel}.ipynb", IMPORTS, COUNTER, PAGE, kernel=kernel)
    notebook.run_all()
    notebook.preview()
    notebook.wait_until_live()
    found = {"frame ready": opened_in(notebook, max(2, turns // 8))}
    # The first ones are of code that nobody has run yet.
    frame_of(notebook).evaluate(CLICKS, 10)
    found["click to DOM"] = frame_of(notebook).evaluate(CLICKS, turns)
    cells_end(notebook, 3)
    found["cell end to pixels"] = cells_end(notebook, turns)
    page.close()
    return found


def run(arguments: Sequence[str]) -> Report:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=40)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    neighbours = Neighbours()
    data: dict[str, Any] = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        lab = Lab(Path(folder))
        lab.start()
        try:
            with fresh_browser(playwright) as browser:
                versions = {"chromium": browser.version}
                for kernel in KERNELS:
                    data[kernel] = measure(
                        lab, browser, kernel, 4 if options.quick else options.turns
                    )
        finally:
            lab.stop()
    rows = [
        [f"{what}: {name}", *(f"{value:.1f}" for value in (median(one), percentile(one, 0.9)))]
        for kernel, name in KERNELS.items()
        for what, one in data[kernel].items()
    ]
    here, there = data["python3"], data["pyodide-node"]
    targets = [
        Target("preview: frame ready, warm", 2000, median(here["frame ready"]), "ms"),
        Target("preview: click to DOM", 5, median(here["click to DOM"]), "ms"),
        Target("preview: cell end to pixels", 50, median(here["cell end to pixels"]), "ms"),
        Target("the same, a Pyodide kernel renders", 50, median(there["cell end to pixels"]), "ms"),
        Target("click to DOM, a Pyodide kernel renders", 20, median(there["click to DOM"]), "ms"),
    ]
    tables = {"preview": table(["ms", "median", "90th percentile"], rows)}
    report = Report("preview", versions, tables, targets=targets, data=data)
    return report.finish(neighbours)


if __name__ == "__main__":
    publish(run(sys.argv[1:]))
