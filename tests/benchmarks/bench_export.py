"""The time of `reactor-nb export examples/01-counter.ipynb`, warm.

    python -m tests.benchmarks.bench_export [--rounds 7] [--quick]

Every sample is a process of its own, from its start to its end. Into a new folder, and over an
export that is there already.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from reactor_nb import __version__
from tests.benchmarks.machine import Neighbours
from tests.benchmarks.report import COMMAND, ROOT, Report, Target, median, publish, table

NOTEBOOK = ROOT / "examples" / "01-counter.ipynb"
NAMES = {
    "new": "into a new folder",
    "again": "over the last export",
    "info": "for comparison: `reactor-nb info`",
}


def execute(*arguments: str) -> dict[str, float]:
    command = [*COMMAND, *arguments]
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if result.returncode:
        raise SystemExit(result.stdout + result.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": cpu, "wall": wall}


def measure(rounds: int) -> dict[str, list[dict[str, float]]]:
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in NAMES}
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder) / "old"
        execute("export", str(NOTEBOOK), "-o", str(old))
        for number in range(rounds):
            new = Path(folder) / f"new-{number}"
            found["new"].append(execute("export", str(NOTEBOOK), "-o", str(new)))
            found["again"].append(execute("export", str(NOTEBOOK), "-o", str(old)))
            found["info"].append(execute("info"))
    return found


def run(arguments: Sequence[str]) -> Report:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    neighbours = Neighbours()
    found = measure(1 if options.quick else options.rounds)
    rows = [
        [NAMES[kind], *[f"{median(one[time] for one in samples):.2f}" for time in ("wall", "cpu")]]
        for kind, samples in found.items()
    ]
    took = median(one["wall"] for one in found["new"])
    report = Report(
        "export",
        {"reactor_nb": __version__},
        {"export": table(["`export` of the counter, s", "wall", "CPU"], rows)},
        targets=[Target("`export` of the counter, warm", 2, took, "s")],
        data=dict(found),
    )
    return report.finish(neighbours)


if __name__ == "__main__":
    publish(run(sys.argv[1:]))
