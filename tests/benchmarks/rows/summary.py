"""The tables of the report, from the samples."""

from collections.abc import Sequence
from math import exp, log
from typing import Any

from tests.benchmarks.report import median, table
from tests.benchmarks.rows.contenders import CONTENDERS, OURS, PREACT, REACT, WYBTHON_NAME
from tests.benchmarks.rows.table import OPERATIONS, Samples, ratio

TITLES = {one.name: one.title for one in CONTENDERS}
TARGETS = {"create 1,000": 0.6, "update every 10th": 0.4}
# Replacing and creating 10,000 are measured, but have no target.
TARGETED = tuple(one for one in OPERATIONS if "replace" not in one and "10,000" not in one)
KINDS = {
    "changed": "from the click until the table has changed",
    "painted": "from the click until the next frame is painted",
    "script": "CPU of all scripts, page and worker",
    "process": "CPU of the whole process, layout and painting too",
}


def mean_ratio(found: Samples, one: str, other: str, kind: str) -> float:
    """Return the geometric mean of the ratios of all operations that have a target."""
    ratios = [ratio(found, one, other, operation, kind) for operation in TARGETED]
    return exp(sum(map(log, ratios)) / len(ratios))


def report_kind(found: Samples, kind: str) -> str:
    head = [f"ms, {KINDS[kind]}", *(TITLES[name] for name in found)]
    rows: list[list[object]] = [
        [
            operation,
            *(f"{median(found[name][operation][kind]):.3g}" for name in found),
        ]
        for operation in OPERATIONS
    ]
    return table(head, rows)


def report_ratios(found: Samples, kind: str) -> str:
    """Return the table of what we take in times what the others take."""
    peers = [name for name in found if not name.startswith(OURS)]
    rows: list[list[object]] = []
    for operation in OPERATIONS:
        limit = f"≤ {TARGETS.get(operation, 1.0):g}" if operation in TARGETED else ""
        ratios = [f"{ratio(found, OURS, peer, operation, kind):.2f}" for peer in peers]
        rows.append([operation, limit, *ratios])
    means = [f"{mean_ratio(found, OURS, peer, kind):.2f}" for peer in peers]
    rows.append(["geometric mean of those with a target", "< 1", *means])
    head = [f"ours / theirs, {KINDS[kind]}", "target, Preact", *(TITLES[peer] for peer in peers)]
    return table(head, rows)


def report_targets(found: Samples) -> str:
    rows: list[list[object]] = []
    for operation in TARGETED:
        limit = TARGETS.get(operation, 1.0)
        rows.append(_target(f"{operation} / Preact", limit, found, PREACT, operation))
    if WYBTHON_NAME in found:
        rows.append(_target("create 1,000 / wybthon", 0.15, found, WYBTHON_NAME, "create 1,000"))
    for peer in (PREACT, REACT):
        if peer in found:
            wall, cpu = (mean_ratio(found, OURS, peer, kind) for kind in ("changed", "script"))
            rows.append([f"geometric mean / {TITLES[peer]}", "< 1", *_judged(1.0, wall, cpu)])
    return table(["target", "limit", "wall", "", "CPU of scripts", ""], rows)


def _target(what: str, limit: float, found: Samples, peer: str, operation: str) -> list[object]:
    both = (ratio(found, OURS, peer, operation, kind) for kind in ("changed", "script"))
    return [what, f"≤ {limit:g}", *_judged(limit, *both)]


def _judged(limit: float, *ratios: float) -> list[object]:
    return [
        cell
        for value in ratios
        for cell in (f"{value:.2f}", "met" if value <= limit else "**missed**")
    ]


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of a line through the logarithms: 1 is linear growth."""
    xs = [log(size) for size, _ in points]
    ys = [log(time) for _, time in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True))
    return above / sum((a - x) ** 2 for a in xs)


def report_growth(found: dict[str, dict[int, list[float]]]) -> str:
    rows: list[list[object]] = []
    for name, sizes in found.items():
        medians = [(float(size), median(times)) for size, times in sizes.items()]
        fits = (exponent(medians), exponent([one for one in medians if one[0] >= 1000]))
        times = [f"{time:.3g}" for _, time in medians]
        rows.append([TITLES[name], *times, *(f"{fit:.2f}" for fit in fits)])
    sizes_shown = [f"{size:,}" for size in next(iter(found.values()))]
    head = ["create, ms until changed", *sizes_shown, "exponent (≤ 1.05)", "from 1,000 on"]
    return table(head, rows)


def report_fresh(found: dict[str, list[dict[str, float]]], warm: Samples | None) -> str:
    columns = ("live_cpu", "first", "second", "memory", "heap", "memory_10000", "heap_10000")
    rows: list[list[object]] = [
        [TITLES[name], *(f"{median(one[column] for one in samples):.3g}" for column in columns)]
        for name, samples in found.items()
    ]
    head = [
        "each in a new browser",
        "CPU until live, ms",
        "first create 1,000, ms",
        "the second",
        "memory, 1,000 rows, MB",
        "heap of the page, MB",
        "memory, 10,000 rows, MB",
        "heap of the page, MB",
    ]
    text = table(head, rows)
    if warm and PREACT in warm and OURS in found:
        first: Any = median(one["first"] for one in found[OURS])
        theirs = median(warm[PREACT]["create 1,000"]["changed"])
        text += f"\n\nOur first create takes {first / theirs:.2f} times Preact's warm one (≤ 1)."
    return text
