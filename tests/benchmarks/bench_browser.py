"""What a page costs in a real Chromium: the start of Python, what is sent, and every click.

python -m tests.benchmarks.bench_browser [--rounds 7]
"""

import argparse
import json
from importlib.metadata import version

from playwright.sync_api import sync_playwright

from tests.benchmarks.browser.boot import measure_boot, report_boot
from tests.benchmarks.browser.chromium import fresh_browser
from tests.benchmarks.report import ROOT, describe, machine, publish


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    pins = json.loads((ROOT / "kernels" / "pyodide" / "pins.json").read_text())
    versions = {"pyodide": pins["pyodide"], "playwright": version("playwright")}
    with sync_playwright() as playwright:
        with fresh_browser(playwright) as browser:
            versions["chromium"] = browser.version
        boot = measure_boot(playwright, options.rounds)
    text = [describe(versions), "The interpreter, in a module worker", report_boot(boot)]
    publish(
        "browser", "\n\n".join(text), {"machine": machine(), "versions": versions, "boot": boot}
    )


if __name__ == "__main__":
    main()
