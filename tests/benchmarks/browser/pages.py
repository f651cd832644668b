"""What is measured in the page of an exported app."""

import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright

from tests.benchmarks.browser.app import Wire, export, serve_app
from tests.benchmarks.browser.chromium import Calls, Cost, fresh_browser
from tests.benchmarks.report import ROOT, median, percentile, table

CLICKS = 150
STATIC = ROOT / "reactor_nb" / "static"
NOTEBOOK = Path(__file__).parent / "pages.ipynb"
MARKS = "performance.getEntriesByType('mark').map(({ name, startTime }) => [name, startTime])"
RESOURCES = """performance.getEntriesByType('resource').concat(
  'document' in self ? performance.getEntriesByType('navigation') : []
).map(({ name, encodedBodySize }) => [name, encodedBodySize])"""

# Times the page's own handling of every message that adopts the HTML of the server.
WATCH = """
window.hydrations = [];
const adopts = /^\\["(hydrate|mend)/;
const listen = Worker.prototype.addEventListener;
Worker.prototype.addEventListener = function (type, handler, options) {
  const timed = (event) => {
    const { data } = event;
    if (typeof data !== 'string' || !adopts.test(data)) return handler(event);
    const begin = performance.now();
    handler(event);
    const ms = performance.now() - begin;
    hydrations.push({ what: adopts.exec(data)[1], ms, size: data.length });
  };
  listen.call(this, type, type === 'message' ? timed : handler, options);
};
"""
CLICK = """async ([button, shown, clicks]) => {
  const target = document.querySelector(shown);
  const controls = [...document.querySelectorAll('button')];
  const control = controls.find((one) => one.textContent === button);
  const times = [];
  for (let count = 0; count < clicks; count++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    times.push(await new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        const end = performance.now();
        observer.disconnect();
        resolve(end - begin);
      });
      observer.observe(target, { subtree: true, childList: true, characterData: true });
      const begin = performance.now();
      control.click();
    }));
  }
  return times;
}"""
FRAMES = """(button) => new Promise((resolve) => {
  const done = document.querySelector('#done');
  const gaps = [];
  const begin = performance.now();
  let last = begin;
  const frame = () => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    if (button ? done.textContent === 'done' : now - begin > 1000)
      resolve({ longest: Math.max(...gaps), frames: gaps.length, ms: now - begin });
    else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  if (button) document.querySelector(button).click();
})"""


def open_live(page: Page, url: str) -> None:
    """Open a page, and wait until Python has taken it over."""
    page.goto(url)
    for _ in range(600):
        state = page.evaluate("document.documentElement.dataset.reactor")
        if state == "live":
            return
        if state == "failed":
            break
        time.sleep(0.05)
    raise SystemExit(f"{url} did not become live: {page.inner_text('body')[:500]}")


def measure_live(browser: Browser, wire: Wire) -> dict[str, Any]:
    """Open the counter in a browser that is new, and see what that costs until it is live."""
    page = browser.new_page()
    page.goto(f"{wire.url}/_reactor/health")
    time.sleep(0.3)
    cost = Cost(browser)
    before, received = cost(), wire.received
    open_live(page, f"{wire.url}/")
    cpu = cost() - before
    marks = dict(page.evaluate(MARKS))
    time.sleep(0.5)
    resources = page.evaluate(RESOURCES)
    for worker in page.workers:
        resources += worker.evaluate(RESOURCES)
    return {
        "cpu": cpu,
        "marks": {name.removeprefix("reactor:"): at for name, at in marks.items()},
        "bytes": wire.received - received,
        "resources": {name.removeprefix(wire.url): size for name, size in resources},
        "clicks": page.evaluate(CLICK, ["+1", "#count", CLICKS]),
        "later": page.evaluate(CLICK, ["+1", "#count", CLICKS]),
        "click_cpu": measure_click_cpu(browser, wire),
    }


def measure_click_cpu(browser: Browser, wire: Wire) -> dict[str, float]:
    """Return the processor time of a click: in the page and in Python's worker, in ms."""
    page = browser.new_page()
    open_live(page, f"{wire.url}/")
    traced = Calls(page, lambda: page.evaluate(CLICK, ["+1", "#count", CLICKS]))
    page.close()
    return {
        "page": traced.event("click", "/static/client-") / CLICKS,
        "python": sum(traced.calls("/static/worker-")) / CLICKS,
    }


def measure_page(browser: Browser, wire: Wire, path: str) -> dict[str, Any]:
    """Open a page that shows a big table, and time the message that adopts it."""
    page = browser.new_page()
    page.add_init_script(WATCH)
    traced = Calls(page, lambda: open_live(page, f"{wire.url}{path}"))
    [found] = page.evaluate("hydrations")
    page.close()
    # The longest of the worker's messages is the one that adopts.
    return {**found, "cpu": max(traced.calls("", "timed"))}


