"""One contender's page: opened, driven, and watched for what it costs."""

import json
import re
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from tests.benchmarks.browser.chromium import outermost
from tests.benchmarks.browser.pages import wait_until
from tests.benchmarks.rows.contenders import BUILT

Action = tuple[str, int]
LIVE = """document.documentElement.dataset.reactor === 'live'
  || (!document.documentElement.dataset.reactor && !!document.getElementById('clear'))"""


class Lane:
    """A page in a context, and so a process, of its own."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._context = browser.new_context()
        self.page: Page = self._context.new_page()
        self.page.add_init_script((BUILT / "driver.js").read_text())
        self._session: CDPSession = self._context.new_cdp_session(self.page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.page.goto(url)
        wait_until(self.page, LIVE)

    def metrics(self) -> dict[str, float]:
        found = self._session.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] for one in found}

    def perform(self, action: Action, *, check: bool = True) -> dict[str, float]:
        """Do one action; return what it took until the change and the frame, and in CPU, in ms."""
        before = self.metrics()
        found: dict[str, float] = self.page.evaluate("tableDriver.perform", action)
        # What comes after a change, such as effects, is part of its cost.
        time.sleep(0.02)
        after = self.metrics()
        if check:
            self.page.evaluate("tableDriver.verify")
        cpu = {
            kind: (after[name] - before[name]) * 1000
            for kind, name in (("process", "ProcessTime"), ("thread", "ThreadTime"))
        }
        return found | cpu

    def script_cpu(self, actions: Sequence[Action]) -> list[dict[str, float]]:
        """Do actions under Chromium's trace; return the CPU of scripts for each, in ms.

        ``script`` is that of all, ``page`` of those on the page's own thread.
        """
        browser = self.page.context.browser
        assert browser is not None
        self.show()
        browser.start_tracing(page=self.page, categories=["devtools.timeline"])
        for action in actions:
            self.perform(action, check=False)
        events = [one for one in json.loads(browser.stop_tracing())["traceEvents"] if "tdur" in one]
        clicks = [one for one in events if one["name"] == "EventDispatch" and _is_click(one)]
        if len(clicks) != len(actions):
            raise SystemExit(f"the trace has {len(clicks)} clicks for {len(actions)} actions")
        spent = [{"script": 0.0, "page": 0.0} for _ in actions]
        for one in outermost(filter(_is_of_page, events)):
            at = sum(click["ts"] <= one["ts"] for click in clicks) - 1
            if at >= 0 and one["pid"] == clicks[0]["pid"]:
                spent[at]["script"] += one["tdur"] / 1000
                if one["tid"] == clicks[0]["tid"]:
                    spent[at]["page"] += one["tdur"] / 1000
        return spent

    def show(self) -> None:
        self.page.bring_to_front()

    def heap(self) -> float:
        """Return what the page's JavaScript keeps, in MB, after a collection."""
        self._session.send("HeapProfiler.collectGarbage")
        return self.metrics()["JSHeapUsedSize"] / 1e6

    def close(self) -> None:
        self._context.close()


def private_memory(browser: Browser) -> float:
    """Return the memory that the busiest renderer shares with nobody, in MB."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    renderers = [one for one in processes if one["type"] == "renderer"]
    busiest = max(renderers, key=lambda one: float(one["cpuTime"]))
    try:
        text = Path(f"/proc/{busiest['id']}/smaps_rollup").read_text()
    except OSError:
        return float("nan")
    sizes: Iterable[Any] = re.findall(r"^Private_\w+:\s+(\d+) kB", text, re.MULTILINE)
    return sum(map(int, sizes)) / 1000


def _is_click(event: Any) -> bool:
    return bool(event["args"]["data"]["type"] == "click")


def _is_of_page(event: Any) -> bool:
    """Return whether this is a click, or a call into a script with a URL: the driver has none."""
    if event["name"] == "EventDispatch":
        return _is_click(event)
    return event["name"] == "FunctionCall" and bool(event["args"]["data"].get("url"))
