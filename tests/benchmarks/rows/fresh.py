"""What each costs in a browser that is new: the first rows right after the start, and memory."""

from collections.abc import Sequence

from playwright.sync_api import Playwright

from tests.benchmarks.browser.chromium import Cost, fresh_browser
from tests.benchmarks.report import median
from tests.benchmarks.rows.contenders import OURS, PREACT
from tests.benchmarks.rows.lane import Action, Lane, private_memory

CREATE: Action = ("create", 1000)
CLEAR: Action = ("clear", 0)
# After which actions the memory is looked at, as js-framework-benchmark does.
MEMORY: dict[str, Sequence[Action]] = {
    "1,000 rows": (),
    "5 updates": (("update", 0),) * 5,
    "5 times replaced": (CREATE,) * 5,
    "5 times created and cleared": (CLEAR, *(CREATE, CLEAR) * 5),
    "10,000 rows": (("create", 10000),),
}
CREATED = 8
WARM = 3

Fresh = dict[str, list[dict[str, float]]]


def measure_once(playwright: Playwright, url: str) -> dict[str, float]:
    """Start one contender; create rows at once, then warm, and look at the memory."""
    with fresh_browser(playwright) as browser:
        cost = Cost(browser)
        lane = Lane(browser, url)
        found = {"live_cpu": cost()}
        found |= _memory("ready", lane, private_memory(browser))
        for name in ("first", "second"):
            found[name] = lane.perform(CREATE, check=False)["changed"]
        times: list[float] = []
        for name, actions in MEMORY.items():
            for action in actions:
                took = lane.perform(action)["changed"]
                if action == CREATE:
                    times.append(took)
            found |= _memory(name, lane, private_memory(browser))
        return found | {"warm": median(times[-WARM:])}


def trace_once(playwright: Playwright, url: str) -> dict[str, float]:
    """Start one contender; return the CPU of scripts for its first rows, and for warm ones."""
    with fresh_browser(playwright) as browser:
        spent = Lane(browser, url).script_cpu([CREATE, *(CLEAR, CREATE) * CREATED])
        times = [one["script"] for one in spent[::2]]
        return {"first_cpu": times[0], "warm_cpu": median(times[-WARM:])}


def _memory(name: str, lane: Lane, private: float) -> dict[str, float]:
    return {f"memory, {name}": private, f"heap, {name}": lane.heap()}


def measure_fresh(playwright: Playwright, urls: dict[str, str], rounds: int) -> Fresh:
    """Start each contender in turn, every time in a browser of its own.

    Of all but ours and Preact, one round tells the memory, which varies little.
    """
    found: Fresh = {name: [] for name in urls}
    for number in range(rounds):
        for name, url in urls.items():
            if not number or name in (OURS, PREACT):
                found[name].append(measure_once(playwright, url) | trace_once(playwright, url))
    return found
