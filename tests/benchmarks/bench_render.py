"""Server-side rendering of a table, beside its peers, in one run.

    python -m tests.benchmarks.bench_render [--rounds 9] [--cold 5] [--quick]

Every contender has a process of its own. In every round each of them, in another order, renders for
a while; what is compared are the medians of the rounds' own ratios. Cold figures come from fresh
processes.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from tests.benchmarks.contenders.process import (
    Child,
    Contender,
    install_packages,
    install_peers,
    node,
    peers,
    python,
)
from tests.benchmarks.machine import Neighbours
from tests.benchmarks.outline import same_html
from tests.benchmarks.pins import check_versions
from tests.benchmarks.render_tables import OURS, PREACT, report_of
from tests.benchmarks.report import Report, publish
from tests.benchmarks.visitors import visitors

BATCH_MS = 30
# What is measured: its name, the order for the process, the number of rows.
KINDS = {"1000": ("measure", 1000), "again": ("again", 1000), "10": ("measure", 10)}
SIZES = (10, 100, 1000, 10_000, 100_000)
COMPONENTS, MINIJINJA = "reactor_nb, rows as components", "MiniJinja"
GROWING = (OURS, COMPONENTS, PREACT, MINIJINJA)
# Those whose table lives, so that rendering it without a change would be nothing.
LIVING = ("reactor_nb, mounted", "ReactPy, mounted")

# By contender and kind, the samples of all rounds.
Samples = dict[str, dict[str, list[dict[str, float]]]]


def contenders() -> list[Contender]:
    return [
        Contender(OURS, python("reactor", "reactor")),
        Contender(COMPONENTS, python("reactor_components", "reactor_components")),
        Contender("reactor_nb, mounted", python("reactor_mounted", "reactor")),
        Contender("reactor_nb, the whole page for hydration", python("reactor_page", "reactor")),
        Contender("reactor_nb without blocks, rows as elements", python("reactor")),
        Contender("reactor_nb without blocks, as components", python("reactor_components")),
        Contender(MINIJINJA, python("minijinja_template")),
        Contender("Jinja2", python("jinja")),
        Contender("f-strings with markupsafe", python("fstrings")),
        Contender(PREACT, node("preact", "elements")),
        Contender("Preact, rows as components", node("preact", "components")),
        Contender("React, rows as elements", node("react", "elements")),
        Contender("React, rows as components", node("react", "components")),
        Contender("htpy", python("htpy_elements")),
        Contender("FastHTML", python("fasthtml_elements"), peers()),
        Contender("ReactPy, vdom_to_html of elements", python("reactpy_html")),
        Contender("ReactPy, layout and vdom_to_html", python("reactpy_layout")),
        Contender("ReactPy, mounted", python("reactpy_mounted")),
    ]


def kinds_of(name: str) -> list[str]:
    return ["again"] if name in LIVING else list(KINDS)


def calibrate(child: Child, kind: str, warm_up_ms: float) -> int:
    """Warm up, and return how many renders make a batch that can be measured."""
    do, size = KINDS[kind]
    repeat, spent = 1, 0.0
    while spent < warm_up_ms:
        once: float = max(child(do, size=size, repeat=repeat)["wall_ms"], 0.001)
        spent += once * repeat
        repeat = max(1, int(100 / once))
    return max(1, int(BATCH_MS / once))


def measure_warm(children: dict[str, Child], rounds: int, warm_up_ms: float) -> Samples:
    pairs = [(name, kind) for name in children for kind in kinds_of(name)]
    repeat = {pair: calibrate(children[pair[0]], pair[1], warm_up_ms) for pair in pairs}
    found: Samples = {name: {kind: [] for kind in kinds_of(name)} for name in children}
    for number in range(rounds):
        random.Random(number).shuffle(pairs)
        for name, kind in sorted(pairs, key=lambda pair: list(KINDS).index(pair[1])):
            do, size = KINDS[kind]
            sample = children[name](do, size=size, repeat=repeat[name, kind])
            found[name][kind].append(sample)
    return found


def measure_cold(entries: list[Contender], rounds: int) -> dict[str, list[Any]]:
    """Render once in a fresh process, all in turn."""
    rows = visitors(1000)
    found: dict[str, list[Any]] = {entry.name: [] for entry in entries if entry.name not in LIVING}
    for _ in range(rounds):
        for entry in entries:
            if entry.name in found:
                with Child(entry) as child:
                    found[entry.name].append(child("first", rows=rows))
    return found


def measure_growth(children: dict[str, Child], sizes: Sequence[int], rounds: int) -> Samples:
    """Render tables from small to large, all in turn."""
    rows = visitors(max(sizes))
    found: Samples = {name: {str(size): [] for size in sizes} for name in GROWING}
    for name in GROWING:
        children[name]("load", rows=rows)
    for size in sizes:
        for number in range(rounds + 1):
            for name in GROWING:
                sample = children[name]("measure", size=size, repeat=max(1, 2000 // size))
                # The first one of a size warms up.
                if number:
                    found[name][str(size)].append(sample)
    return found


def check_all(children: dict[str, Child], rows: list[Any]) -> None:
    """Stop unless all contenders write the same table, at first and after changes."""
    for child in children.values():
        child("load", rows=rows)
    same_html({name: child("html", rows=rows) for name, child in children.items()})
    same_html({name: child("again html", repeat=3) for name, child in children.items()})


def run(arguments: Sequence[str]) -> Report:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--cold", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    rounds, cold = (1, 1) if options.quick else (options.rounds, options.cold)
    install_packages()
    install_peers()
    neighbours = Neighbours()
    entries = contenders()
    versions: dict[str, str] = {}
    with ExitStack() as stack:
        children = {entry.name: stack.enter_context(Child(entry)) for entry in entries}
        for child in children.values():
            versions |= child("versions")
        check_versions(versions)
        check_all(children, visitors(1000))
        found = {
            "warm": measure_warm(children, rounds, 100 if options.quick else 500),
            "growth": measure_growth(children, SIZES[: 4 if options.quick else 5], 3),
        }
    found["cold"] = {name: {"cold": one} for name, one in measure_cold(entries, cold).items()}
    return report_of(found, versions).finish(neighbours)


if __name__ == "__main__":
    publish(run(sys.argv[1:]))
