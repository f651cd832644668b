"""Chromium for the benchmarks: started afresh, watched for what it costs."""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from playwright.sync_api import Browser, Page, Playwright

from tests.e2e.real import CHROMIUM_FLAGS, find_chromium

# What the trace calls reading and running scripts.
SCRIPTS = {
    "EvaluateScript",
    "FunctionCall",
    "v8.compile",
    "v8.compileModule",
    "v8.evaluateModule",
}


@contextlib.contextmanager
def fresh_browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser that has never seen a page: no cache of files, none of compiled code."""
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
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


class Calls:
    """What Chromium's own trace says of the JavaScript that ran meanwhile.

    A trace has the processor time of every call, which other work on the machine cannot stretch.
    """

    def __init__(self, page: Page, act: Callable[[], object]) -> None:
        browser = page.context.browser
        assert browser is not None
        browser.start_tracing(page=page, categories=["devtools.timeline"])
        try:
            self.result: Any = act()
        finally:
            trace = json.loads(browser.stop_tracing())
        self._events = [one for one in trace["traceEvents"] if "tdur" in one]

    def calls(self, script: str, name: str | None = None) -> list[float]:
        """Return the processor time of each call into a script, or of one function of it, in ms."""
        return [
            one["tdur"] / 1000
            for one in self._events
            if one["name"] == "FunctionCall"
            and script in one["args"]["data"].get("url", "")
            and name in (None, one["args"]["data"].get("functionName"))
        ]

    def scripts(self, *functions: str) -> float:
        """Return the processor time of a page's own scripts on its main thread, in ms.

        Functions that somebody put into the page count if they are named.
        """
        found = [
            one
            for one in self._events
            if one["pid"] == one["tid"] and _is_own_script(one, functions)
        ]
        return float(sum(one["tdur"] for one in outermost(found))) / 1000

    def event(self, kind: str, script: str) -> float:
        """Return the processor time of all events of a kind and of all else in a script, in ms."""
        events = [
            one
            for one in self._events
            if one["name"] == "EventDispatch" and one["args"]["data"]["type"] == kind
        ]
        others = [
            one
            for one in self._events
            if one["name"] == "FunctionCall"
            and script in one["args"]["data"].get("url", "")
            and not any(_is_inside(one, event) for event in events)
        ]
        return float(sum(one["tdur"] for one in events + others)) / 1000


def outermost(events: Iterable[Any]) -> Iterator[Any]:
    """Leave out what is inside another one on the same thread."""
    ends: dict[Any, float] = {}
    for one in sorted(events, key=lambda one: (one["ts"], -one["dur"])):
        thread = (one["pid"], one["tid"])
        if one["ts"] >= ends.get(thread, 0):
            ends[thread] = one["ts"] + one["dur"]
            yield one


def _is_own_script(event: Any, functions: tuple[str, ...]) -> bool:
    if event["name"] not in SCRIPTS:
        return False
    data = event["args"].get("data")
    # Modules are run without saying which; nobody but the page has any.
    return not data or data.get("url", "") != "" or data.get("functionName") in functions


def _is_inside(one: Any, other: Any) -> bool:
    end = other["ts"] + other["dur"]
    return bool(one["tid"] == other["tid"] and other["ts"] <= one["ts"] < end)
