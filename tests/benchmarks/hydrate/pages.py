"""The pages that are taken over: ours from the real server, Preact's from files."""

import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.benchmarks.browser.app import export, serve_app
from tests.benchmarks.browser.chromium import Calls
from tests.benchmarks.browser.files import ROOTS, serve_files
from tests.benchmarks.browser.pages import NOTEBOOK, open_live, wait_until
from tests.benchmarks.contenders.process import install_packages
from tests.benchmarks.pins import check_versions
from tests.benchmarks.report import RESULTS

HERE = Path(__file__).parent
BUILT = RESULTS / "hydrate"
ROWS = 1000
# Names the page's own handling of the messages that adopt the HTML of the server.
WATCH = """
const adopts = /^\\["(hydrate|mend)/;
const listen = Worker.prototype.addEventListener;
window.adopted = [];
Worker.prototype.addEventListener = function (type, handler, options) {
  const timed = (event) => {
    const { data } = event;
    if (typeof data === 'string' && adopts.test(data)) adopted.push(adopts.exec(data)[1]);
    return handler(event);
  };
  listen.call(this, type, type === 'message' ? timed : handler, options);
};
"""
# Remembers the rows that the server sent, to see that they are still those.
KEEP = (
    "addEventListener('DOMContentLoaded', () => { kept = [...document.querySelectorAll('tr')]; })"
)
KEPT = "kept.every((row) => row.isConnected) && kept.length"
TABLE = "document.querySelector('table').outerHTML"
SELECTED = "document.querySelector('table').dataset.selected"


@dataclass(frozen=True)
class Way:
    """One page of one contender."""

    title: str
    url: str
    is_ours: bool
    has_handlers: bool


@contextlib.contextmanager
def serve_ways(folder: Path) -> Iterator[list[Way]]:
    """Serve all pages; the versions of what made them are checked."""
    install_packages()
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    command = ["node", str(HERE / "build.mjs"), str(BUILT), str(ROWS)]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    check_versions(json.loads(result.stdout))
    ROOTS["hydrate"] = BUILT
    exported = export(NOTEBOOK, folder / "pages")
    with serve_app(exported) as wire, serve_files() as files:
        yield [
            Way("reactor_nb", f"{wire.url}/", True, False),
            Way("Preact", f"{files}/hydrate/plain.html", False, False),
            Way("reactor_nb, a handler on each row", f"{wire.url}/handlers", True, True),
            Way("Preact, a handler on each row", f"{files}/hydrate/handlers.html", False, True),
        ]


def load_once(browser: Browser, way: Way) -> tuple[dict[str, float], str]:
    """Load a page in a process of its own; return the CPU of its scripts, in ms, and its table."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(KEEP)
    if way.is_ours:
        page.add_init_script(WATCH)
    traced = Calls(page, lambda: _open(page, way))
    if way.is_ours and page.evaluate("adopted") != ["hydrate"]:
        raise SystemExit(f"{way.url} was not adopted as it is: {page.evaluate('adopted')}")
    kept, table = page.evaluate(KEPT), page.evaluate(TABLE)
    if kept != ROWS + 1:
        raise SystemExit(f"{way.url} did not keep the rows of the server")
    if way.has_handlers:
        page.locator("tbody tr").nth(41).click()
        wait_until(page, f"{SELECTED} === '42'")
    context.close()
    found = {"adopt": sum(traced.calls("", "timed")), "scripts": traced.scripts("timed")}
    if way.is_ours:
        # The longest of the worker's messages is the one that adopts.
        found["adopt"] = max(traced.calls("", "timed"))
    return found, table


def _open(page: Page, way: Way) -> None:
    if way.is_ours:
        open_live(page, way.url)
    else:
        page.goto(way.url)
        wait_until(page, "window.live")
