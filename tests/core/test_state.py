from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reactor_nb.core.boundary import ErrorBoundary
from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_effect, use_state
from reactor_nb.core.state import State, Store, computed, forbid, state, use_store
from reactor_nb.core.vnode import VElement
from reactor_nb.errors import StateError
from reactor_nb.html import button, p
from tests.core.stage import Pause, Stage, show


class Readers:
    """Components that read something each, and how often they rendered."""

    def __init__(self, **reads: Callable[[], Any]) -> None:
        self.renders: list[str] = []
        shown = [self._component(name, read)() for name, read in reads.items()]
        self.stage = show(lambda: shown)
        self.renders.clear()

    def _component(self, name: str, read: Callable[[], Any]) -> Any:
        def Reader() -> Any:
            self.renders.append(name)
            return p(str(read()))

        return component(Reader)

    def within(self, act: Callable[[], Any]) -> list[str]:
        """Do something in the session of the stage; return who rendered."""
        self.renders.clear()
        with use_store(self.stage.root.store):
            act()
        self.stage.settle()
        return list(self.renders)


def test_only_the_components_that_read_a_state_render_again() -> None:
    name, count = state("a"), state(0)
    readers = Readers(name=lambda: name.value, count=lambda: count.value, neither=lambda: "-")

    assert readers.within(lambda: count.set(1)) == ["count"]
    assert readers.within(lambda: name.set("b")) == ["name"]
    assert readers.stage.html() == "<p>b</p><p>1</p><p>-</p>"


def test_each_store_has_its_own_value() -> None:
    count = state(0)
    one, other = Store(), Store()

    with use_store(one):
        count.set(5)
    with use_store(other):
        assert count.value == 0
    with use_store(one):
        assert count.value == 5


def test_s11_sessions_do_not_see_each_other() -> None:
    name = state("nobody")

    @component
    def Greeting(number: int) -> Any:
        return button(name.value, on_click=lambda: name.set(f"user {number}"))

    stages = [Stage(Greeting(number)) for number in range(20)]

    for number, stage in enumerate(stages):
        stage.click()
        assert stage.html() == f"<button>user {number}</button>"
    for number, stage in enumerate(stages):
        assert stage.html() == f"<button>user {number}</button>"


def test_setting_an_equal_scalar_or_the_same_object_renders_nothing() -> None:
    items = [1]
    count, some = state(1), state(items)
    readers = Readers(count=lambda: count.value, some=lambda: some.value)

    assert readers.within(lambda: count.set(1)) == []
    assert readers.within(lambda: some.set(items)) == []
    assert readers.within(lambda: count.set(True)) == ["count"]
    assert readers.within(lambda: some.set([1])) == ["some"]


def test_update_changes_the_newest_value() -> None:
    count = state(1)
    readers = Readers(count=lambda: count.value)

    def twice() -> None:
        count.update(lambda now: now + 1)
        count.update(lambda now: now * 10)

    assert readers.within(twice) == ["count"]
    assert readers.stage.html() == "<p>20</p>"


def test_a_first_value_is_made_once_in_each_store() -> None:
    made: list[int] = []

    def make() -> list[int]:
        made.append(1)
        return []

    items = state(make)
    for _ in range(2):
        with use_store(Store()):
            assert items.value is items.value

    assert made == [1, 1]


def test_peek_subscribes_nothing() -> None:
    count = state(0)
    readers = Readers(count=lambda: count.peek())

    assert readers.within(lambda: count.set(1)) == []


def test_a_component_that_stops_reading_is_not_rendered() -> None:
    switch, count = state(True), state(0)
    readers = Readers(maybe=lambda: count.value if switch.value else "-")

    assert readers.within(lambda: count.set(1)) == ["maybe"]
    assert readers.within(lambda: switch.set(False)) == ["maybe"]
    assert readers.within(lambda: count.set(2)) == []


def test_a_component_that_is_gone_hears_nothing() -> None:
    count, shown = state(0), state(True)
    renders: list[int] = []

    @component
    def Reader() -> Any:
        renders.append(count.value)
        return p(count.value)

    stage = show(lambda: Reader() if shown.value else None)
    with use_store(stage.root.store):
        shown.set(False)
        stage.flush()
        count.set(1)

    assert not stage.root.is_dirty()
    assert renders == [0]


def test_handlers_effects_and_their_async_tails_use_the_state_of_their_session() -> None:
    log: State[tuple[str, ...]] = state(())

    def add(what: str) -> None:
        log.update(lambda now: (*now, what))

    def render() -> Any:
        use_effect(lambda: add("effect"), [])

        async def later() -> None:
            add("before")
            await Pause()
            # A host resumes a task in the context that the coroutine was started in.
            with use_store(stage.root.store):
                add("after")

        return button(" ".join(log.value), on_click=later)

    stage = show(render)
    stage.click()
    stage.resume()
    stage.settle()

    assert stage.html() == "<button>effect before after</button>"


def test_a_value_of_the_servers_render_comes_first() -> None:
    count = state(0)
    count.name = "count"

    with use_store(Store({"count": 7})):
        assert count.value == 7


# computed


