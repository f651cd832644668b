"""How the time of creating grows with the number of rows."""

from playwright.sync_api import Browser

from tests.benchmarks.rows.lane import Lane

# How often each size is created; of so many rows, a few samples say enough.
REPEATS = {10: 9, 100: 9, 1000: 7, 10000: 3, 100000: 3}
QUICK = {10: 2, 100: 2, 1000: 2}
# What is measured ends before the layout, which takes ten times as long.
HIDE = "document.querySelector('table').style.display = 'none'"

Growth = dict[str, dict[int, list[float]]]


def measure_growth(browser: Browser, urls: dict[str, str], repeats: dict[int, int]) -> Growth:
    """Create and clear in tables that are not shown, contenders in turn, from small to large."""
    lanes = {name: Lane(browser, url) for name, url in urls.items()}
    found: Growth = {name: {size: [] for size in repeats} for name in urls}
    for lane in lanes.values():
        lane.show()
        lane.page.evaluate(HIDE)
        for _ in range(8):
            lane.perform(("create", 1000))
            lane.perform(("clear", 0))
    for size, count in repeats.items():
        for _ in range(count):
            for name, lane in lanes.items():
                lane.show()
                took = lane.perform(("create", size), check=size <= 10000)
                found[name][size].append(took["changed"])
                lane.perform(("clear", 0))
    for lane in lanes.values():
        lane.close()
    return found
