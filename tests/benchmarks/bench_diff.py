"""Rendering again on a server: from state set to the text of the patch, beside ReactPy.

    python -m tests.benchmarks.bench_diff [--rounds 5] [--quick]

The tables of 1,000 rows live in processes of their own: ours in a session, ReactPy's in a layout.
Each round does every action with each of them, in another order.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from tests.benchmarks.contenders.live_rows import Action
from tests.benchmarks.contenders.process import Child, Contender, python
from tests.benchmarks.machine import Neighbours
from tests.benchmarks.outline import same_html
from tests.benchmarks.pins import check_versions
from tests.benchmarks.plot import bars
from tests.benchmarks.report import Report, Target, median, publish, ratio, table

OURS = Contender("reactor_nb", python("live_reactor", "live_reactor", runner="live"))
REACTPY = Contender("ReactPy", python("live_reactpy", runner="live"))
ROWS, DEPTH = 1000, 60
# The tables: the title, whose they are, the name of the page.
TABLES = {
    "reactor_nb": (OURS.name, "plain"),
    "reactor_nb, 2 handlers a row": (OURS.name, "handlers"),
    "reactor_nb, rows as components": (OURS.name, "components"),
    "ReactPy": (REACTPY.name, "plain"),
    "ReactPy, 2 handlers a row": (REACTPY.name, "handlers"),
}
ACTIONS: dict[str, list[Action]] = {
    "one row of 1,000": [("update", 3), ("update", 500), ("update", 996)],
    "two rows swapped": [("swap", 0)] * 3,
    "one row removed": [("remove", 5), ("remove", 500), ("remove", 990)],
    "every 10th row": [("tenth", 0)],
    "nothing": [("nothing", 0)],
    "the first row out, one in at the end": [("turn", ROWS)],
    "1,000 rows shuffled": [("shuffle", 7)],
}
# What only ours has: pages that hold more than a table.
LEAVES = {"one leaf beside 1,000 rows": ("beside", ROWS), "one leaf, 60 deep": ("deep", DEPTH)}

# By table and action, the means of all rounds: the CPU in ms, the bytes.
Samples = dict[str, dict[str, list[dict[str, float]]]]


def mount_all(children: dict[str, Child], count: int) -> dict[str, float]:
    """Mount all tables; return the CPU of each."""
    return {
        title: children[owner]("mount", page=page, count=count)
        for title, (owner, page) in TABLES.items()
    }


def check_all(children: dict[str, Child], count: int) -> None:
    """Stop unless all tables show the same after each action."""
    actions = [one for actions in ACTIONS.values() for one in actions]
    for action in [*actions, ("restore", count)]:
        for owner, page in TABLES.values():
            children[owner]("perform", page=page, actions=[action])
        same_html(
            {title: children[owner]("html", page=page) for title, (owner, page) in TABLES.items()}
        )


def measure_actions(children: dict[str, Child], rounds: int) -> Samples:
    found: Samples = {title: {name: [] for name in ACTIONS} for title in TABLES}
    order = list(TABLES)
    for number in range(rounds):
        random.Random(number).shuffle(order)
        for title in order:
            owner, page = TABLES[title]
            for name, actions in ACTIONS.items():
                done = children[owner]("perform", page=page, actions=actions)
                found[title][name].append(_mean(done))
            children[owner]("perform", page=page, actions=[("restore", ROWS)])
    return found


def measure_leaves(child: Child, rounds: int) -> dict[str, list[dict[str, float]]]:
    for page, count in LEAVES.values():
        child("mount", page=page, count=count)
    return {
        name: [
            _mean(child("perform", page=page, actions=[("leaf", number)]))
            for number in range(1, rounds + 3)
        ][2:]
        for name, (page, _) in LEAVES.items()
    }


def _mean(samples: list[dict[str, Any]]) -> dict[str, float]:
    return {kind: sum(one[kind] for one in samples) / len(samples) for kind in ("cpu_ms", "bytes")}


def _middle(samples: list[dict[str, float]], kind: str) -> float:
    return median(one[kind] for one in samples)


def cell(samples: list[dict[str, float]]) -> str:
    cpu, size = (_middle(samples, kind) for kind in ("cpu_ms", "bytes"))
    return f"{cpu:.3g} · {size:,.0f}"


def times(found: Samples, action: str) -> float:
    """Return what ours takes in times ReactPy's, both with handlers."""
    titles = ("reactor_nb, 2 handlers a row", "ReactPy, 2 handlers a row")
    return ratio(*([one["cpu_ms"] for one in found[title][action]] for title in titles))


def action_table(found: Samples) -> str:
    rows = [
        [
            name,
            *(cell(found[title][name]) for title in TABLES),
            f"{times(found, name):.3f}",
        ]
        for name in ACTIONS
    ]
    head = ["ms of CPU · bytes sent", *TABLES, "ours / ReactPy, with handlers"]
    return table(head, rows)


def leaf_table(leaves: dict[str, Any], mounts: dict[str, float]) -> str:
    rows: list[list[object]] = [[name, cell(samples)] for name, samples in leaves.items()]
    rows += [[f"the first render: {title}", f"{spent:.3g}"] for title, spent in mounts.items()]
    return table(["ms of CPU · bytes sent", ""], rows)


def targets(found: Samples) -> list[Target]:
    plain, handlers = list(TABLES)[:2]
    one, swapped, removed = list(ACTIONS)[:3]
    return [
        Target(f"server diff, {one}", 0.5, _middle(found[plain][one], "cpu_ms"), "ms"),
        Target("the same, 2 handlers a row", 0.5, _middle(found[handlers][one], "cpu_ms"), "ms"),
        Target(f"{one}: sent", 60, _middle(found[handlers][one], "bytes"), "bytes"),
        Target(f"{swapped}: sent", 40, _middle(found[handlers][swapped], "bytes"), "bytes"),
        Target(f"{removed}: sent", 40, _middle(found[handlers][removed], "bytes"), "bytes"),
    ]


def run(arguments: Sequence[str]) -> Report:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    rounds = 2 if options.quick else options.rounds
    neighbours = Neighbours()
    versions: dict[str, str] = {}
    with ExitStack() as stack:
        children = {each.name: stack.enter_context(Child(each)) for each in (OURS, REACTPY)}
        for child in children.values():
            versions |= child("versions")
        check_versions(versions)
        mounts = mount_all(children, ROWS)
        check_all(children, ROWS)
        found = measure_actions(children, rounds)
        leaves = measure_leaves(children[OURS.name], rounds)
    shown = {title: _middle(found[title]["one row of 1,000"], "cpu_ms") for title in TABLES}
    report = Report(
        "diff",
        versions,
        {"diff": action_table(found), "diff-more": leaf_table(leaves, mounts)},
        {"diff": bars("One row of 1,000 changed: from state to patch", "ms", shown, "reactor")},
        targets(found),
        {"actions": found, "leaves": leaves, "mounts": mounts},
    )
    return report.finish(neighbours)


if __name__ == "__main__":
    publish(run(sys.argv[1:]))
