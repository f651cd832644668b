"""A process of one Python contender: reads orders as JSON lines, answers with JSON lines.

After the name of the contender come the names of those modules that are compiled to blocks.

Only what the contender itself imports is imported before the first render, so that a fresh process
tells what a cold start costs.
"""

import gc
import json
import sys
import time
from importlib import import_module
from itertools import count, islice
from pathlib import Path
from types import ModuleType
from typing import Any

Rows = list[Any]
_numbers = count(1)


def fresh(rows: Rows, repeat: int) -> list[Rows]:
    """Return as many lists as there are renders; no row is one that was rendered before."""
    return [
        [(number, f"{name} {each}", *others) for number, name, *others in rows]
        for each in islice(_numbers, repeat)
    ]


def changing(rows: Rows, repeat: int) -> list[Rows]:
    """Return as many lists as there are renders, each with one more row changed."""
    lists = []
    for each in islice(_numbers, repeat):
        rows = rows[:]
        at = each * 37 % len(rows)
        number, name, *others = rows[at]
        rows[at] = (number, f"{name} {each}", *others)
        lists.append(rows)
    return lists


def measure(contender: Any, lists: list[Rows]) -> dict[str, float]:
    gc.collect()
    cpu, wall = time.process_time_ns(), time.perf_counter_ns()
    for rows in lists:
        contender.render(rows)
    cpu, wall = time.process_time_ns() - cpu, time.perf_counter_ns() - wall
    return {"cpu_ms": cpu / len(lists) / 1e6, "wall_ms": wall / len(lists) / 1e6}


def load(name: str, *, compiled: bool) -> Any:
    """Return the module of a contender; compiled as the server compiles an app's source."""
    full = f"tests.benchmarks.contenders.{name}"
    if compiled:
        from reactor_nb.runtime.blocks import with_blocks

        module = ModuleType(full)
        path = Path(__file__).with_name(f"{name}.py")
        source, names = with_blocks(path.read_text())
        vars(module).update(names, __file__=str(path))
        sys.modules[full] = module
        exec(compile(source, str(path), "exec"), vars(module))
    return import_module(full)


def obey(contender: Any, order: Any, rows: Rows) -> Any:
    """Do what an order says with the rows that were loaded."""
    match order["do"]:
        case "versions":
            return contender.versions()
        case "html":
            return contender.render(list(map(tuple, order["rows"])))
        case "first":
            first = measure(contender, [list(map(tuple, order["rows"]))])
            return first | {"process_ms": time.process_time_ns() / 1e6}
        case "load":
            rows[:] = map(tuple, order["rows"])
        case "again html":
            contender.render(rows)
            return [contender.render(changed) for changed in changing(rows, order["repeat"])][-1]
        case "measure":
            return measure(contender, fresh(rows[: order["size"]], order["repeat"]))
        case "again":
            contender.render(rows)
            return measure(contender, changing(rows, order["repeat"]))
    return None


def main() -> None:
    name, *others = sys.argv[1:]
    for other in others:
        load(other, compiled=True)
    contender = load(name, compiled=name in others)
    rows: Rows = []
    for line in sys.stdin:
        print(json.dumps(obey(contender, json.loads(line), rows)), flush=True)


if __name__ == "__main__":
    main()
