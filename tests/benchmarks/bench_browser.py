"""What a page costs in a real Chromium: the start of Python, what is sent, and every click.

python -m tests.benchmarks.bench_browser [--rounds 5] [--only boot | pages] [--quick]
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests.benchmarks.browser import boot, pages
from tests.benchmarks.browser.chromium import fresh_browser
from tests.benchmarks.machine import Neighbours
from tests.benchmarks.pins import check_versions, pinned
from tests.benchmarks.report import Report, publish


def add_boot(report: Report, playwright: Playwright, rounds: int) -> None:
    """Start the interpreter alone."""
    found = boot.measure_boot(playwright, rounds)
    report.data["boot"] = found
    report.tables["boot"] = boot.boot_table(found)
    report.targets += boot.boot_targets(found)


def add_pages(report: Report, playwright: Playwright, rounds: int) -> None:
    """Open exported apps, served by uvicorn, and click."""
    with tempfile.TemporaryDirectory() as folder:
        found = pages.measure_pages(playwright, Path(folder), rounds)
    report.data["pages"] = found
    report.tables["live"] = pages.start_table(found)
    report.tables["size"] = pages.files_table(found)
    report.tables["events"] = pages.events_table(found)
    report.targets += pages.page_targets(found)


def run(arguments: Sequence[str]) -> Report:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("boot", "pages"))
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    rounds = 1 if options.quick else options.rounds
    neighbours = Neighbours()
    versions = {"pyodide": pinned()["pyodide"], "playwright": version("playwright")}
    name = f"browser-{options.only}" if options.only else "browser"
    report = Report(name, versions, {})
    with sync_playwright() as playwright:
        with fresh_browser(playwright) as browser:
            versions["chromium"] = browser.version
        check_versions(versions)
        if options.only != "pages":
            add_boot(report, playwright, rounds)
        if options.only != "boot":
            add_pages(report, playwright, rounds)
    return report.finish(neighbours)


if __name__ == "__main__":
    publish(run(sys.argv[1:]))
