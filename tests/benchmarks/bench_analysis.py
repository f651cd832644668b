"""How long it takes to find out what a notebook means, new and after an edit of one cell.

    python -m tests.benchmarks.bench_analysis [--rounds 9] [--cells 5000] [--quick]

Processor time, in one process. Beside each figure stands what Python itself needs to parse the same
cells, so that figures of different machines can be compared.
"""

import argparse
import ast
import gc
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from reactor_nb.model.build import Build, build_model
from reactor_nb.model.cell import Cell
from reactor_nb.model.memory import Memory
from tests.benchmarks.machine import Neighbours
from tests.benchmarks.report import Report, Target, median, publish, table

HEAD = """import math
from dataclasses import dataclass
from reactor_nb import action, component, page, state, use_state
from reactor_nb.html import button, div, p"""
EXPLORING = (
    "df = [1, 2, 3]\ndf[:2]",
    "x = math.sqrt({n})\nprint(x)",
    "for i in range(3):\n    print(i)",
    "rows = [n * 2 for n in df]\nlen(rows)",
    "total = sum(rows)\ntotal / 2",
    "# a note\nfig = dict(a=1)\nfig['b'] = total\nfig",
    "def scratch{n}(a):\n    return a + 1\n\nscratch{n}(2)",
    "x + 1",
)
NEEDED = (
    '''def helper{n}(a, b=1):
    """Return something."""
    total = 0
    for n in range(a):
        total += n * b
    return total


LIMIT{n} = helper{n}(3)''',
    """@dataclass(frozen=True)
class Item{n}:
    id: int
    title: str
    done: bool = False""",
    """@component
def Row{n}(item: Item{n}):
    value, set_value = use_state(0)

    def click(event):
        set_value(value + helper{n}(2))

    return div(
        p(item.title, class_="x"),
        button("+", on_click=click),
        p(f"{{value}} of {{LIMIT{n}}}"),
    )""",
    """@action
async def save{n}(count: int) -> Item{n}:
    rows = [Item{n}(1, "a") for _ in range(count)]
    return rows[0]""",
    """def load{n}() -> list[int]:
    return [1, 2, 3]


@page("/p{n}", loader=load{n})
def Page{n}(data: list[int]):
    return div(*[Row{n}(item=Item{n}(n, "x")) for n in data], on_click=save{n})""",
)


def cells_of(count: int, needed: int) -> list[Cell]:
    """Return a notebook of so many cells; of ten, so many are needed by a page."""
    sources = [HEAD]
    places = [number for number in range(1, count) if number % 10 < needed]
    # What is needed comes in groups of five, which belong together.
    groups = {number: index for index, number in enumerate(places[: len(places) // 5 * 5])}
    for number in range(1, count):
        if number in groups:
            group, part = divmod(groups[number], 5)
            sources.append(NEEDED[part].format(n=group))
        else:
            sources.append(EXPLORING[number % len(EXPLORING)].format(n=number))
    return [Cell(index, source, f"c{index}") for index, source in enumerate(sources, 1)]


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begin = time.process_time()
    work()
    return time.process_time() - begin


def parse(cells: Sequence[Cell]) -> None:
    """Parse all cells, in the way that is fairest: without the collector looking for cycles."""
    gc.disable()
    trees = [ast.parse(cell.source) for cell in cells]
    gc.enable()
    assert trees


def build(cells: Sequence[Cell], memory: Memory | None = None) -> Build:
    built = build_model(cells, "app", memory=memory)
    assert built.model is not None, [each.describe("app") for each in built.diagnostics][:3]
    return built


def measure_new(cells: Sequence[Cell], rounds: int) -> dict[str, list[float]]:
    build(cells)
    return {
        "build": [seconds(lambda: build(cells)) for _ in range(rounds)],
        "parse": [seconds(lambda: parse(cells)) for _ in range(rounds)],
    }


def measure_edit(cells: Sequence[Cell], rounds: int) -> dict[str, list[float]]:
    memory = Memory()
    build(cells, memory)
    found: dict[str, list[float]] = {"build": [], "parse": []}
    place = len(cells) // 2
    for number in range(rounds):
        old = cells[place]
        edited = [*cells]
        edited[place] = Cell(old.index, f"{old.source}\n# {number}", old.id)
        found["build"].append(seconds(partial(build, edited, memory)))
        found["parse"].append(seconds(partial(parse, edited)))
    return found


def run(arguments: Sequence[str]) -> Report:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--cells", type=int, default=5000)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    neighbours = Neighbours()
    rounds = 1 if options.quick else options.rounds
    many, few = options.cells, 200
    kinds = {"exploring for the most part": 1, "half of it needed": 5, "all of it needed": 10}
    rows: list[list[str]] = []
    data: dict[str, Any] = {}
    slowest = {"new": 0.0, "one cell edited": 0.0}
    for kind, needed in kinds.items():
        for count, measure in ((many, measure_new), (few, measure_new), (few, measure_edit)):
            found = measure(cells_of(count, needed), rounds)
            what = "one cell edited" if measure is measure_edit else "new"
            took, parsed = (median(found[key]) * 1000 for key in ("build", "parse"))
            rows.append(
                [
                    f"{count} cells, {kind}, {what}",
                    f"{took:.1f}",
                    f"{parsed:.1f}",
                    f"{took / parsed:.1f}",
                ]
            )
            data[f"{count}, {kind}, {what}"] = found
            slowest[what] = max(slowest[what], took)
    head = ["analysis, ms of processor time", "analysis", "`ast.parse`", "ratio"]
    targets = [
        Target(f"analysis of {many} cells", 1000, slowest["new"], "ms"),
        Target(f"analysis again, one cell of {few} edited", 20, slowest["one cell edited"], "ms"),
    ]
    report = Report("analysis", {}, {"analysis": table(head, rows)}, targets=targets, data=data)
    return report.finish(neighbours)


if __name__ == "__main__":
    publish(run(sys.argv[1:]))
