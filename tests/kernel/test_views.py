"""Outputs of cells that are live, over their own comm, in a real ipykernel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.real import Kernel

IMPORTS = """
from pathlib import Path
from reactor_nb import action, component, use_effect, use_state
from reactor_nb.html import button, p

@action
async def double(number: int) -> int:
    return number * 2

@component
def Counter(step: int = 1):
    count, set_count = use_state(step)
    use_effect(lambda: lambda: Path("cleaned").write_text(str(count)), [count])
    async def more():
        set_count(await double(count))
    return button("count ", count, on_click=more)
""".strip()
CELLS = {"imports": IMPORTS, "shown": "Counter()", "element": "p('x', on_click=print)"}
FORGED = [7, None, "", "0" * 16, "__class__", ["x"], {"x": 1}]


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Kernel]:
    with Kernel(tmp_path, dict(CELLS)) as started:
        assert started.run("imports") == "ok"
        yield started


def click(number: int) -> dict[str, Any]:
    data = {"target": {}, "currents": [0]}
    return {"kind": "page", "message": ["event", number, "click", [1], data]}


def start(kernel: Kernel, view: object, name: str = "one") -> dict[str, Any]:
    kernel.open_view(view, name)
    return kernel.hear(name)[0]


def until(kernel: Kernel, text: str, name: str = "one") -> Any:
    """Return the first message to a view with a text in it."""
    data, _ = kernel.hear(name)
    while text not in json.dumps(data):
        data, _ = kernel.hear(name)
    return data


def test_an_output_is_live_in_its_own_kernel(kernel: Kernel, tmp_path: Path) -> None:
    view = kernel.view_of("shown")

    shown = start(kernel, view)
    kernel.say({"kind": "start"})
    hydrate = until(kernel, "hydrate")
    kernel.say({"kind": "page", "message": ["hydrated"]})
    kernel.say(click(1))

    assert '<main id="reactor-root"><button>count 1</button></main>' in shown["body"]
    assert hydrate["message"][0] == "hydrate"
    until(kernel, "count 2")
    kernel.close()
    kernel.run("element")
    assert (tmp_path / "cleaned").read_text() == "2"


def test_two_outputs_of_one_component_have_their_own_state(kernel: Kernel) -> None:
    """J7."""
    view = kernel.view_of("shown")
    for name in ("one", "two"):
        start(kernel, view, name)
        kernel.say({"kind": "start"}, name)
        until(kernel, "hydrate", name)
        kernel.say({"kind": "page", "message": ["hydrated"]}, name)

    kernel.say(click(1), "one")
    until(kernel, "count 2", "one")
    kernel.say(click(1), "one")
    until(kernel, "count 4", "one")
    kernel.say(click(1), "two")

    until(kernel, "count 2", "two")


def test_an_element_with_a_handler_is_live_too(kernel: Kernel) -> None:
    shown = start(kernel, kernel.view_of("element"))

    assert '<main id="reactor-root"><p>x</p></main>' in shown["body"]


def test_names_are_the_same_in_every_kernel_and_stand_for_cells_that_have_run(
    kernel: Kernel, tmp_path: Path
) -> None:
    """J1: what is stored in a notebook opens nothing in a kernel that has not run its cell."""
    view = kernel.view_of("shown")
    with Kernel(tmp_path, dict(CELLS)) as other:
        other.run("imports")

        assert start(other, view) == {"kind": "unknown"}
        assert other.view_of("shown") == view


@pytest.mark.parametrize("name", FORGED, ids=str)
def test_forged_names_stand_for_nothing(kernel: Kernel, name: object) -> None:
    """J3."""
    kernel.view_of("shown")

    assert start(kernel, name) == {"kind": "unknown"}


def test_a_page_can_say_no_more_than_pages_say(kernel: Kernel) -> None:
    """J3: what only a host may say, what is no message, events before and after its life."""
    start(kernel, kernel.view_of("shown"))

    kernel.say(click(1))
    for message in (["refresh", {"code": [["", "1/0", []]]}], [], "x", None, ["event"]):
        kernel.say({"kind": "page", "message": message})
    kernel.say({"kind": "start"})
    kernel.say({"kind": "start"})

    assert until(kernel, "hydrate")["message"][0] == "hydrate"
    kernel.close()
    kernel.say(click(2))
    assert kernel.run("element") == "ok"