def measure_small(browser: Browser, wire: Wire) -> list[float]:
    """Click in a page that is a counter of a dozen elements and nothing else."""
    page = browser.new_page()
    open_live(page, f"{wire.url}/counter")
    times: list[float] = page.evaluate(CLICK, ["+1", "#count", CLICKS])
    page.close()
    return times


def measure_frames(browser: Browser, wire: Wire) -> dict[str, Any]:
    """See how long the page stands still while a handler works for a second."""
    page = browser.new_page()
    open_live(page, f"{wire.url}/slow")
    page.evaluate(FRAMES, "")
    found = {"idle": page.evaluate(FRAMES, ""), "busy": page.evaluate(FRAMES, "#work")}
    page.close()
    return found


def measure_pages(playwright: Playwright, folder: Path, rounds: int) -> dict[str, Any]:
    """Measure the exported pages, every round in a browser that is new."""
    counter = export(ROOT / "examples" / "01-counter.ipynb", folder / "counter")
    tables = export(NOTEBOOK, folder / "pages")
    found: dict[str, Any] = {"live": [], "small": [], "/": [], "/handlers": [], "frames": []}
    with serve_app(counter) as wire:
        for _ in range(rounds):
            with fresh_browser(playwright) as browser:
                found["live"].append(measure_live(browser, wire))
    with serve_app(tables) as wire:
        for _ in range(rounds):
            with fresh_browser(playwright) as browser:
                found["small"] += measure_small(browser, wire)
            with fresh_browser(playwright) as browser:
                for path in ("/", "/handlers"):
                    found[path].append(measure_page(browser, wire, path))
                found["frames"].append(measure_frames(browser, wire))
    found["scripts"] = {
        name: (STATIC / f"{name}.br").stat().st_size
        for name in ("client.js", "worker.js", "early.js")
    }
    found["core.bin"] = (STATIC / "core.bin.br").stat().st_size
    return found


def report_pages(found: dict[str, Any]) -> str:
    """Return the table; the last column is the processor time where that was measured, too."""
    live = found["live"]
    clicks, later = ([one for sample in live for one in sample[at]] for at in ("clicks", "later"))
    page, python = (median(one["click_cpu"][side] for one in live) for side in ("page", "python"))
    rows: list[list[object]] = [
        ["counter, everything sent, MB", "≤ 4.3", f"{live[0]['bytes'] / 1e6:.2f}", ""],
        [
            "loader and applier, brotli, kB",
            "≤ 12",
            f"{sum(found['scripts'].values()) / 1e3:.1f}",
            "",
        ],
        ["our Python, brotli, kB", "≤ 80", f"{found['core.bin'] / 1e3:.1f}", ""],
        [
            "click to DOM, the example, median, ms",
            "≤ 1",
            f"{median(clicks):.2f}",
            f"{page:.2f} + {python:.2f}",
        ],
        [
            "click to DOM, the example, 95th percentile, ms",
            "",
            f"{percentile(clicks, 0.95):.2f}",
            "",
        ],
        ["click to DOM, a counter alone, median, ms", "≤ 1", f"{median(found['small']):.2f}", ""],
        ["click to DOM, the example, the next clicks, ms", "", f"{median(later):.2f}", ""],
        [
            "click to DOM, the example, the first one, ms",
            "",
            f"{median(s['clicks'][0] for s in live):.2f}",
            "",
        ],
    ]
    for path, name in (("/", "plain"), ("/handlers", "a handler per row")):
        wall, cpu = (median(one[kind] for one in found[path]) for kind in ("ms", "cpu"))
        rows.append([f"hydrate 1,000 rows, {name}, ms", "≤ 5", f"{wall:.1f}", f"{cpu:.1f}"])
    for kind, name, target in (("busy", "a handler works 1 s", "≤ 50"), ("idle", "idle", "")):
        longest = median(one[kind]["longest"] for one in found["frames"])
        rows.append([f"longest frame gap, {name}, ms", target, f"{longest:.0f}", ""])
    marks = [one["marks"] for one in live]
    hydrated, started = (
        median(one[name] - one["start"] for one in marks) for name in ("hydrated", "python")
    )
    cpu = median(one["cpu"] for one in live)
    rows.append(["counter, script to Python, ms", "", f"{started:.0f}", ""])
    rows.append(["counter, script to live, ms", "", f"{hydrated:.0f}", f"{cpu:.0f}"])
    return table(["what", "target", "measured", "CPU"], rows)


def report_files(found: dict[str, Any]) -> str:
    """Return the table of what the counter loads; bodies as they travel, without headers."""
    files = found["live"][0]["resources"]
    rows = [
        [re.sub("-[0-9a-f]{12}", "", name.rpartition("/")[2]) or "the page", f"{size / 1e3:.1f}"]
        for name, size in sorted(files.items(), key=lambda one: -one[1])
    ]
    return table(["the counter loads", "kB"], rows)
