"""Processor time of a server for one request: ours, and FastAPI with strings.

    python -m tests.benchmarks.bench_http [--rounds 15] [--quick]

Both are asked over HTTP in turns, one request after the other; the servers themselves tell what
time they took. What a page of ours carries besides its HTML is in the time and in the bytes.
"""

import argparse
import http.client
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version

from tests.benchmarks.machine import Neighbours
from tests.benchmarks.report import ROOT, Report, Target, median, publish, table

REQUESTS = {"/hello": 200, "/rows": 30, "/loaded": 30}
CASES = {
    "hello": ("/hello", "/hello"),
    "1,000 rows of the module": ("/rows", "/rows"),
    "1,000 rows from a loader": ("/loaded", "/rows"),
}
LIMITS = {"hello": 1.6, "1,000 rows of the module": 2.5, "1,000 rows from a loader": 2.5}


class Server:
    """A server to ask, over one connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)

    def get(self, path: str) -> bytes:
        """Return what the server answers."""
        self._connection.request("GET", path)
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise SystemExit(f"{path}: {response.status} {body[:300]!r}")
        return body

    def cpu_ms(self, path: str) -> float:
        """Return the processor time of one request, in milliseconds."""
        count = REQUESTS[path]
        before = json.loads(self.get("/cpu"))
        for _ in range(count):
            self.get(path)
        after = json.loads(self.get("/cpu"))
        return float(after - before) / (count + 1) * 1e3


@contextmanager
def running(name: str) -> Iterator[Server]:
    """Give a server that runs in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.http.apps", name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Server(int(process.stdout.readline()))
        finally:
            process.terminate()


def measure(rounds: int) -> dict[str, dict[str, list[float]]]:
    found: dict[str, dict[str, list[float]]] = {case: {"ours": [], "strings": []} for case in CASES}
    with running("ours") as ours, running("strings") as strings:
        for number in range(rounds + 1):
            for case, (path, other) in CASES.items():
                times = {"ours": ours.cpu_ms(path), "strings": strings.cpu_ms(other)}
                for name, time in times.items() if number else ():
                    found[case][name].append(time)
        for case, (path, other) in CASES.items():
            sizes = len(ours.get(path)), len(strings.get(other))
            found[case]["bytes"] = [*map(float, sizes)]
    return found


def run(arguments: Sequence[str]) -> Report:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    neighbours = Neighbours()
    found = measure(1 if options.quick else options.rounds)
    rows, targets = [], []
    for case, samples in found.items():
        ours, strings = median(samples["ours"]), median(samples["strings"])
        size, other = (f"{one / 1e3:.1f}" for one in samples["bytes"])
        rows.append([case, f"{ours:.2f}", f"{strings:.2f}", f"{ours / strings:.2f}", size, other])
        targets.append(Target(f"{case} / a string", LIMITS[case], ours / strings))
    head = ["CPU of the server for a request", "ours, ms", "strings, ms", "times", "kB", "kB"]
    packages = {name: version(name) for name in ("fastapi", "uvicorn", "h11")}
    report = Report(
        "http", packages, {"http": table(head, rows)}, targets=targets, data=dict(found)
    )
    return report.finish(neighbours)


if __name__ == "__main__":
    publish(run(sys.argv[1:]))
