"""How the time of creating grows with the number of rows."""

from playwright.sync_api import Browser

from tests.benchmarks.rows.lane import Lane

# How often each size is created; of so many rows, a few samples say enough.
REPEATS = {10: 15, 100: 15, 1000: 9, 10000: 5, 100000: 3}

Growth = dict[str, dict[int, list[float]]]


def measure_growth(browser: Browser, urls: dict[str, str]) -> Growth:
    """Create and clear, contenders in turn, from small to large."""
    lanes = {name: Lane(browser, url) for name, url in urls.items()}
    found: Growth = {name: {size: [] for size in REPEATS} for name in urls}
    for lane in lanes.values():
        lane.show()
        for _ in range(5):
            lane.perform(("create", 1000))
            lane.perform(("clear", 0))
    for size, repeats in REPEATS.items():
        for _ in range(repeats):
            for name, lane in lanes.items():
                lane.show()
                took = lane.perform(("create", size), check=size <= 10000)
                found[name][size].append(took["changed"])
                lane.perform(("clear", 0))
    for lane in lanes.values():
        lane.close()
    return found
