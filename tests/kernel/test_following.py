"""Outputs that go on with what other cells make of their components, in a real ipykernel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.real import Kernel

CELLS = {
    "imports": (
        "from dataclasses import dataclass\n"
        "from reactor_nb import component, computed, create_context, state\n"
        "from reactor_nb import use_context, use_state\n"
        "from reactor_nb.html import button, div, p"
    ),
    "helper": "def label(count):\n    return f'count {count}'\nunit = 'times'\nitems = ['one']",
    "state": "total = state(0)\ntwice = computed(lambda: total.value * 2)",
    "shade": "Shade = create_context('light')",
    "counter": """
@component
def Counter(step: int = 1):
    count, set_count = use_state(0)
    shade = use_context(Shade)
    def more():
        set_count(count + step)
        total.update(lambda value: value + step)
    words = [label(count), unit, shade, twice.value, *items]
    return button(" ".join(map(str, words)), on_click=more)
""".strip(),
    "framed": """
@component
def Framed(step: int):
    return div(Shade("dark", Counter(step=step)))
""".strip(),
    "shown": "Counter()",
    "inside": "div(Framed(step=5))",
    "other": "p('nothing of it')",
}


class Output:
    """A live output of a kernel, which has been clicked once.

    Args:
        kernel: the kernel.
        name: the cell that shows it.
        node: the number of its button.
    """

    def __init__(self, kernel: Kernel, name: str, node: int) -> None:
        self.kernel = kernel
        self._events = 0
        self._node = node
        kernel.open_view(kernel.view_of(name))
        assert kernel.hear()[0]["kind"] == "shown"
        kernel.say({"kind": "start"})
        self.until("hydrate")
        kernel.say({"kind": "page", "message": ["hydrated"]})
        self.click()

    def click(self) -> None:
        self._events += 1
        data = {"target": {}, "currents": [0]}
        message = ["event", self._events, "click", [self._node], data]
        self.kernel.say({"kind": "page", "message": message})

    def until(self, text: str) -> Any:
        """Return the first message to the page, or on it, with a text in it."""
        data, _ = self.kernel.hear()
        while text not in json.dumps(data):
            data, _ = self.kernel.hear()
        return data

    def told(self) -> Any:
        """Return the next message on the output itself."""
        data, _ = self.kernel.hear()
        while data["kind"] != "told":
            data, _ = self.kernel.hear()
        return data


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Kernel]:
    with Kernel(tmp_path, dict(CELLS)) as started:
        names = [name for name in CELLS if name not in ("shown", "inside", "other")]
        assert started.run(*names) == "ok"
        yield started


@pytest.fixture
def output(kernel: Kernel) -> Output:
    shown = Output(kernel, "shown", 1)
    shown.until("count 1 times light 2 one")
    return shown


def test_what_an_output_needs_changes_it_and_its_state_stays(output: Output) -> None:
    """A helper, a value, a list that is changed in place, page state, a context, the component."""
    kernel, cells = output.kernel, output.kernel.cells

    cells["helper"] = CELLS["helper"].replace("'count", "'Count")
    kernel.run("helper")
    output.until("Count 1 times light 2 one")
    cells["other"] = "items.append('two')"
    kernel.run("other")
    output.until("Count 1 times light 2 one two")
    cells["state"] = CELLS["state"].replace("* 2", "* 10")
    kernel.run("state")
    output.until("Count 1 times light 10 one two")
    cells["shade"] = "Shade = create_context('grey')"
    kernel.run("shade")
    output.until("Count 1 times grey 10 one two")
    cells["counter"] = CELLS["counter"].replace("[label", "['now', label")
    kernel.run("counter")
    output.until("now Count 1 times grey 10 one two")

    output.click()
    output.until("now Count 2 times grey 20 one two")


def test_a_component_inside_another_one_and_below_a_context_goes_on(kernel: Kernel) -> None:
    output = Output(kernel, "inside", 5)
    output.until("count 5 times dark 10 one")

    kernel.cells["shade"] = "Shade = create_context('grey')"
    kernel.cells["counter"] = CELLS["counter"].replace("[label", "['now', label")
    kernel.run("shade", "counter")
    output.until("now count 5 times dark 10 one")
    kernel.cells["framed"] = CELLS["framed"].replace("step=step", "step=step * 2")
    kernel.run("framed")
    output.click()

    output.until("now count 15 times dark 30 one")


def test_state_that_cannot_be_kept_is_said_to_be_gone(output: Output) -> None:
    kernel, cells = output.kernel, output.kernel.cells

    cells["counter"] = CELLS["counter"].replace("shade =", "note, _ = use_state('')\n    shade =")
    kernel.run("counter")
    told = output.told()
    assert [one["message"] for one in told["problems"]] == [
        "Counter: state not kept, its hooks changed: 1 -> 2"
    ]
    assert not told["stale"]

    cells["state"] = CELLS["state"].replace("state(0)", "state(7)")
    kernel.run("state")
    output.until("count 0 times light 14 one")
    assert output.told()["problems"][0]["message"] == "total: takes its new first value"


def test_what_is_broken_or_gone_is_told_and_is_well_again_once_it_is_mended(output: Output) -> None:
    kernel, cells = output.kernel, output.kernel.cells

    cells["helper"] = CELLS["helper"].replace("return", "count / 0\n    return")
    kernel.run("helper")
    told = output.told()
    assert told["stale"]
    [problem] = told["problems"]
    assert problem["message"] == "ZeroDivisionError: division by zero"
    assert (problem["component"], problem["id"], problem["line"]) == ("Counter", "helper", 2)

    kernel.run("other")
    cells["helper"] = CELLS["helper"]
    kernel.run("helper")
    assert output.told() == {"kind": "told", "stale": False, "problems": []}

    cells["other"] = "del Counter"
    kernel.run("other")
    [problem] = output.told()["problems"]
    assert problem["message"] == ("Counter is no component any more; what is shown is from before")
    kernel.run("counter")
    assert not output.told()["stale"]
    output.click()
    output.until("count 2 times light 4 one")


@pytest.mark.parametrize("source", ["1 / 0", "def label(:"])
@pytest.mark.parametrize("name", ["helper", "counter"])
def test_a_cell_that_fails_dims_what_it_had_made(output: Output, name: str, source: str) -> None:
    kernel = output.kernel

    kernel.cells[name] = f"{CELLS[name]}\n{source}"
    assert kernel.run(name) == "error"

    told = output.told()
    assert told["stale"]
    assert told["problems"][0]["message"].endswith("; what is shown is from before")
    assert told["problems"][0]["id"] == name
    assert told["problems"][0]["line"] == len(CELLS[name].splitlines()) + 1


def test_what_was_shown_last_stays_until_what_has_other_hooks_is_well(output: Output) -> None:
    kernel = output.kernel
    broken = CELLS["counter"].replace("shade =", "note, _ = use_state('')\n    1 / 0\n    shade =")

    kernel.cells["counter"] = broken
    kernel.run("counter")
    data, _ = kernel.hear()
    while data["kind"] != "told":
        # What had been there would be taken away.
        assert data["message"][0] != "patch" or data["message"][2] in ([], [["open", 1]])
        data, _ = kernel.hear()
    assert data["stale"]
    output.click()
    kernel.cells["counter"] = broken.replace("1 / 0", "2 / 0")
    kernel.run("counter")
    assert output.told()["stale"]
    kernel.cells["counter"] = broken.replace("1 / 0", "1 / 1")
    kernel.run("counter")

    assert "count 0 times light 0 one" in output.until("shown")["body"]
    assert not output.told()["stale"]
    kernel.say({"kind": "start"})
    output.until("hydrate")
    kernel.say({"kind": "page", "message": ["hydrated"]})
    output.click()
    output.until("count 1 times light 2 one")


def test_cells_that_it_does_not_need_leave_an_output_alone(output: Output) -> None:
    kernel, cells = output.kernel, output.kernel.cells

    for source in ("mine = 1", "1 / 0", "def other():\n    return mine", "%pwd"):
        cells["other"] = source
        kernel.run("other")
    cells["other"] = "unit = 'fold'"
    kernel.run("other")

    data, _ = kernel.hear()
    assert "count 1 fold light 2 one" in json.dumps(data)


def test_a_cell_that_runs_again_as_it_was_leaves_all_as_it_was(output: Output) -> None:
    kernel = output.kernel

    kernel.run("imports", "helper", "state", "shade", "counter", "shown")
    output.click()

    output.until("count 2 times light 4 one")


def test_an_output_that_is_opened_later_shows_what_is_so_now(output: Output) -> None:
    kernel = output.kernel
    view = kernel.view_of("shown")
    kernel.cells["counter"] = CELLS["counter"].replace("[label", "['now', label")
    kernel.run("counter")

    kernel.open_view(view, "two")

    assert "now count 0" in kernel.hear("two")[0]["body"]


def test_an_error_of_a_handler_is_told_and_gone_with_the_next_event(output: Output) -> None:
    kernel = output.kernel
    kernel.cells["other"] = "unit = None\nlabel = lambda count: str(count) + ' ' * (2 - count)"
    kernel.run("other")
    output.until("1  None")
    kernel.cells["other"] = "def label(count):\n    return 1 // (2 - count)"
    kernel.run("other")
    output.click()

    told = output.told()
    assert not told["stale"]
    assert "ZeroDivisionError" in told["problems"][0]["message"]
    output.click()
    assert output.told()["problems"] == []
