"""What is measured in the page of an exported app."""

import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright

from tests.benchmarks.browser.app import Wire, export, serve_app
from tests.benchmarks.browser.chromium import Calls, Cost, fresh_browser
from tests.benchmarks.report import ROOT, Target, median, percentile, table

CLICKS = 150
STATIC = ROOT / "reactor_nb" / "static"
NOTEBOOK = Path(__file__).parent / "pages.ipynb"
MARKS = "performance.getEntriesByType('mark').map(({ name, startTime }) => [name, startTime])"
RESOURCES = """performance.getEntriesByType('resource').concat(
  'document' in self ? performance.getEntriesByType('navigation') : []
).map(({ name, encodedBodySize }) => [name, encodedBodySize])"""

LIVE = "document.documentElement.dataset.reactor === 'live'"
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
    wait_until(page, LIVE)


def wait_until(page: Page, condition: str) -> None:
    """Wait until an expression is true in a page."""
    for _ in range(600):
        if page.evaluate(condition):
            return
        time.sleep(0.05)
    text = page.inner_text("body")[:500]
    raise SystemExit(f"{page.url}: it never came to {condition}: {text}")


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
    found: dict[str, Any] = {"live": [], "small": [], "frames": []}
    with serve_app(counter) as wire:
        for _ in range(rounds):
            with fresh_browser(playwright) as browser:
                found["live"].append(measure_live(browser, wire))
    with serve_app(tables) as wire:
        for _ in range(rounds):
            with fresh_browser(playwright) as browser:
                found["small"] += measure_small(browser, wire)
            with fresh_browser(playwright) as browser:
                found["frames"].append(measure_frames(browser, wire))
    found["scripts"] = {
        name: (STATIC / f"{name}.br").stat().st_size
        for name in ("client.js", "worker.js", "early.js")
    }
    found["core.bin"] = (STATIC / "core.bin.br").stat().st_size
    return found


def events_table(found: dict[str, Any]) -> str:
    """Return what clicks take; and how long frames are apart."""
    live = found["live"]
    clicks, later = ([one for sample in live for one in sample[at]] for at in ("clicks", "later"))
    page, python = (median(one["click_cpu"][side] for one in live) for side in ("page", "python"))
    first = median(sample["clicks"][0] for sample in live)
    rows: list[list[object]] = [
        ["click to DOM: a counter of a dozen elements", *_two(found["small"]), "", ""],
        ["click to DOM: the example counter", *_two(clicks), f"{page:.2f}", f"{python:.2f}"],
        ["click to DOM: the next clicks", *_two(later), "", ""],
        ["click to DOM: the first one", f"{first:.2g}", "", "", ""],
    ]
    for kind, name in (("busy", "while a handler works 1 s"), ("idle", "while nothing happens")):
        longest = median(one[kind]["longest"] for one in found["frames"])
        rows.append([f"longest gap between frames: {name}", f"{longest:.0f}", "", "", ""])
    head = ["ms", "median", "95th percentile", "CPU of the page", "CPU of Python's worker"]
    return table(head, rows)


def _two(times: list[float]) -> tuple[str, str]:
    return f"{median(times):.2f}", f"{percentile(times, 0.95):.1f}"


def start_table(found: dict[str, Any]) -> str:
    """Return what it takes until a counter is live."""
    marks = [one["marks"] for one in found["live"]]
    started, hydrated = (
        f"{median(one[name] - one['start'] for one in marks):.0f}"
        for name in ("python", "hydrated")
    )
    cpu = f"{median(one['cpu'] for one in found['live']):.0f}"
    head = ["ms from the page's script on", "Python runs", "live", "CPU until live"]
    return table(head, [["the counter", started, hydrated, cpu]])


def page_targets(found: dict[str, Any]) -> list[Target]:
    clicks = [one for sample in found["live"] for one in sample["clicks"]]
    longest = median(one["busy"]["longest"] for one in found["frames"])
    return [
        Target("counter, everything sent", 4.3, found["live"][0]["bytes"] / 1e6, "MB"),
        Target("loader and patch applier", 12.288, sum(found["scripts"].values()) / 1e3, "kB"),
        Target("our Python in the bundle", 80, found["core.bin"] / 1e3, "kB"),
        Target("click to DOM: a counter alone", 1, median(found["small"]), "ms"),
        Target("click to DOM: the example counter", 1, median(clicks), "ms"),
        Target("longest gap between frames, a handler works 1 s", 50, longest, "ms"),
    ]


def files_table(found: dict[str, Any]) -> str:
    """Return the table of what the counter loads; bodies as they travel, without headers."""
    files = found["live"][0]["resources"]
    rows = [
        [re.sub("-[0-9a-f]{12}", "", name.rpartition("/")[2]) or "the page", f"{size / 1e3:.1f}"]
        for name, size in sorted(files.items(), key=lambda one: -one[1])
    ]
    return table(["the counter loads", "kB"], rows)
