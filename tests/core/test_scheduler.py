from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_state
from reactor_nb.core.instance import Instance
from reactor_nb.core.render_once import Once
from reactor_nb.core.scheduler import Scheduler
from reactor_nb.core.state import Store
from reactor_nb.html import p
from tests.core.stage import as_component, show
from tests.work import growth_of

ROOT = Once(as_component(lambda: None)(), Store())


def instance(depth: int, kind: type[Instance] = Instance) -> Instance:
    made = kind(ROOT, as_component(lambda: None), {}, None, None)
    made.depth = depth
    return made


class Watched(Instance):
    """An instance that counts as work whenever its depth is looked at, from C too."""

    @property
    def depth(self) -> int:
        return self._depth

    @depth.setter
    def depth(self, depth: int) -> None:
        self._depth = depth


def test_parents_come_first_and_siblings_in_order() -> None:
    scheduler = Scheduler(lambda: None)
    deep, high, middle, other = map(instance, (5, 0, 2, 2))

    for one in (deep, middle, high, other):
        scheduler.enqueue(one)

    assert [scheduler.take() for _ in range(5)] == [high, middle, other, deep, None]


def test_a_batch_asks_for_one_flush() -> None:
    asked: list[int] = []
    scheduler = Scheduler(lambda: asked.append(1))
    one, other = instance(0), instance(1)

    scheduler.enqueue(one)
    scheduler.enqueue(other)
    scheduler.enqueue(one)

    assert asked == [1]
    assert scheduler.take() is one
    assert scheduler.take() is other
    assert not scheduler
    scheduler.enqueue(one)
    assert asked == [1, 1]


def test_what_is_forgotten_or_gone_is_not_taken() -> None:
    scheduler = Scheduler(lambda: None)
    gone, forgotten = instance(0), instance(0)
    gone.mounted = False

    scheduler.enqueue(gone)
    scheduler.enqueue(forgotten)
    scheduler.discard(forgotten)
    scheduler.discard(forgotten)

    assert scheduler.take() is None
    assert forgotten not in scheduler


def test_a_child_that_its_parent_renders_is_not_rendered_again() -> None:
    renders: list[str] = []
    setters: dict[str, Any] = {}

    @component
    def Child(number: int) -> Any:
        value, setters["child"] = use_state(0)
        renders.append("child")
        return p(number, value)

    def render() -> Any:
        number, setters["parent"] = use_state(0)
        renders.append("parent")
        return Child(number)

    stage = show(render)
    renders.clear()

    setters["child"](1)
    setters["parent"](1)
    stage.flush()

    assert renders == ["parent", "child"]
    assert stage.html() == "<p>11</p>"


def take_all(size: int) -> Callable[[], None]:
    """Return what takes so many dirty instances, one after the other."""
    scheduler = Scheduler(lambda: None)
    for _ in range(size):
        scheduler.enqueue(instance(3, Watched))

    def take() -> None:
        while scheduler.take():
            pass

    return take


def test_twice_the_instances_are_taken_with_twice_the_work() -> None:
    assert growth_of(take_all, 1000) < 2.1
