"""The time of `reactor-nb export examples/01-counter.ipynb`, warm.

    python -m tests.benchmarks.bench_export [--rounds 9]

Every sample is a process of its own, from its start to its end. Into a new folder, and over an
export that is there already.
"""

import argparse
import resource
import subprocess
import tempfile
import time
from pathlib import Path

from tests.benchmarks.report import COMMAND, ROOT, describe, machine, median, publish, table

NOTEBOOK = ROOT / "examples" / "01-counter.ipynb"


def run(*arguments: str) -> dict[str, float]:
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
    found: dict[str, list[dict[str, float]]] = {"new": [], "again": [], "info": []}
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder) / "old"
        run("export", str(NOTEBOOK), "-o", str(old))
        for number in range(rounds):
            new = Path(folder) / f"new-{number}"
            found["new"].append(run("export", str(NOTEBOOK), "-o", str(new)))
            found["again"].append(run("export", str(NOTEBOOK), "-o", str(old)))
            found["info"].append(run("info"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    found = measure(parser.parse_args().rounds)
    names = {
        "new": "into a new folder (≤ 2)",
        "again": "over the last export (≤ 2)",
        "info": "for comparison: `reactor-nb info`",
    }
    rows = [
        [names[kind], *[f"{median(one[time] for one in samples):.2f}" for time in ("wall", "cpu")]]
        for kind, samples in found.items()
    ]
    text = [describe({}), table(["`export` of the counter, s", "wall", "CPU"], rows)]
    publish("export", "\n\n".join(text), {"machine": machine(), "samples": found})


if __name__ == "__main__":
    main()
