"""The operations of js-framework-benchmark, done by all contenders in turn in one browser."""

import random

from playwright.sync_api import Browser

from tests.benchmarks.report import ratio
from tests.benchmarks.rows.lane import Action, Lane

# For each contender and operation, the values of each kind.
Samples = dict[str, dict[str, dict[str, list[float]]]]

CREATE: Action = ("create", 1000)
CLEAR: Action = ("clear", 0)
# What is measured has a name; what only prepares the next step has none.
Step = tuple[str | None, Action]


def steps(times: int) -> list[Step]:
    """Return all operations, those that are short so many times."""
    places = (5, 500, 900)[:times]
    return [
        # A page that was idle while others had their turn is not warm.
        *[(None, CREATE), (None, CLEAR)] * (times - 1),
        *[("create 1,000", CREATE), ("clear 1,000", CLEAR)] * times,
        (None, CREATE),
        *[("replace all 1,000", CREATE)] * min(times, 2),
        *[("update every 10th", ("update", 0))] * times,
        (None, ("select", 993)),
        *[("select a row", ("select", row)) for row in places],
        *[("swap two rows", ("swap", 0))] * times,
        *[("remove a row", ("remove", row)) for row in reversed(places)],
        *[(None, CREATE), ("append 1,000", ("append", 1000))] * min(times, 2),
        (None, CLEAR),
        ("create 10,000", ("create", 10000)),
        (None, CLEAR),
    ]


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
# Tracing slows everything down, so what it measures has rounds of its own: every third one.
TRACED = 3


def run_steps(lane: Lane, plan: list[Step]) -> list[dict[str, float]]:
    """Do every step once, and check the table after each."""
    lane.show()
    return [lane.perform(action) for _, action in plan]


def trace_steps(lane: Lane, plan: list[Step]) -> list[dict[str, float]]:
    """Do every step once under the trace, which tells the CPU of the scripts."""
    return lane.script_cpu([action for _, action in plan])


def measure_table(browser: Browser, urls: dict[str, str], rounds: int, warm_up: int) -> Samples:
    """Do all steps with each contender, in another order in every round.

    Without rounds to warm up, short operations are done once only.
    """
    plan = steps(3 if warm_up else 1)
    lanes = {name: Lane(browser, url) for name, url in urls.items()}
    found: Samples = {name: {operation: {} for operation in OPERATIONS} for name in urls}
    order = list(urls)
    for number in range(-warm_up, rounds):
        random.Random(number).shuffle(order)
        for name in order:
            samples = run_steps(lanes[name], plan)
            if number >= 0:
                _add(found[name], plan, samples)
        if number >= 0 and number % TRACED == 0:
            for name in order:
                _add(found[name], plan, trace_steps(lanes[name], plan))
    for lane in lanes.values():
        lane.close()
    return found


def _add(
    found: dict[str, dict[str, list[float]]], plan: list[Step], samples: list[dict[str, float]]
) -> None:
    """Keep the mean of each operation of one round."""
    for operation, kinds in found.items():
        of_it = [one for (name, _), one in zip(plan, samples, strict=True) if name == operation]
        for kind in of_it[0]:
            kinds.setdefault(kind, []).append(sum(one[kind] for one in of_it) / len(of_it))


def ratio_of(found: Samples, one: str, other: str, operation: str, kind: str) -> float:
    """Return how many times the other's time one takes, as the median over the rounds."""
    return ratio(
        found[one][operation][kind], [max(it, 0.001) for it in found[other][operation][kind]]
    )
