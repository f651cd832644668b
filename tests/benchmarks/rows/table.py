"""The operations of js-framework-benchmark, done by all contenders in turn in one browser."""

import random
from typing import Any

from playwright.sync_api import Browser

from tests.benchmarks.rows.lane import Action, Lane

Samples = dict[str, dict[str, list[dict[str, float]]]]

# What is measured has a name; what only prepares the next step has none.
STEPS: tuple[tuple[str | None, Action], ...] = (
    ("create 1,000", ("create", 1000)),
    ("replace all 1,000", ("create", 1000)),
    *[("update every 10th", ("update", 0))] * 3,
    *[("select a row", ("select", row)) for row in (5, 500, 993)],
    *[("swap two rows", ("swap", 0))] * 3,
    *[("remove a row", ("remove", row)) for row in (500, 5, 900)],
    (None, ("create", 1000)),
    ("append 1,000", ("append", 1000)),
    (None, ("create", 1000)),
    ("clear 1,000", ("clear", 0)),
    ("create 10,000", ("create", 10000)),
    (None, ("clear", 0)),
)
OPERATIONS = tuple(dict.fromkeys(name for name, _ in STEPS if name))
WARM_UP = 3


def run_steps(lane: Lane) -> dict[str, dict[str, float]]:
    """Do every step once; return the mean of each operation."""
    lane.show()
    found: dict[str, list[dict[str, float]]] = {}
    for name, action in STEPS:
        sample = lane.perform(action)
        if name:
            found.setdefault(name, []).append(sample)
    return {
        name: {kind: sum(one[kind] for one in samples) / len(samples) for kind in samples[0]}
        for name, samples in found.items()
    }


def measure_table(browser: Browser, urls: dict[str, str], rounds: int) -> Samples:
    """Do all steps with each contender, in another order in every round."""
    lanes = {name: Lane(browser, url) for name, url in urls.items()}
    found: Samples = {name: {operation: [] for operation in OPERATIONS} for name in urls}
    order = list(urls)
    for number in range(WARM_UP + rounds):
        random.Random(number).shuffle(order)
        for name in order:
            means = run_steps(lanes[name])
            if number >= WARM_UP:
                for operation, sample in means.items():
                    found[name][operation].append(sample)
    for name, lane in lanes.items():
        script = [lane.script_cpu([action for _, action in STEPS]) for _ in range(3)]
        for operation in OPERATIONS:
            at = [index for index, (step, _) in enumerate(STEPS) if step == operation]
            for number, sample in enumerate(found[name][operation]):
                one = script[number % 3]
                sample["script"] = sum(one[index] for index in at) / len(at)
        lane.close()
    return found


def pairs(found: Samples, one: str, other: str, operation: str, kind: str) -> list[float]:
    """Return how many times the other's time one takes, for each round."""
    sides: Any = zip(found[one][operation], found[other][operation], strict=True)
    return [mine[kind] / max(theirs[kind], 0.001) for mine, theirs in sides]
