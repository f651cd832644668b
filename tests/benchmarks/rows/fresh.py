"""What each costs in a browser that is new: the first rows right after the start, and memory."""

from playwright.sync_api import Playwright

from tests.benchmarks.browser.chromium import Cost, fresh_browser
from tests.benchmarks.rows.lane import Lane, private_memory


def measure_once(playwright: Playwright, url: str) -> dict[str, float]:
    with fresh_browser(playwright) as browser:
        cost = Cost(browser)
        lane = Lane(browser, url)
        found = {"live_cpu": cost()}
        for name in ("first", "second"):
            found[name] = lane.perform(("create", 1000), check=False)["changed"]
        found |= {"heap": lane.heap(), "memory": private_memory(browser)}
        lane.perform(("create", 10000))
        return found | {"heap_10000": lane.heap(), "memory_10000": private_memory(browser)}


def measure_fresh(
    playwright: Playwright, urls: dict[str, str], rounds: int
) -> dict[str, list[dict[str, float]]]:
    """Start each contender in turn, every time in a browser of its own."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in urls}
    for _ in range(rounds):
        for name, url in urls.items():
            found[name].append(measure_once(playwright, url))
    return found
