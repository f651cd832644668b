"""Chromium for the benchmarks: started afresh, watched for what it costs."""

import contextlib
import os
import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser, Playwright

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium() -> str:
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name) if name else None
        if path:
            return path
    raise SystemExit("no Chromium: run 'make setup'")


@contextlib.contextmanager
def fresh_browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser that has never seen a page: no cache of files, none of compiled code."""
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
    try:
        yield browser
    finally:
        browser.close()


class Cost:
    """The processor time of a browser's renderer processes, all threads counted, in ms."""

    def __init__(self, browser: Browser) -> None:
        self._session = browser.new_browser_cdp_session()

    def __call__(self) -> float:
        processes = self._session.send("SystemInfo.getProcessInfo")["processInfo"]
        renderers = [one for one in processes if one["type"] == "renderer"]
        return float(sum(one["cpuTime"] for one in renderers)) * 1000
