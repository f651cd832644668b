"""The operations of js-framework-benchmark in Chromium, beside frameworks in JavaScript and Python.

    python -m tests.benchmarks.bench_rows [--rounds 7] [--fresh 3] [--only NAME …] [--part PART …]

Every contender has a page in a process of its own, all in one browser. In every round each of
them, in another order, does all operations; what is compared are ratios within a round.
A time begins with a click in the page and ends when a MutationObserver on the table has been told
of the last change; that the table is what it must be is checked row by row after each operation.
"""

import argparse
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from tests.benchmarks.browser.chromium import fresh_browser
from tests.benchmarks.report import describe, machine, publish
from tests.benchmarks.rows.contenders import (
    CONTENDERS,
    OURS,
    PREACT,
    build_pages,
    serve_contenders,
)
from tests.benchmarks.rows.fresh import measure_fresh
from tests.benchmarks.rows.growth import measure_growth
from tests.benchmarks.rows.summary import (
    KINDS,
    report_fresh,
    report_growth,
    report_kind,
    report_ratios,
    report_targets,
)
from tests.benchmarks.rows.table import Samples, measure_table

PARTS = ("table", "growth", "fresh")


def report_table(found: Samples) -> list[str]:
    text = [report_kind(found, kind) for kind in KINDS]
    if OURS in found and PREACT in found:
        text += [report_ratios(found, kind) for kind in ("changed", "script")]
        text += ["Targets", report_targets(found)]
    return text


def measure(
    playwright: Playwright, urls: dict[str, str], options: argparse.Namespace
) -> tuple[dict[str, Any], list[str]]:
    found: dict[str, Any] = {}
    text: list[str] = []
    if "table" in options.part:
        with fresh_browser(playwright) as browser:
            found["table"] = measure_table(browser, urls, options.rounds)
        text += ["All operations, warm", *report_table(found["table"])]
    both = {name: urls[name] for name in (OURS, PREACT) if name in urls}
    if "growth" in options.part and both:
        with fresh_browser(playwright) as browser:
            found["growth"] = measure_growth(browser, both)
        text += ["Growth", report_growth(found["growth"])]
    if "fresh" in options.part:
        found["fresh"] = measure_fresh(playwright, urls, options.fresh)
        text += ["Cold, and memory", report_fresh(found["fresh"], found.get("table"))]
    return found, text


def main() -> None:
    names = [one.name for one in CONTENDERS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--fresh", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--part", nargs="+", choices=PARTS, default=PARTS)
    options = parser.parse_args()
    versions = build_pages()
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
        serve_contenders(Path(folder)) as served,
    ):
        with fresh_browser(playwright) as browser:
            versions |= {"chromium": browser.version, "playwright": version("playwright")}
        urls = {name: url for name, url in served.items() if name in options.only}
        found, text = measure(playwright, urls, options)
    name = "rows" if options.only == names and options.part == PARTS else "rows-part"
    facts = {"machine": machine(), "versions": versions}
    publish(name, "\n\n".join([describe(versions), *text]), facts | found)


if __name__ == "__main__":
    main()
