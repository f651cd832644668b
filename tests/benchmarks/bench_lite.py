"""From opening a page of JupyterLite to the end of its first cell: the plain recipe, and ours.

The plain recipe has Pyodide as npm has it, the same wheels as PyPI has them, and micropip.

Usage: python -m tests.benchmarks.bench_lite [RUNS]
"""

from __future__ import annotations

import hashlib
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from playwright.sync_api import Browser, sync_playwright

from reactor_nb.export.bundle import Build
from reactor_nb.export.wheels import environment_of
from reactor_nb.lite.closure import Wheel, lock_entries
from reactor_nb.lite.pins import is_frontend, pins
from reactor_nb.lite.settings import PLUGIN
from reactor_nb.nodekernel.cache import cache_folder
from tests.architecture.paths import LABEXTENSION
from tests.e2e.real import CHROMIUM_FLAGS, find_chromium, write_notebook
from tests.lite.real import Site, build

PATIENCE = 120_000
CELL = ".jp-NotebookPanel .jp-CodeCell"
DONE = f"{CELL} .jp-OutputArea-output:has-text('forty-two')"


def make_sites(folder: Path) -> dict[str, Site]:
    notebook = write_notebook(folder / "hello.ipynb", "print('forty-' + 'two')")
    written = nbformat.read(notebook, 4)
    written.metadata["kernelspec"] = {"name": "python", "display_name": "Python (Pyodide)"}
    nbformat.write(written, notebook)
    for name in ("plain", "ours"):
        done = build(folder / name, notebook)
        assert done.returncode == 0, done.stderr
    make_plain(Site(folder / "plain"))
    return {name: Site(folder / name) for name in ("plain", "ours")}


def make_plain(site: Site) -> None:
    """Give a site the kernel that JupyterLite would give it."""
    kernel = site.kernel()
    for path in [*kernel.glob("*.whl"), *kernel.glob("*.zip"), *kernel.glob("*.json")]:
        path.unlink()
    stock = LABEXTENSION / "node_modules" / "pyodide"
    for name in ("pyodide.mjs", "python_stdlib.zip"):
        (kernel / name).write_bytes((stock / name).read_bytes())
    kept = cache_folder() / "wheels"
    wheels = [
        Wheel(pin.file, (kept / pin.file).read_bytes()) for pin in pins() if not is_frontend(pin)
    ]
    entries = lock_entries(wheels, [], environment_of(Build.load()))
    for wheel in wheels:
        (kernel / wheel.file).write_bytes(wheel.content)
        assert entries[wheel.name]["sha256"] == hashlib.sha256(wheel.content).hexdigest()
    info = Build.load().lock_info()
    (kernel / "pyodide-lock.json").write_text(json.dumps({"info": info, "packages": entries}))
    config = site.config()
    del config["jupyter-config-data"]["litePluginSettings"][PLUGIN]["loadPyodideOptions"]
    (site.folder / "jupyter-lite.json").write_text(json.dumps(config))


def first_cell(browser: Browser, site: Site) -> float:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(site.address_of("hello.ipynb"), wait_until="domcontentloaded")
    cell = page.locator(CELL).first
    cell.click(timeout=PATIENCE)
    page.keyboard.press("Shift+Enter")
    page.locator(DONE).first.wait_for(timeout=PATIENCE)
    seconds = time.perf_counter() - start
    context.close()
    return seconds


def main(runs: int = 5) -> None:
    found: dict[str, list[float]] = {"plain": [], "ours": []}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sites = make_sites(Path(folder))
        for site in sites.values():
            site.start()
        for _ in range(runs):  # in turn, so that both have the same company
            for name, site in sites.items():
                browser = playwright.chromium.launch(
                    executable_path=find_chromium(), args=CHROMIUM_FLAGS
                )
                found[name].append(first_cell(browser, site))
                browser.close()
        for site in sites.values():
            site.stop()
    medians = {name: statistics.median(times) for name, times in found.items()}
    for name, times in found.items():
        print(f"{name}: {medians[name]:.1f} s, of {', '.join(f'{one:.1f}' for one in times)}")
    print(f"ours / plain: {medians['ours'] / medians['plain']:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
