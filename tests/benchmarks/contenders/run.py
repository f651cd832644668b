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
from pathlib import Path
from types import ModuleType
from typing import Any


def measure(contender: Any, rows: list[Any], repeat: int) -> dict[str, float]:
    gc.collect()
    cpu, wall = time.process_time_ns(), time.perf_counter_ns()
    for _ in range(repeat):
        contender.render(rows)
    cpu, wall = time.process_time_ns() - cpu, time.perf_counter_ns() - wall
    return {"cpu_ms": cpu / repeat / 1e6, "wall_ms": wall / repeat / 1e6}


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


def main() -> None:
    name, *others = sys.argv[1:]
    for other in others:
        load(other, compiled=True)
    contender = load(name, compiled=name in others)
    for line in sys.stdin:
        order = json.loads(line)
        answer: Any = None
        match order["do"]:
            case "versions":
                answer = contender.versions()
            case "html":
                answer = contender.render(order["rows"])
            case "first":
                answer = measure(contender, order["rows"], 1)
                answer["process_ms"] = time.process_time_ns() / 1e6
            case "load":
                rows = order["rows"]
            case "measure":
                answer = measure(contender, rows[: order["size"]], order["repeat"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
