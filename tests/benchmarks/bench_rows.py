"""The operations of js-framework-benchmark in Chromium, beside frameworks in JavaScript and Python.

    python -m tests.benchmarks.bench_rows [--rounds 5] [--fresh 3] [--only NAME …] [--part PART …]

Every contender has a page in a process of its own, all in one browser. In every round each of
them, in another order, does all operations; what is compared are ratios within a round.
A time begins with a click in the page and ends when a MutationObserver on the table has been told
of the last change; that the table is what it must be is checked row by row after each operation.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests.benchmarks.browser.chromium import fresh_browser
from tests.benchmarks.machine import Neighbours
from tests.benchmarks.pins import check_versions, pinned
from tests.benchmarks.report import Report, publish
from tests.benchmarks.rows import summary
from tests.benchmarks.rows.contenders import (
    CONTENDERS,
    OURS,
    PREACT,
    build_pages,
    serve_contenders,
)
from tests.benchmarks.rows.fresh import measure_fresh
from tests.benchmarks.rows.growth import QUICK, REPEATS, measure_growth
from tests.benchmarks.rows.table import measure_table

PARTS = ("table", "growth", "fresh")


def add_table(
    report: Report, playwright: Playwright, urls: dict[str, str], rounds: int, warm_up: int
) -> None:
    """Do all operations, warm."""
    with fresh_browser(playwright) as browser:
        found = measure_table(browser, urls, rounds, warm_up)
    report.data["table"] = found
    if {OURS, PREACT} <= set(found):
        report.tables["rows"] = summary.ratio_table(found)
        report.targets += summary.table_targets(found)
    for kind in summary.KINDS:
        report.tables[f"rows-{kind}"] = summary.kind_table(found, kind)
    report.tables["rows-split"] = summary.split_table(found)
    report.plots["rows"] = summary.table_plot(found)


def add_growth(
    report: Report, playwright: Playwright, urls: dict[str, str], repeats: dict[int, int]
) -> None:
    """Create ever more rows."""
    with fresh_browser(playwright) as browser:
        found = measure_growth(browser, urls, repeats)
    report.data["growth"] = found
    report.tables["rows-growth"] = summary.growth_table(found)
    report.plots["rows-growth"] = summary.growth_plot(found)
    report.targets += summary.growth_targets(found)


def add_fresh(report: Report, playwright: Playwright, urls: dict[str, str], rounds: int) -> None:
    """Start, and create rows at once."""
    found = measure_fresh(playwright, urls, rounds)
    report.data["fresh"] = found
    report.tables["rows-fresh"] = summary.fresh_table(found)
    report.tables["rows-memory"] = summary.memory_table(found)
    if {OURS, PREACT} <= set(found):
        report.targets += summary.fresh_targets(found)


def measure(playwright: Playwright, urls: dict[str, str], options: argparse.Namespace) -> Report:
    both = {name: urls[name] for name in (OURS, PREACT) if name in urls}
    is_all = set(options.part) == set(PARTS) and len(urls) == len(CONTENDERS)
    report = Report("rows" if is_all else "rows-part", {}, {})
    quick = options.quick
    if "table" in options.part:
        rounds, warm_up = (1, 0) if quick else (options.rounds, 1)
        add_table(report, playwright, urls, rounds, warm_up)
    if "growth" in options.part and OURS in both:
        add_growth(report, playwright, both, QUICK if quick else REPEATS)
    if "fresh" in options.part:
        add_fresh(report, playwright, both if quick else urls, 1 if quick else options.fresh)
    return report


def run(arguments: Sequence[str]) -> Report:
    names = [one.name for one in CONTENDERS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--fresh", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--part", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    neighbours = Neighbours()
    versions = build_pages() | {"pyodide": pinned()["pyodide"]}
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
        serve_contenders(Path(folder)) as served,
    ):
        with fresh_browser(playwright) as browser:
            versions |= {"chromium": browser.version, "playwright": version("playwright")}
        check_versions(versions)
        urls = {name: url for name, url in served.items() if name in options.only}
        report = measure(playwright, urls, options)
    report.versions = versions
    return report.finish(neighbours)


if __name__ == "__main__":
    publish(run(sys.argv[1:]))
