"""Rendering again: what an event costs in Python, from state set to the JSON of the patch.

    python -m tests.benchmarks.bench_diff [--rounds 15]

There is no peer with the same job; the last column compares with ``json.dumps`` of the same table
in the same round, a yardstick that travels between machines.
"""

import argparse
import gc
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_state
from reactor_nb.core.root import Root
from reactor_nb.core.vnode import VComponent
from reactor_nb.html import div, table, tbody, td, tr
from tests.benchmarks.report import describe, machine, median, publish
from tests.benchmarks.report import table as markdown
from tests.core.stage import Work

ROWS = 1000
DEPTH = 60
Setter = Callable[[Any], None]


@component
def Row(number: int, text: str) -> Any:
    return tr(td(number), td(text), td("x", class_="amount"), on_click=print)


@component
def Wide(setters: dict[str, Setter]) -> Any:
    rows, setters["rows"] = use_state(tuple((n, f"row {n}") for n in range(ROWS)))
    _, setters["nothing"] = use_state(0)
    return table(
        tbody([Row(number=number, text=text, key=number) for number, text in rows]),
        div(Leaf(setters=setters)),
    )


@component
def Leaf(setters: dict[str, Setter]) -> Any:
    count, setters["leaf"] = use_state(0)
    return div(count)


@component
def Deep(level: int, setters: dict[str, Setter]) -> Any:
    if level == 0:
        return Leaf(setters=setters)
    return div(Deep(level=level - 1, setters=setters), class_="level")


@dataclass
class Scenario:
    name: str
    deep: bool
    change: Callable[[dict[str, Setter], int], None] | None
    times: list[float] = field(default_factory=list)
    ops: int = 0
    size: int = 0


def shuffled(setters: dict[str, Setter], step: int) -> None:
    setters["rows"](lambda rows: tuple(sorted(rows, key=lambda row: row[0] * (37 + step) % ROWS)))


def every_tenth(setters: dict[str, Setter], step: int) -> None:
    setters["rows"](
        lambda rows: tuple(
            (n, f"row {n} {step}" if i % 10 == 0 else t) for i, (n, t) in enumerate(rows)
        )
    )


def first_removed(setters: dict[str, Setter], step: int) -> None:
    setters["rows"](lambda rows: (*rows[1:], (ROWS + step, "new")))


SCENARIOS = (
    Scenario("first render, 1,000 rows", False, None),
    Scenario("first render, 60 deep", True, None),
    Scenario("one leaf beside 1,000 rows", False, lambda s, step: s["leaf"](step)),
    Scenario("one leaf, 60 deep", True, lambda s, step: s["leaf"](step)),
    Scenario("nothing changed in 1,000 rows", False, lambda s, step: s["nothing"](step)),
    Scenario("every tenth of 1,000 rows", False, every_tenth),
    Scenario("first row of 1,000 out, one in at the end", False, first_removed),
    Scenario("1,000 keyed rows shuffled", False, shuffled),
)


def mounted(deep: bool) -> tuple[Root, dict[str, Setter]]:
    setters: dict[str, Setter] = {}
    root = Root(request_flush=lambda: None, spawn=Work)
    node: VComponent = Deep(level=DEPTH, setters=setters) if deep else Wide(setters=setters)
    root.mount(node)
    root.adopt()
    root.run_effects()
    return root, setters


def run(scenario: Scenario, root: Root, setters: dict[str, Setter], step: int) -> None:
    gc.collect()
    begin = time.process_time_ns()
    if scenario.change is None:
        mounted(scenario.deep)
        ops = []
    else:
        scenario.change(setters, step)
        ops = root.flush()
        root.run_effects()
    text = json.dumps(ops, separators=(",", ":"))
    scenario.times.append((time.process_time_ns() - begin) / 1e6)
    scenario.ops, scenario.size = len(ops), len(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    pages = {scenario.name: mounted(scenario.deep) for scenario in SCENARIOS}
    data = [[n, f"row {n}", "x"] for n in range(ROWS)]
    yardstick: list[float] = []
    for step in range(1, rounds + 4):
        begin = time.process_time_ns()
        for _ in range(5):
            json.dumps(data)
        yardstick.append((time.process_time_ns() - begin) / 5e6)
        for scenario in SCENARIOS:
            run(scenario, *pages[scenario.name], step)
    rows: list[list[object]] = []
    for scenario in SCENARIOS:
        pairs = zip(scenario.times[3:], yardstick[3:], strict=True)
        times = f"{median(mine / unit for mine, unit in pairs):.1f}"
        took = f"{median(scenario.times[3:]):.2f}"
        rows.append([scenario.name, took, scenario.ops, scenario.size, times])
    head = ["CPython", "CPU, ms", "ops", "bytes", "times `json.dumps`"]
    samples = {scenario.name: scenario.times for scenario in SCENARIOS}
    text = [describe({}), markdown(head, rows)]
    publish("diff", "\n\n".join(text), {"machine": machine(), "samples": samples})


if __name__ == "__main__":
    main()
