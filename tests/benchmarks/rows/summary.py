"""The tables, pictures and targets of the report, from the samples."""

from math import exp, log
from typing import Any

from tests.benchmarks.plot import dots, lines
from tests.benchmarks.report import Target, exponent, median, table
from tests.benchmarks.rows.contenders import CONTENDERS, OURS, PREACT, REACT, WYBTHON_NAME
from tests.benchmarks.rows.fresh import MEMORY, Fresh
from tests.benchmarks.rows.growth import Growth
from tests.benchmarks.rows.table import OPERATIONS, Samples, ratio_of

TITLES = {one.name: one.title for one in CONTENDERS}
TARGETS = {"create 1,000": 0.6, "update every 10th": 0.4}
# Replacing and creating 10,000 are measured, but have no target.
TARGETED = tuple(one for one in OPERATIONS if "replace" not in one and "10,000" not in one)
KINDS = {
    "changed": "from the click until the table has changed",
    "script": "CPU of all scripts, page and worker",
    "process": "CPU of the whole process, layout and painting too",
}


def _middle(values: list[float], kind: str) -> float:
    """Return the median; of a clock that ticks every 10 ms, the mean."""
    return sum(values) / len(values) if kind == "process" else median(values)


def mean_ratio(found: Samples, one: str, other: str, kind: str) -> float:
    """Return the geometric mean of the ratios of all operations that have a target."""
    ratios = [ratio_of(found, one, other, operation, kind) for operation in TARGETED]
    return exp(sum(map(log, ratios)) / len(ratios))


def kind_table(found: Samples, kind: str) -> str:
    head = [f"ms, {KINDS[kind]}", *(TITLES[name] for name in found)]
    rows = [
        [operation, *(f"{_middle(found[name][operation][kind], kind):.3g}" for name in found)]
        for operation in OPERATIONS
    ]
    return table(head, rows)


def split_table(found: Samples) -> str:
    """Return what of our CPU is Python's, and what the page's."""
    ours = [name for name in found if name.startswith(OURS)]
    rows: list[list[object]] = []
    for operation in OPERATIONS:
        row: list[object] = [operation]
        for name in ours:
            kinds = found[name][operation]
            page, script = (median(kinds[kind]) for kind in ("page", "script"))
            row += [f"{script - page:.3g}", f"{page:.3g}"]
        rows.append(row)
    head = [cell for name in ours for cell in (f"{TITLES[name]}: Python", "the page")]
    return table(["ms of CPU", *head], rows)


def ratio_table(found: Samples) -> str:
    """Return what ours takes in times what the others take: until the change, and in CPU."""
    peers = [name for name in found if not name.startswith(OURS)]
    kinds = ("changed", "script")
    rows: list[list[object]] = []
    for operation in OPERATIONS:
        limit = f"{TARGETS.get(operation, 1.0):g}" if operation in TARGETED else ""
        rows.append([operation, limit, *_pairs(found, peers, operation, kinds)])
    means = (
        " · ".join(f"{mean_ratio(found, OURS, peer, kind):.2f}" for kind in kinds) for peer in peers
    )
    rows.append(["geometric mean of those with a target", "1", *means])
    head = ["ours / theirs, until changed · CPU of scripts", "target, Preact"]
    return table([*head, *(TITLES[peer] for peer in peers)], rows)


def _pairs(found: Samples, peers: list[str], operation: str, kinds: tuple[str, ...]) -> list[str]:
    return [
        " · ".join(f"{ratio_of(found, OURS, peer, operation, kind):.2f}" for kind in kinds)
        for peer in peers
    ]


def table_plot(found: Samples) -> str:
    series = {
        TITLES[name]: {
            operation: max(_middle(found[name][operation]["changed"], "changed"), 0.05)
            for operation in OPERATIONS
        }
        for name in found
    }
    return dots("Rows in Chromium: ms until the table has changed", "ms", series)


def table_targets(found: Samples) -> list[Target]:
    """Return the targets as time until the change."""
    pairs = [(f"browser: {one} / Preact", TARGETS.get(one, 1.0), PREACT, one) for one in TARGETED]
    pairs.append(("browser: create 1,000 / wybthon", 0.15, WYBTHON_NAME, "create 1,000"))
    targets = [
        Target(what, limit, ratio_of(found, OURS, peer, operation, "changed"))
        for what, limit, peer, operation in pairs
        if peer in found
    ]
    return targets + [
        Target(
            f"browser: geometric mean / {TITLES[peer]}",
            1,
            mean_ratio(found, OURS, peer, "changed"),
        )
        for peer in (PREACT, REACT, "preact_memo")
        if peer in found
    ]


def _medians(sizes: dict[int, list[float]]) -> list[tuple[float, float]]:
    return [(float(size), median(times)) for size, times in sizes.items()]


def _slope(sizes: dict[int, list[float]]) -> float:
    """Return the exponent from 1,000 rows on, or of the two largest sizes."""
    medians = _medians(sizes)
    large = [one for one in medians if one[0] >= 1000]
    return exponent(large if len(large) > 1 else medians[-2:])


def growth_table(found: Growth) -> str:
    rows = [
        [TITLES[name], *(f"{time:.3g}" for _, time in _medians(sizes)), f"{_slope(sizes):.2f}"]
        for name, sizes in found.items()
    ]
    sizes_shown = [f"{size:,}" for size in next(iter(found.values()))]
    return table(["create, ms until changed", *sizes_shown, "exponent from 1,000 on"], rows)


def growth_plot(found: Growth) -> str:
    series = {TITLES[name]: _medians(sizes) for name, sizes in found.items()}
    return lines("Creating rows in Chromium", "ms", series)


def growth_targets(found: Growth) -> list[Target]:
    return [
        Target("browser, growth from 1,000 rows on", 1.05, _slope(found[OURS]), "exponent"),
    ]


def fresh_table(found: Fresh) -> str:
    columns = ("live_cpu", "first", "second", "warm", "first_cpu", "warm_cpu")
    rows = [[TITLES[name], *_columns(samples, columns)] for name, samples in found.items()]
    head = ["each in a new browser, ms", "CPU until live", "first create 1,000", "the second"]
    more = ["after a dozen", "CPU of scripts: the first", "after eight"]
    return table([*head, *more], rows)


def memory_table(found: Fresh) -> str:
    """Return what the process keeps to itself, and in it the heap of the page's JavaScript."""
    names = ("ready", *MEMORY)
    rows = [
        [
            TITLES[name],
            *(" · ".join(_columns(samples, (f"memory, {at}", f"heap, {at}"))) for at in names),
        ]
        for name, samples in found.items()
    ]
    return table(["MB, the process · the page's heap", *names], rows)


def _columns(samples: list[dict[str, Any]], columns: tuple[str, ...]) -> list[str]:
    return [f"{median(one[column] for one in samples):.3g}" for column in columns]


def fresh_targets(found: Fresh) -> list[Target]:
    what = "browser: first create right after the start / Preact's warm"
    return [
        Target(what, 1, _first(found, "")),
        Target(f"{what}, CPU of scripts", 1, _first(found, "_cpu")),
    ]


def _first(found: Fresh, kind: str) -> float:
    ours = median(one[f"first{kind}"] for one in found[OURS])
    return ours / median(one[f"warm{kind}"] for one in found[PREACT])
