"""The time from a save of the counter's notebook to pixels, under `reactor-nb dev` in Chromium.

    python -m tests.benchmarks.bench_dev [--saves 40] [--quick]

Each save changes a word that the page shows, and the page takes it without a reload. What the parts
of it take is measured on the way: until the server says that there is something new, which is the
look at the file and the build, what the page must do, and what Python's worker does.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.browser.chromium import fresh_browser
from tests.benchmarks.machine import Neighbours
from tests.benchmarks.report import ROOT, Report, Target, median, percentile, publish, table
from tests.cli.conftest import started

NOTEBOOK = ROOT / "examples" / "01-counter.ipynb"
WORD = "Counter"
LIMIT = 100
WATCH = """
window.times = {};
window.note = (name) => { times[name] ??= performance.timeOrigin + performance.now(); };
const post = Worker.prototype.postMessage;
window.EventSource = class extends EventSource {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', () => note('told'));
  }
};
Worker.prototype.postMessage = function (message) {
  if (typeof message === 'string' && message.startsWith('["refresh"')) {
    note('asked');
    this.addEventListener('message', () => note('answered'), { once: true });
  }
  return post.call(this, message);
};
"""
WAIT = """(word) => {
  window.times = {};
  window.pixels = new Promise((tell) => {
    const look = () => {
      if (!document.querySelector('main').textContent.includes(word)) return;
      observer.disconnect();
      note('applied');
      requestAnimationFrame(() => setTimeout(() => { note('pixels'); tell(times); }));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.querySelector('main'),
      { childList: true, subtree: true, characterData: true });
  });
}"""
STEPS = ("told", "asked", "answered", "applied", "pixels")
NAMES = {
    "all": "save to pixels",
    "told": "of it, until the server tells the page: watching, analysis, build",
    "asked": "then, until the new code is on its way to Python",
    "answered": "then, until Python's patch is there",
    "applied": "then, until the patch is applied",
    "pixels": "then, until the frame is shown",
}


def save(path: Path, word: str) -> float:
    """Write the notebook with another word in it; return when."""
    notebook = json.loads(NOTEBOOK.read_text())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = "".join(cell["source"]).replace(f'"{WORD}"', f'"{word}"')
    text = json.dumps(notebook)
    begin = time.time()
    path.write_text(text)
    return begin * 1000


def measure(page: Page, path: Path, saves: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {name: [] for name in NAMES}
    for number in range(saves + 3):
        word = f"{WORD} {number}."
        page.evaluate(WAIT, word)
        begin = before = save(path, word)
        times: dict[str, Any] = page.evaluate("pixels")
        if number < 3:
            continue
        found["all"].append(times["pixels"] - begin)
        for name in STEPS:
            found[name].append(times[name] - before)
            before = times[name]
        page.wait_for_timeout(150)
    return found


def run(arguments: Sequence[str]) -> Report:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=40)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    neighbours = Neighbours()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counter.ipynb"
        save(path, WORD)
        with started("dev", path) as (url, _), fresh_browser(playwright) as browser:
            versions = {"chromium": browser.version}
            page = browser.new_page()
            page.add_init_script(WATCH)
            page.goto(url)
            page.wait_for_selector("html[data-reactor=live]")
            found = measure(page, path, 3 if options.quick else options.saves)
    rows = [
        [name, *(f"{value:.1f}" for value in (median(one), percentile(one, 0.9), min(one)))]
        for kind, name in NAMES.items()
        for one in [found[kind]]
    ]
    report = Report(
        "dev",
        versions,
        {"dev": table(["ms", "median", "90th percentile", "least"], rows)},
        targets=[Target("`dev`: save to pixels", LIMIT, median(found["all"]), "ms")],
        data=dict(found),
    )
    return report.finish(neighbours)


if __name__ == "__main__":
    publish(run(sys.argv[1:]))
