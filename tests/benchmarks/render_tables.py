"""What bench_render found, as tables, pictures and targets."""

from typing import Any

from tests.benchmarks.plot import bars, lines
from tests.benchmarks.report import Report, Target, exponent, median, ratio, table

OURS, PREACT = "reactor_nb, rows as elements", "Preact, rows as elements"
CPU = "cpu_ms"


def report_of(found: Any, versions: dict[str, str]) -> Report:
    warm, growth = found["warm"], found["growth"]
    shown = {name: _middle(kinds["1000"]) for name, kinds in warm.items() if "1000" in kinds}
    again = {name: _middle(kinds["again"]) for name, kinds in warm.items()}
    return Report(
        "render",
        versions,
        {
            "render": _warm_table(warm),
            "render-cold": _cold_table(found["cold"]),
            "render-growth": _growth_table(growth),
        },
        {
            "render": bars("1,000 rows on the server, ms of CPU", "ms", shown, "reactor"),
            "render-again": bars("Again, with one row changed", "ms", again, "reactor"),
            "render-growth": lines(
                "Rendering on the server", "ms", {name: _points(growth[name]) for name in growth}
            ),
        },
        _targets(warm, growth),
        found,
    )


def _middle(samples: list[dict[str, float]], kind: str = CPU) -> float:
    return median(one[kind] for one in samples)


def _times(warm: Any, name: str, other: str, kind: str) -> float:
    sides = ([one[CPU] for one in warm[each][kind]] for each in (name, other))
    return ratio(*sides)


def _warm_table(warm: Any) -> str:
    rows: list[list[object]] = []
    for name, kinds in warm.items():
        row: list[object] = [name]
        for kind in ("1000", "again", "10"):
            if kind in kinds:
                times = _times(warm, name, PREACT, kind)
                row += [f"{_middle(kinds[kind]):.3g}", f"{times:.2f}"]
            else:
                row += ["", ""]
        rows.append(row)
    head = ["ms of CPU per render", "1,000 rows", "× Preact"]
    head += ["again, one row changed", "× Preact", "10 rows", "× Preact"]
    return table(head, rows)


def _cold_table(cold: Any) -> str:
    rows = [
        [name, *[f"{_middle(kinds['cold'], kind):.1f}" for kind in (CPU, "process_ms")]]
        for name, kinds in cold.items()
    ]
    head = ["1,000 rows in a fresh process, ms of CPU", "first render", "process, start to HTML"]
    return table(head, rows)


def _points(sizes: Any) -> list[tuple[float, float]]:
    return [(float(size), _middle(samples)) for size, samples in sizes.items()]


def _growth_table(growth: Any) -> str:
    rows: list[list[object]] = []
    for name, sizes in growth.items():
        points = _points(sizes)
        times = [f"{time:.3g}" for _, time in points]
        rows.append([name, *times, f"{_slope(points):.2f}"])
    sizes = [f"{int(size):,}" for size in next(iter(growth.values()))]
    return table(["rows: ms of CPU per render", *sizes, "exponent from 1,000 on"], rows)


def _slope(points: list[tuple[float, float]]) -> float:
    return exponent([one for one in points if one[0] >= 1000])


def _targets(warm: Any, growth: Any) -> list[Target]:
    mounted = min(
        _times(warm, name, PREACT, "again") for name in warm if name.startswith("reactor")
    )
    return [
        Target("SSR 1,000 rows / Preact", 0.85, _times(warm, OURS, PREACT, "1000")),
        Target("SSR again, one row changed / Preact", 0.1, mounted),
        Target("SSR 10 rows / Preact", 1, _times(warm, OURS, PREACT, "10")),
        Target("SSR, growth from 1,000 rows on", 1.05, _slope(_points(growth[OURS])), "exponent"),
    ]
