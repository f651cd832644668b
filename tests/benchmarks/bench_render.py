"""Server-side rendering of a table, beside its peers, in one run.

    python -m tests.benchmarks.bench_render [--rounds 15] [--cold 7]

Every contender has a process of its own. In every round each of them, in another order, renders for
a while; what is compared are the medians over the rounds. Cold figures come from fresh processes.
"""

import argparse
import json
import random
import subprocess
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tests.benchmarks.report import ROOT, describe, machine, median, publish, table

HERE = Path(__file__).parent
SIZES = (1000, 10)
BATCH_MS = 60
CITIES = ("Aberdeen", "Bergen", "Córdoba", "Dún Laoghaire", "Évora", "Faro", "Gdańsk")


@dataclass
class Contender:
    name: str
    command: list[str]
    baseline: bool = False
    times: dict[int, list[dict[str, float]]] = field(default_factory=dict)
    cold: list[dict[str, float]] = field(default_factory=list)
    repeat: dict[int, int] = field(default_factory=dict)


class Child:
    """A running contender."""

    def __init__(self, contender: Contender) -> None:
        self._process = subprocess.Popen(
            contender.command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, do: str, **details: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **details}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()


class Outline(HTMLParser):
    """The elements, attributes and texts of some HTML, however it is written."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.found.append([data])


def visitors(count: int) -> list[list[Any]]:
    """Return rows of a table; one name in ten has what must be escaped, one row in four a class."""
    return [
        [
            number,
            f"O'Neil & <Sons> {number}" if number % 10 == 0 else f"Visitor {number}",
            CITIES[number % len(CITIES)],
            f"{number * 37 % 1000 / 10:.2f}",
            number % 4 == 0,
        ]
        for number in range(1, count + 1)
    ]


def contenders() -> list[Contender]:
    def python(module: str, *compiled: str) -> list[str]:
        return [sys.executable, "-m", "tests.benchmarks.contenders.run", module, *compiled]

    preact = ["node", str(HERE / "contenders" / "preact.mjs")]
    return [
        Contender("reactor_nb, rows as elements", python("reactor", "reactor"), baseline=True),
        Contender(
            "reactor_nb, rows as components", python("reactor_components", "reactor_components")
        ),
        Contender("reactor_nb, the whole page for hydration", python("reactor_page", "reactor")),
        Contender("reactor_nb without blocks, rows as elements", python("reactor")),
        Contender("reactor_nb without blocks, as components", python("reactor_components")),
        Contender("Preact, rows as elements", [*preact, "elements"]),
        Contender("Preact, rows as components", [*preact, "components"]),
        Contender("markupsafe f-strings", python("fstrings")),
        Contender("Jinja2, autoescape", python("jinja")),
        Contender("htpy", python("htpy_elements")),
        Contender("ReactPy `vdom_to_html`", python("reactpy_html")),
        Contender("ReactPy layout, `vdom_to_html`", python("reactpy_layout")),
    ]


def install_peers() -> None:
    if not (HERE / "node_modules" / "preact-render-to-string").exists():
        subprocess.run(["npm", "--prefix", str(HERE), "ci", "--silent"], check=True)


def check_same(entries: list[Contender], children: dict[str, Child], rows: list[Any]) -> None:
    """Raise unless all contenders write the same table."""
    wanted: list[Any] = []
    for entry in entries:
        found = Outline(children[entry.name]("html", rows=rows)).found
        wanted = wanted or found
        if found != wanted:
            at = next(
                i for i, pair in enumerate(zip(found, wanted, strict=False)) if pair[0] != pair[1]
            )
            raise SystemExit(f"{entry.name} renders something else: {found[at]} not {wanted[at]}")


def calibrate(entry: Contender, child: Child) -> None:
    """Warm up, and find how many renders make a batch that can be measured."""
    for size in SIZES:
        once = 1.0
        spent = 0.0
        while spent < 700:
            repeat = max(3, int(100 / once))
            once = max(child("measure", size=size, repeat=repeat)["wall_ms"], 0.001)
            spent += once * repeat
        entry.repeat[size] = max(1, round(BATCH_MS / once))


def measure_warm(entries: list[Contender], children: dict[str, Child], rounds: int) -> None:
    order = list(entries)
    for number in range(rounds):
        random.Random(number).shuffle(order)
        for size in SIZES:
            for entry in order:
                found = children[entry.name]("measure", size=size, repeat=entry.repeat[size])
                entry.times.setdefault(size, []).append(found)


def measure_cold(entries: list[Contender], rows: list[Any], rounds: int) -> None:
    for _ in range(rounds):
        for entry in entries:
            child = Child(entry)
            entry.cold.append(child("first", rows=rows))
            child.close()


def ratio(entry: Contender, other: Contender, size: int, kind: str) -> float:
    """Return how many times the time of the other one takes, as the median over the rounds."""
    pairs = zip(entry.times[size], other.times[size], strict=True)
    return median(mine[kind] / theirs[kind] for mine, theirs in pairs)


def warm_rows(entries: list[Contender], size: int) -> list[list[object]]:
    ours = next(entry for entry in entries if entry.baseline)
    return [
        [
            entry.name,
            f"{median(one['cpu_ms'] for one in entry.times[size]):.3g}",
            f"{median(one['wall_ms'] for one in entry.times[size]):.3g}",
            f"{ratio(entry, ours, size, 'cpu_ms'):.2f}",
            f"{ratio(entry, ours, size, 'wall_ms'):.2f}",
        ]
        for entry in entries
    ]


def cold_rows(entries: list[Contender]) -> list[list[object]]:
    return [
        [
            entry.name,
            *[
                f"{median(one[kind] for one in entry.cold):.1f}"
                for kind in ("cpu_ms", "wall_ms", "process_ms")
            ],
        ]
        for entry in entries
    ]


def targets(entries: list[Contender]) -> list[list[object]]:
    by_name = {entry.name: entry for entry in entries}
    rows: list[list[object]] = []
    for shape in ("elements", "components"):
        ours = by_name[f"reactor_nb, rows as {shape}"]
        preact = by_name[f"Preact, rows as {shape}"]
        for kind in ("cpu_ms", "wall_ms"):
            times_preact = ratio(ours, preact, 1000, kind)
            times_htpy = ratio(by_name["htpy"], ours, 1000, kind)
            rows.append([shape, kind[:-3], f"{times_preact:.2f}", f"{times_htpy:.2f}"])
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--cold", type=int, default=7)
    options = parser.parse_args()
    install_peers()
    rows = visitors(SIZES[0])
    entries = contenders()
    children = {entry.name: Child(entry) for entry in entries}
    versions: dict[str, str] = {}
    for child in children.values():
        versions |= child("versions")
        child("load", rows=rows)
    check_same(entries, children, rows)
    for entry in entries:
        calibrate(entry, children[entry.name])
    measure_warm(entries, children, options.rounds)
    for child in children.values():
        child.close()
    measure_cold(entries, rows, options.cold)
    text = [describe(versions)]
    head = ["ms per render", "CPU", "wall", "CPU, times ours", "wall, times ours"]
    for size in SIZES:
        text += [f"Warm, {size} rows of 4 cells", table(head, warm_rows(entries, size))]
    head = ["ms, fresh process", "first render CPU", "first render wall", "whole process CPU"]
    text += [f"Cold, {SIZES[0]} rows", table(head, cold_rows(entries))]
    head = ["rows as", "time", "times Preact (≤ 6)", "htpy takes times ours (≥ 5)"]
    text += ["Targets, 1,000 rows, warm", table(head, targets(entries))]
    data = {
        "machine": machine(),
        "versions": versions,
        "contenders": {entry.name: {"warm": entry.times, "cold": entry.cold} for entry in entries},
    }
    publish("render", "\n\n".join(text), data)


if __name__ == "__main__":
    main()
