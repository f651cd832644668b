"""A process with pages that live: reads orders as JSON lines, answers with JSON lines.

After the name of the contender come the names of those modules that are compiled to blocks.
"""

import gc
import json
import sys
import time
from typing import Any

from tests.benchmarks.contenders.run import load


def timed(act: Any, *given: Any) -> tuple[float, Any]:
    begin = time.process_time_ns()
    found = act(*given)
    return (time.process_time_ns() - begin) / 1e6, found


def perform(page: Any, actions: list[Any]) -> list[dict[str, Any]]:
    """Do actions one after another; each with its CPU and what it sends."""
    gc.collect()
    samples = []
    for kind, number in actions:
        spent, sent = timed(page.perform, (kind, number))
        size = sum(len(text.encode()) for text in sent)
        samples.append({"cpu_ms": spent, "bytes": size, "text": "".join(sent)[:200]})
    return samples


def main() -> None:
    name, *compiled = sys.argv[1:]
    for each in compiled:
        load(each, compiled=True)
    contender = load(name, compiled=name in compiled)
    pages: dict[str, Any] = {}
    for line in sys.stdin:
        order = json.loads(line)
        which = order.get("page")
        answer: Any = None
        match order["do"]:
            case "versions":
                answer = contender.versions()
            case "mount":
                answer, pages[which] = timed(contender.page, which, order["count"])
            case "perform":
                answer = perform(pages[which], order["actions"])
            case "html":
                answer = pages[which].html()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
