"""From nothing to a Python that answers: ours beside Pyodide as it comes from npm."""

import time
from typing import Any

from playwright.sync_api import Page, Playwright

from tests.benchmarks.browser.chromium import Cost, fresh_browser
from tests.benchmarks.browser.files import Handler, serve_files
from tests.benchmarks.report import Target, median, ratio, table

# What an app of ours has imported by the time its page is live.
IMPORTS = (
    "import asyncio, collections, contextvars, dataclasses, datetime, decimal, enum, functools, "
    "html, inspect, itertools, json, re, traceback, typing, uuid"
)
START = """([worker, options, imports]) => new Promise((resolve, reject) => {
  const begin = performance.now();
  window.python = new Worker(worker, { type: 'module' });
  python.onmessage = () => resolve(performance.now() - begin);
  python.onerror = (event) => reject(new Error(event.message));
  python.postMessage({ options, imports });
})"""
IMPORT = """() => new Promise((resolve) => {
  const begin = performance.now();
  python.onmessage = () => resolve(performance.now() - begin);
  python.postMessage({});
})"""
KINDS = ("stock", "ours")


def options(kind: str, base: str) -> dict[str, str]:
    if kind == "stock":
        return {"indexURL": f"{base}/stock/"}
    root = f"{base}/ours/pyodide/"
    return {
        "indexURL": root,
        "stdLibURL": f"{root}stdlib.zip",
        "lockFileURL": f"{root}lock.json",
    }


def start_once(page: Page, cost: Cost, kind: str, base: str) -> dict[str, float]:
    page.goto(f"{base}/")
    time.sleep(0.3)
    before = cost()
    worker = f"{base}/here/boot_worker.mjs"
    wall = page.evaluate(START, [worker, options(kind, base), IMPORTS])
    ready = cost()
    imported_wall = page.evaluate(IMPORT)
    imported = cost()
    time.sleep(1)
    settled = cost()
    return {
        "ready": ready - before,
        "imported": imported - before,
        "settled": settled - before,
        "wall": wall,
        "wall_imported": wall + imported_wall,
    }


def measure_boot(playwright: Playwright, rounds: int) -> dict[str, Any]:
    """Start both kinds in turn, each time in a browser that is new."""
    found: dict[str, Any] = {kind: [] for kind in KINDS}
    with serve_files() as base:
        for number in range(rounds):
            for kind in KINDS if number % 2 else reversed(KINDS):
                with fresh_browser(playwright) as browser:
                    sample = start_once(browser.new_page(), Cost(browser), kind, base)
                found[kind].append(sample)
    sent = Handler.sent.items()
    found["transfer"] = {
        kind: sum(size for path, size in sent if path.startswith(f"/{kind}/")) for kind in KINDS
    }
    return found


def boot_table(found: dict[str, Any]) -> str:
    columns = ("ready", "imported", "settled", "wall", "wall_imported")
    rows: list[list[object]] = [
        [
            name,
            *[f"{median(one[column] for one in found[kind]):.0f}" for column in columns],
            f"{found['transfer'][kind] / 1e6:.2f} MB",
        ]
        for kind, name in (("stock", "Pyodide from npm"), ("ours", "ours"))
    ]
    sent = found["transfer"]["ours"] / found["transfer"]["stock"]
    ratios = [f"{_ratio(found, column):.2f}" for column in columns]
    rows.append(["ours / npm", *ratios, f"{sent:.2f}"])
    head = [
        "cold, ms",
        "CPU, ready",
        "CPU, imported",
        "CPU, 1 s later",
        "wall, ready",
        "wall, imported",
        "Brotli",
    ]
    return table(head, rows)


def boot_targets(found: dict[str, Any]) -> list[Target]:
    what = "interpreter ready, CPU / Pyodide from npm"
    return [Target(what, 0.35, _ratio(found, "ready"))]


def _ratio(found: dict[str, Any], column: str) -> float:
    return ratio(*([one[column] for one in found[kind]] for kind in ("ours", "stock")))
