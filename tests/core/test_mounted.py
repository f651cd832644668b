from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_state
from reactor_nb.html import b, button, input, li, ul
from tests.core.stage import show


class Canary:
    def click(self) -> None: ...


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def test_the_tables_know_what_has_handlers_or_properties() -> None:
    def render() -> Any:
        rich, set_rich = use_state(True)
        return [
            button(on_click=lambda: set_rich(not rich)),
            input(value="x") if rich else input(),
            b(on_click=print) if rich else b(),
        ]

    stage = show(render)
    assert (set(stage.root.mounted.handlers), set(stage.root.mounted.controls)) == ({1, 3}, {2})

    stage.click()
    assert (set(stage.root.mounted.handlers), set(stage.root.mounted.controls)) == ({1}, set())

    stage.click()
    assert (set(stage.root.mounted.handlers), set(stage.root.mounted.controls)) == ({1, 3}, {2})


def test_ids_are_never_given_twice() -> None:
    def render() -> Any:
        count, set_count = use_state(0)
        return [button(on_click=lambda: set_count(count + 1)), ul(li("x"), key=count)]

    stage = show(render)
    seen = set(stage.page.ids())
    for _ in range(5):
        stage.click()
        new = stage.page.ids() - {1}
        assert not new & seen
        seen |= new


@pytest.mark.usefixtures("no_collector")
def test_c10_l13_what_is_removed_is_free_at_once() -> None:
    alive: list[weakref.ref[Canary]] = []

    @component
    def Row(name: int) -> Any:
        canary = Canary()
        alive.append(weakref.ref(canary))
        return li(b(name), on_click=canary.click)

    def render() -> Any:
        start, set_start = use_state(0)
        return [
            button(on_click=lambda: set_start(start + 3)),
            ul(*[Row(at, key=at) for at in range(start, start + 3)]),
        ]

    stage = show(render)
    for _ in range(20):
        stage.click()

    assert sum(one() is not None for one in alive) == 3


@pytest.mark.usefixtures("no_collector")
def test_c10_a_handler_that_was_replaced_is_free_at_once() -> None:
    alive: list[weakref.ref[Canary]] = []

    def render() -> Any:
        count, set_count = use_state(0)
        canary = Canary()
        alive.append(weakref.ref(canary))
        return [button(count, on_click=lambda: set_count(count + 1)), b(on_click=canary.click)]

    stage = show(render)
    for _ in range(20):
        stage.click()

    assert sum(one() is not None for one in alive) == 1
