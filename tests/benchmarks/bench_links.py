"""The time from a click on a ``Link`` to the page that it leads to, in Chromium on loopback.

    python -m tests.benchmarks.bench_links [--visits 100] [--quick]

The pages are those of ``examples/04-pages``; between two visits the browser has nothing to do. What
the server and Python's worker take of it is measured on its way. "Asked for" is a page whose data
was there before the click, as after a pointer has rested on the link.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.browser.app import export, serve_app
from tests.benchmarks.browser.chromium import fresh_browser
from tests.benchmarks.machine import Neighbours
from tests.benchmarks.report import ROOT, Report, Target, median, percentile, publish, table

PATHS = ("/about", "/", "/list", "/?minutes=30", "/recipes/bean-salad", "/")
WATCH = """
const wait = fetch, post = Worker.prototype.postMessage, Plain = Worker;
window.spent = { server: [], worker: [] };
window.fetch = async (...given) => {
  const start = performance.now();
  const answer = await wait(...given);
  spent.server.push(performance.now() - start);
  return answer;
};
let sent = 0;
Worker.prototype.postMessage = function (message) {
  if (typeof message === 'string' && message.startsWith('["show"')) sent = performance.now();
  return post.call(this, message);
};
window.Worker = class extends Plain {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', ({ data }) => {
      if (sent && typeof data === 'string') spent.worker.push(performance.now() - sent);
      sent = 0;
    });
  }
};
"""
VISIT = """async ([path, rest]) => {
  const link = [...document.querySelectorAll('a')].find((a) => a.getAttribute('href') === path);
  if (rest) {
    const count = spent.server.length;
    link.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    while (spent.server.length === count) await new Promise((go) => setTimeout(go, 5));
  }
  const shown = new Promise((tell) => {
    const observer = new PerformanceObserver((list) => {
      const [mark] = list.getEntriesByName('reactor:visited');
      if (mark) tell(mark.startTime);
    });
    observer.observe({ type: 'mark' });
  });
  const start = performance.now();
  link.click();
  return (await shown) - start;
}"""


def measure(page: Page, visits: int) -> dict[str, list[float]]:
    found: dict[str, Any] = {"clicked": [], "asked for": []}
    for kind in found:
        for number in range(visits):
            path = PATHS[number % len(PATHS)]
            found[kind].append(page.evaluate(VISIT, [path, kind == "asked for"]))
            page.wait_for_timeout(50)
    return {**found, **page.evaluate("spent")}


def run(arguments: Sequence[str]) -> Report:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=100)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    visits = 6 if options.quick else options.visits
    neighbours = Neighbours()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        app = export(ROOT / "examples" / "04-pages.ipynb", Path(folder) / "app")
        with serve_app(app) as wire, fresh_browser(playwright) as browser:
            versions = {"chromium": browser.version}
            page = browser.new_page()
            page.add_init_script(WATCH)
            page.goto(wire.url)
            while not page.evaluate("history.state?.reactor"):
                page.wait_for_timeout(50)
            found = measure(page, visits)
    names = {
        "clicked": "click to page",
        "asked for": "the same, asked for ahead of the click",
        "server": "of it, until the data is there",
        "worker": "of it, until Python's patch is there",
    }
    rows = [
        [name, *(f"{value:.1f}" for value in (median(one), percentile(one, 0.9), min(one)))]
        for kind, name in names.items()
        for one in [found[kind]]
    ]
    report = Report(
        "links",
        versions,
        {"links": table(["ms", "median", "90th percentile", "least"], rows)},
        targets=[Target("click to page", 50, median(found["clicked"]), "ms")],
        data=dict(found),
    )
    return report.finish(neighbours)


if __name__ == "__main__":
    publish(run(sys.argv[1:]))
