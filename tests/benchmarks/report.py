"""What the benchmarks say of the machine, and how they write down what they found."""

import json
import os
import platform
import statistics
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "build" / "benchmarks"
# The command `reactor-nb`, as the interpreter that runs the benchmark has it.
COMMAND = (sys.executable, "-c", "from reactor_nb.cli import main; main()")


def machine() -> dict[str, Any]:
    """Return the kind of this machine and how busy it is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def describe(versions: dict[str, str]) -> str:
    """Return the machine and the versions in words."""
    facts = machine()
    parts = "".join(f", {name} {version}" for name, version in versions.items())
    return (
        f"{facts['date']}, {facts['cores']} cores ({facts['processor']}), "
        f"{facts['memory_gib']} GiB, {facts['system']}, load {facts['load']}; "
        f"Python {facts['python']}{parts}."
    )


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor()


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; all columns but the first are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def publish(name: str, text: str, data: dict[str, Any]) -> None:
    """Print a report, and keep it as Markdown and as JSON."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text + "\n")
    (RESULTS / f"{name}.json").write_text(json.dumps(data, indent=1) + "\n")
    print(f"\n{text}\n")
