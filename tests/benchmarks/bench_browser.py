"""What a page costs in a real Chromium: the start of Python, what is sent, and every click.

python -m tests.benchmarks.bench_browser [--rounds 7]
"""

import argparse
import json
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.benchmarks.browser.boot import measure_boot, report_boot
from tests.benchmarks.browser.chromium import fresh_browser
from tests.benchmarks.browser.pages import measure_pages, report_files, report_pages
from tests.benchmarks.report import ROOT, describe, machine, publish


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", choices=("boot", "pages"))
    options = parser.parse_args()
    pins = json.loads((ROOT / "kernels" / "pyodide" / "pins.json").read_text())
    versions = {"pyodide": pins["pyodide"], "playwright": version("playwright")}
    found: dict[str, Any] = {}
    text: list[str] = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        with fresh_browser(playwright) as browser:
            versions["chromium"] = browser.version
        if options.only != "pages":
            found["boot"] = measure_boot(playwright, options.rounds)
            text += ["The interpreter, in a module worker", report_boot(found["boot"])]
        if options.only != "boot":
            found["pages"] = measure_pages(playwright, Path(folder), options.rounds)
            text += ["Exported apps, served by uvicorn", report_pages(found["pages"])]
            text.append(report_files(found["pages"]))
    name = f"browser-{options.only}" if options.only else "browser"
    facts = {"machine": machine(), "versions": versions}
    publish(name, "\n\n".join([describe(versions), *text]), facts | found)


if __name__ == "__main__":
    main()