def test_a_computed_value_is_made_once_and_again_after_a_change() -> None:
    made: list[int] = []
    count = state(1)

    def double() -> int:
        made.append(count.value)
        return count.value * 2

    doubled = computed(double)
    readers = Readers(
        one=lambda: doubled.value, other=lambda: doubled.value, raw=lambda: count.value
    )

    assert made == [1]
    assert sorted(readers.within(lambda: count.set(2))) == ["one", "other", "raw"]
    assert made == [1, 2]
    assert readers.stage.html() == "<p>4</p><p>4</p><p>2</p>"


def test_computed_values_build_on_each_other_without_a_glitch() -> None:
    count = state(1)
    double = computed(lambda: count.value * 2)
    square = computed(lambda: count.value**2)
    both = computed(lambda: (double.value, square.value))
    readers = Readers(both=lambda: both.value)

    assert readers.within(lambda: count.set(3)) == ["both"]
    assert readers.stage.html() == "<p>(6, 9)</p>"


def test_a_computed_value_forgets_what_it_no_longer_reads() -> None:
    switch, left, right = state(True), state("l"), state("r")
    chosen = computed(lambda: left.value if switch.value else right.value)
    readers = Readers(chosen=lambda: chosen.value)

    assert readers.within(lambda: right.set("R")) == []
    assert readers.within(lambda: switch.set(False)) == ["chosen"]
    assert readers.within(lambda: left.set("L")) == []
    assert readers.within(lambda: right.set("x")) == ["chosen"]
    assert readers.stage.html() == "<p>x</p>"


def test_a_computed_value_that_fails_is_made_again_when_its_state_changes() -> None:
    divisor = state(0)
    share = computed(lambda: 12 // divisor.value)
    renders: list[str] = []

    @component
    def Share() -> Any:
        renders.append("render")
        return p(share.value)

    stage = show(
        lambda: ErrorBoundary(
            Share(), fallback=lambda error, retry: button(str(error), on_click=retry)
        )
    )
    assert stage.html() == "<button>integer division or modulo by zero</button>"

    with use_store(stage.root.store):
        divisor.set(4)
    stage.click()
    assert stage.html() == "<p>3</p>"

    with use_store(stage.root.store):
        divisor.set(6)
    stage.settle()
    assert stage.html() == "<p>2</p>"


def test_a_component_that_failed_to_update_hears_when_its_state_is_well() -> None:
    divisor = state(4)
    share = computed(lambda: 12 // divisor.value)
    stage = show(lambda: p(share.value))

    with use_store(stage.root.store):
        divisor.set(0)
    stage.settle()
    assert stage.html() == "<p>3</p>"
    assert len(stage.errors) == 1

    with use_store(stage.root.store):
        divisor.set(6)
    stage.settle()
    assert stage.html() == "<p>2</p>"


def test_a_computed_value_that_reads_itself_is_an_error() -> None:
    loop: list[Any] = []
    first = computed(lambda: loop[1].value)
    second = computed(lambda: loop[0].value)
    loop.extend([first, second])

    with pytest.raises(StateError, match="reads itself, at .*test_state.py"):
        first.value  # noqa: B018


def test_state_set_in_a_render_settles() -> None:
    total = state(0)

    def render() -> Any:
        count, set_count = use_state(1)
        total.set(count * 10)
        return button(total.value, on_click=lambda: set_count(count + 1))

    stage = show(render)
    stage.click()

    assert stage.html() == "<button>20</button>"


# Where no page is


def test_state_in_an_action_or_a_loader_is_an_error_with_its_cure() -> None:
    count = state(0)
    count.name = "count"
    double = computed(lambda: count.value)

    with forbid():
        for use in (
            lambda: count.value,
            lambda: count.set(1),
            lambda: count.peek(),
            lambda: double.value,
        ):
            with pytest.raises(StateError, match="where no page is; pass the value as an argument"):
                use()
    assert count.value == 0


def test_the_error_names_the_state_and_the_place() -> None:
    count = state(0)
    count.name = "count"

    with forbid(), pytest.raises(StateError, match=r"page state count was used at .*test_state.py"):
        count.set(1)


@pytest.mark.parametrize("scope", ["session", "app", "", "Page"])
def test_other_scopes_are_not_there_yet(scope: str) -> None:
    with pytest.raises(StateError, match="scope='page' is"):
        state(0, scope=scope)


def test_a_definition_shows_its_name() -> None:
    count = state(0)
    count.name = "count"

    assert repr(count) == "<state count>"


@pytest.mark.parametrize("how", ["read", "read too late", "computed"])
def test_the_same_value_renders_again_after_a_reader_failed(how: str) -> None:
    """C4"""
    count = state(0)
    doubled = computed(lambda: count.value * 2)
    bad: list[int] = []

    def check(number: int) -> None:
        if number in bad:
            raise ValueError(number)

    def Part() -> VElement:
        if how == "read too late":
            check(count.peek())
        number = doubled.value if how == "computed" else count.value
        check(count.peek())
        return p(number)

    stage = show(Part)
    before = stage.html()
    bad.append(1)

    with use_store(stage.root.store):
        count.set(1)
        stage.flush()
        failed = (len(stage.errors), stage.html() == before)
        bad.clear()
        count.set(1)
        stage.flush()
        again = stage.html()
        asked = stage.asked
        count.set(1)

    assert failed == (1, True)
    assert again == ("<p>2</p>" if how == "computed" else "<p>1</p>")
    assert (len(stage.errors), stage.asked) == (1, asked)
