"""What a benchmark has found, and how it is written down."""

import json
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from math import log
from pathlib import Path
from typing import Any

from tests.benchmarks.machine import Neighbours, describe, machine

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "build" / "benchmarks"
# The command `reactor-nb`, as the interpreter that runs the benchmark has it.
COMMAND = (sys.executable, "-c", "from reactor_nb.cli import main; main()")


@dataclass(frozen=True)
class Target:
    """Something that is to be at most so much."""

    what: str
    limit: float
    value: float
    unit: str = "×"

    def row(self) -> list[object]:
        met = "met" if round(self.value, 2) <= self.limit else "**missed**"
        return [
            self.what,
            f"≤ {self.limit:g} {self.unit}",
            f"{float(f'{self.value:.3g}'):g} {self.unit}",
            met,
        ]


@dataclass
class Report:
    """The result of one benchmark.

    ``tables`` are the parts of docs/performance.md that it writes, by the names of their marks;
    ``plots`` the pictures beside it, by name; ``data`` all samples.
    """

    name: str
    versions: dict[str, str]
    tables: dict[str, str]
    plots: dict[str, str] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=machine)

    def finish(self, neighbours: Neighbours) -> "Report":
        """Note how busy others were, above the first table."""
        self.facts["others"] = neighbours.share()
        first = next(iter(self.tables))
        self.tables[first] = f"{describe(self.facts, self.versions)}\n\n{self.tables[first]}"
        return self


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return how many times theirs ours takes: the median of the rounds' own ratios."""
    return median(mine / max(other, 1e-6) for mine, other in zip(ours, theirs, strict=True))


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of a line through the logarithms: 1 is linear growth."""
    xs = [log(size) for size, _ in points]
    ys = [log(time) for _, time in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True))
    return above / sum((a - x) ** 2 for a in xs)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; all columns but the first are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def target_table(targets: Iterable[Target]) -> str:
    return table(["target", "limit", "measured", ""], [one.row() for one in targets])


def publish(report: Report) -> None:
    """Print a report, and keep it as Markdown, as JSON and as pictures."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    text = "\n\n".join([*report.tables.values(), target_table(report.targets)])
    (RESULTS / f"{report.name}.md").write_text(text + "\n")
    (RESULTS / f"{report.name}.json").write_text(json.dumps(asdict(report), indent=1) + "\n")
    for name, picture in report.plots.items():
        (RESULTS / f"bench-{name}.svg").write_text(picture)
    print(f"\n{text}\n", flush=True)
