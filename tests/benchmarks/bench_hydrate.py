"""Taking over a table of 1,000 rows that the server sent, beside Preact, in one Chromium.

    python -m tests.benchmarks.bench_hydrate [--rounds 9] [--quick]

Every load is a page and a process of its own, ours and Preact's in turn. The times are those that
Chromium's trace gives for the processor: the call that takes over, and all scripts of the page's
main thread until it is live. That every row the server sent is kept, that both show the same, and
that a click on a row comes through, is checked at each load.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.browser.chromium import fresh_browser
from tests.benchmarks.hydrate.pages import load_once, serve_ways
from tests.benchmarks.machine import Neighbours
from tests.benchmarks.outline import same_html
from tests.benchmarks.pins import check_versions, pinned
from tests.benchmarks.plot import bars
from tests.benchmarks.report import Report, Target, median, publish, ratio, table

# By page, the samples of all rounds.
Samples = dict[str, list[dict[str, float]]]
PAIRS = {
    "plain rows": ("reactor_nb", "Preact"),
    "a handler on each row": (
        "reactor_nb, a handler on each row",
        "Preact, a handler on each row",
    ),
}


def measure(rounds: int) -> tuple[Samples, dict[str, str]]:
    found: Samples = {}
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
        serve_ways(Path(folder)) as ways,
        fresh_browser(playwright) as browser,
    ):
        versions = {"chromium": browser.version, "playwright": version("playwright")}
        order = list(ways)
        # The first load of all finds servers and files that are not warm.
        for number in range(-1, rounds):
            random.Random(number).shuffle(order)
            tables: dict[bool, dict[str, str]] = {True: {}, False: {}}
            for way in order:
                sample, html = load_once(browser, way)
                tables[way.has_handlers][way.title] = html
                if number >= 0:
                    found.setdefault(way.title, []).append(sample)
            for pages in tables.values():
                same_html(pages)
    return {way.title: found[way.title] for way in ways}, versions


def times(found: Samples, pair: tuple[str, str], kind: str) -> float:
    return ratio(*([one[kind] for one in found[title]] for title in pair))


def hydrate_table(found: Samples) -> str:
    kinds = ("adopt", "scripts")
    rows: list[list[object]] = [
        [title, *(f"{median(one[kind] for one in samples):.2f}" for kind in kinds)]
        for title, samples in found.items()
    ]
    for name, pair in PAIRS.items():
        ratios = (f"{times(found, pair, kind):.2f}" for kind in kinds)
        rows.append([f"ours / Preact, {name}", *ratios])
    head = ["1,000 rows, ms of CPU of the main thread", "taking over", "all scripts until live"]
    return table(head, rows)


def run(arguments: Sequence[str]) -> Report:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    neighbours = Neighbours()
    found, versions = measure(1 if options.quick else options.rounds)
    pins = pinned()
    versions |= {name: pins[name] for name in ("pyodide", "preact", "preact-render-to-string")}
    check_versions(versions)
    shown = {title: median(one["adopt"] for one in samples) for title, samples in found.items()}
    report = Report(
        "hydrate",
        versions,
        {"hydrate": hydrate_table(found)},
        {"hydrate": bars("Taking over 1,000 rows, ms of CPU", "ms", shown, "reactor")},
        [
            Target(f"hydrate 1,000 rows, {name} / Preact", 0.15, times(found, pair, "adopt"))
            for name, pair in PAIRS.items()
        ],
        {"samples": found},
    )
    return report.finish(neighbours)


if __name__ == "__main__":
    publish(run(sys.argv[1:]))
