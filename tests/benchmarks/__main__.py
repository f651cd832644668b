"""All benchmarks, one after the other; their tables and pictures go into docs/performance.md.

    python -m tests.benchmarks [--quick] [--only NAME …] [--page FILE]

With ``--quick`` everything runs once, to see that it runs: the page is not touched, and a copy of
it is written to build/benchmarks.
"""

import argparse
import shutil
import time
from importlib import import_module
from pathlib import Path

from tests.benchmarks.document import PAGE, write_page
from tests.benchmarks.report import RESULTS, Report, publish

NAMES = (
    "render",
    "diff",
    "hydrate",
    "rows",
    "browser",
    "analysis",
    "http",
    "links",
    "export",
    "dev",
    "preview",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES)
    options = parser.parse_args()
    reports: list[Report] = []
    for name in options.only:
        begin = time.monotonic()
        print(f"{name} …", flush=True)
        module = import_module(f"tests.benchmarks.bench_{name}")
        report: Report = module.run(["--quick"] if options.quick else [])
        publish(report)
        reports.append(report)
        print(f"{name} took {time.monotonic() - begin:.0f} s", flush=True)
    write_page(reports, NAMES, _copy() if options.quick else PAGE)


def _copy() -> Path:
    return Path(shutil.copy(PAGE, RESULTS / "performance-quick.md"))


if __name__ == "__main__":
    main()
