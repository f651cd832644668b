"""The operations of js-framework-benchmark, done by all contenders in turn in one browser."""

import random
from typing import Any

from playwright.sync_api import Browser

from tests.benchmarks.report import median
from tests.benchmarks.rows.lane import Action, Lane

# For each contender and operation, the values of each kind.
Samples = dict[str, dict[str, dict[str, list[float]]]]

CREATE: Action = ("create", 1000)
CLEAR: Action = ("clear", 0)
# What is measured has a name; what only prepares the next step has none.
STEPS: tuple[tuple[str | None, Action], ...] = (
    # A page that was idle while others had their turn is not warm.
    *[(None, CREATE), (None, CLEAR)] * 2,
    *[("create 1,000", CREATE), ("clear 1,000", CLEAR)] * 3,
    (None, CREATE),
    *[("replace all 1,000", CREATE)] * 2,
    *[("update every 10th", ("update", 0))] * 3,
    *[("select a row", ("select", row)) for row in (5, 500, 993)],
    *[("swap two rows", ("swap", 0))] * 3,
    *[("remove a row", ("remove", row)) for row in (500, 5, 900)],
    *[(None, CREATE), ("append 1,000", ("append", 1000))] * 2,
    (None, CLEAR),
    ("create 10,000", ("create", 10000)),
    (None, CLEAR),
)
OPERATIONS = (
    "create 1,000",
    "replace all 1,000",
    "update every 10th",
    "select a row",
    "swap two rows",
    "remove a row",
    "append 1,000",
    "clear 1,000",
    "create 10,000",
)
WARM_UP = 2
# Tracing slows everything down, so what it measures has rounds of its own: every second one.
TRACED = 2


def run_steps(lane: Lane) -> list[dict[str, float]]:
    """Do every step once, and check the table after each."""
    lane.show()
    return [lane.perform(action) for _, action in STEPS]


def trace_steps(lane: Lane) -> list[dict[str, float]]:
    """Do every step once under the trace, which tells the CPU of the scripts."""
    spent = lane.script_cpu([action for _, action in STEPS])
    return [{"script": value} for value in spent]


def measure_table(browser: Browser, urls: dict[str, str], rounds: int) -> Samples:
    """Do all steps with each contender, in another order in every round."""
    lanes = {name: Lane(browser, url) for name, url in urls.items()}
    found: Samples = {name: {operation: {} for operation in OPERATIONS} for name in urls}
    order = list(urls)
    for number in range(-WARM_UP, rounds):
        random.Random(number).shuffle(order)
        for name in order:
            samples = run_steps(lanes[name])
            if number >= 0:
                _add(found[name], samples)
        if number >= 0 and number % TRACED == 0:
            for name in order:
                _add(found[name], trace_steps(lanes[name]))
    for lane in lanes.values():
        lane.close()
    return found


def _add(found: dict[str, dict[str, list[float]]], samples: list[dict[str, float]]) -> None:
    """Keep the mean of each operation of one round."""
    for operation, kinds in found.items():
        of_it = [one for (name, _), one in zip(STEPS, samples, strict=True) if name == operation]
        for kind in of_it[0]:
            kinds.setdefault(kind, []).append(sum(one[kind] for one in of_it) / len(of_it))


def ratio(found: Samples, one: str, other: str, operation: str, kind: str) -> float:
    """Return how many times the other's time one takes, as the median over the rounds."""
    sides: Any = zip(found[one][operation][kind], found[other][operation][kind], strict=True)
    return median(mine / max(theirs, 0.001) for mine, theirs in sides)
