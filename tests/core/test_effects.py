from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reactor_nb.core.boundary import ErrorBoundary
from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_effect, use_state
from reactor_nb.html import button, div, p
from tests.core.stage import Pause, Stage, show


class Log(list[str]):
    """What ran, in order."""

    def effect(self, name: str) -> Callable[[], Callable[[], None]]:
        """Return an effect that notes when it runs and when it is cleaned up."""

        def run() -> Callable[[], None]:
            self.append(f"+{name}")
            return lambda: self.append(f"-{name}")

        return run

    def take(self) -> list[str]:
        """Return what ran since the last call."""
        taken = list(self)
        self.clear()
        return taken


@pytest.fixture
def log() -> Log:
    return Log()


def test_an_effect_runs_after_the_page_shows_the_render(log: Log) -> None:
    def render() -> Any:
        log.append("render")
        use_effect(log.effect("a"))
        return p()

    stage = show(render)

    assert log.take() == ["render", "+a"]
    stage.root.enqueue(stage.root.nodes()[0])  # type: ignore[arg-type]
    stage.root.flush()
    assert log.take() == ["render"]
    stage.root.run_effects()
    assert log.take() == ["-a", "+a"]


def test_dependencies_say_when_an_effect_runs_again(log: Log) -> None:
    setters: list[Any] = []

    def render() -> Any:
        value, set_value = use_state(0)
        setters.append(set_value)
        use_effect(log.effect("always"))
        use_effect(log.effect("once"), [])
        use_effect(log.effect(f"half {value // 2}"), [value // 2])
        return p(value)

    stage = show(render)
    assert log.take() == ["+always", "+once", "+half 0"]

    setters[0](1)
    stage.flush()
    assert log.take() == ["-always", "+always"]

    setters[0](2)
    stage.flush()
    assert log.take() == ["-always", "-half 0", "+always", "+half 1"]

    stage.close()
    assert log.take() == ["-always", "-once", "-half 1"]


def test_children_come_before_parents_and_siblings_in_order(log: Log) -> None:
    @component
    def Leaf(name: str) -> Any:
        use_effect(log.effect(name), [])
        return name

    @component
    def Branch(name: str, children: Any) -> Any:
        use_effect(log.effect(name), [])
        return children

    stage = show(
        lambda: Branch({"name": "root"}, Branch({"name": "b"}, Leaf("b1"), Leaf("b2")), Leaf("c"))
    )
    assert log.take() == ["+b1", "+b2", "+b", "+c", "+root"]

    stage.close()
    assert log.take() == ["-root", "-b", "-b1", "-b2", "-c"]


def test_what_is_gone_is_cleaned_up_first_then_what_is_replaced_then_effects_run(log: Log) -> None:
    @component(memo=False)
    def Item(name: str) -> Any:
        use_effect(log.effect(name))
        return name

    def render() -> Any:
        names, set_names = use_state("abc")
        use_effect(log.effect("list"))
        return [
            *[Item(name, key=name) for name in names],
            button(on_click=lambda: set_names("cdb")),
        ]

    stage = show(render)
    log.clear()

    stage.click()

    assert log == ["-a", "-c", "-b", "-list", "+c", "+d", "+b", "+list"]


def test_an_effect_runs_once_however_often_its_component_rendered(log: Log) -> None:
    setters: dict[str, Any] = {}

    @component
    def Child(number: int) -> Any:
        value, setters["child"] = use_state(0)
        use_effect(log.effect(f"child {number} {value}"))
        return p(value)

    def render() -> Any:
        number, setters["parent"] = use_state(0)
        use_effect(log.effect(f"parent {number}"))
        return Child(number)

    stage = show(render)
    log.clear()

    setters["child"](1)
    stage.page.apply(stage.root.flush())
    setters["parent"](1)
    stage.page.apply(stage.root.flush())
    setters["child"](2)
    stage.page.apply(stage.root.flush())
    stage.root.run_effects()

    assert log == ["-child 0 0", "-parent 0", "+child 1 2", "+parent 1"]


def test_a_child_that_is_new_at_the_second_render_still_comes_before_its_parent(log: Log) -> None:
    setters: dict[str, Any] = {}

    @component
    def Leaf(name: str) -> Any:
        use_effect(log.effect(name), [])
        return None

    @component
    def Child() -> Any:
        shown, setters["child"] = use_state(False)
        use_effect(log.effect("child"))
        return Leaf("leaf") if shown else None

    def render() -> Any:
        _, setters["parent"] = use_state(0)
        use_effect(log.effect("parent"))
        return [Child(), Leaf("first")]

    stage = show(render)
    log.clear()

    setters["parent"](1)
    stage.page.apply(stage.root.flush())
    setters["child"](True)
    stage.flush()

    assert log == ["-child", "-parent", "+leaf", "+child", "+parent"]


def test_an_effect_of_a_render_that_failed_does_not_run_and_one_before_it_does(log: Log) -> None:
    setters: list[Any] = []

    def render() -> Any:
        value, set_value = use_state(0)
        setters.append(set_value)
        use_effect(log.effect(str(value)))
        if value == 2:
            raise ValueError("no twos")
        return p(value)

    stage = show(render)
    log.clear()

    setters[0](1)
    stage.page.apply(stage.root.flush())
    setters[0](2)
    stage.page.apply(stage.root.flush())
    stage.root.run_effects()

    assert log == ["-0", "+1"]
    assert len(stage.errors) == 1


def test_a_component_that_is_gone_before_its_effects_run_has_none(log: Log) -> None:
    setters: list[Any] = []

    @component
    def Child() -> Any:
        use_effect(log.effect("child"))
        return p()

    def render() -> Any:
        shown, set_shown = use_state(False)
        setters.append(set_shown)
        return Child() if shown else None

    stage = show(render)

    setters[0](True)
    stage.page.apply(stage.root.flush())
    setters[0](False)
    stage.flush()

    assert log == []


def test_state_set_in_effects_is_one_more_batch(log: Log) -> None:
    def render() -> Any:
        size, set_size = use_state(0)
        twice, set_twice = use_state(0)
        log.append(f"render {size} {twice}")
        use_effect(lambda: set_size(3), [])
        use_effect(lambda: set_twice(size * 2), [size])
        return p(size, "/", twice)

    stage = show(render)
    stage.settle()

    assert stage.html() == "<p>3/6</p>"
    assert log == ["render 0 0", "render 3 0", "render 3 6"]


def test_c6_an_effect_that_sets_state_each_time_is_stopped() -> None:
    renders: list[int] = []

    def Endless() -> Any:
        value, set_value = use_state(0)
        renders.append(value)
        use_effect(lambda: set_value(value + 1))
        return p(value)

    stage = show(Endless)

    stage.settle()

    (error,) = stage.errors
    assert "component Endless sets state again and again" in str(error)
    assert "give its effect deps" in str(error)
    assert len(renders) <= 53


def test_c6_an_event_starts_the_count_anew() -> None:
    def Endless() -> Any:
        value, set_value = use_state(0)
        use_effect(lambda: set_value(value + 1), [value // 30])
        return button(value, on_click=lambda: set_value(value + 1))

    stage = show(Endless)
    for _ in range(100):
        stage.click()
        stage.settle()

    assert stage.errors == []


def test_state_set_in_a_cleanup_of_what_is_gone_reaches_what_stays() -> None:
    @component
    def Child(set_gone: Any) -> Any:
        own, set_own = use_state(0)

        def effect() -> Any:
            def clean() -> None:
                set_own(1)
                set_gone(lambda count: count + 1)

            return clean

        use_effect(effect, [])
        return p(own)

    def render() -> Any:
        gone, set_gone = use_state(0)
        shown, set_shown = use_state(True)
        return [button(gone, on_click=lambda: set_shown(False)), Child(set_gone) if shown else None]

    stage = show(render)

    stage.click()
    stage.settle()

    assert stage.html() == "<button>1</button>"
    assert stage.errors == []


def test_an_async_effect_runs_to_its_first_await_and_is_cancelled_at_cleanup(log: Log) -> None:
    setters: list[Any] = []

    def render() -> Any:
        value, set_value = use_state(0)
        seen, set_seen = use_state("")
        setters.append(set_value)

        async def watch() -> None:
            log.append(f"start {value}")
            try:
                await Pause()
                set_seen(f"seen {value}")
            finally:
                log.append(f"end {value}")

        use_effect(watch, [value])
        return p(seen)

    stage = show(render)
    assert log.take() == ["start 0"]

    setters[0](1)
    stage.flush()
    assert log.take() == ["end 0", "start 1"]

    stage.resume()
    stage.settle()
    assert log.take() == ["end 1"]
    assert stage.html() == "<p>seen 1</p>"
    assert [work.cancelled for work in stage.work] == [True, False]


def test_an_async_effect_is_cancelled_when_its_component_is_gone(log: Log) -> None:
    def render() -> Any:
        async def watch() -> None:
            try:
                await Pause()
            finally:
                log.append("cancelled")

        use_effect(watch, [])
        return p()

    stage = show(render)
    stage.close()

    assert log == ["cancelled"]


def test_a_cleanup_may_be_async(log: Log) -> None:
    async def clean() -> None:
        log.append("start")
        await Pause()
        log.append("end")

    def render() -> Any:
        use_effect(lambda: clean, [])
        return p()

    stage = show(render)
    stage.close()
    stage.resume()

    assert log == ["start", "end"]


@pytest.mark.parametrize("result", [None, 3, "text", [1]])
def test_an_effect_may_return_anything(result: Any) -> None:
    def render() -> Any:
        use_effect(lambda: result)
        return p()

    stage = show(render)
    stage.close()

    assert stage.errors == []


@component
def Failing(at: str) -> Any:
    value, set_value = use_state(0)

    def clean() -> None:
        if at == "cleanup":
            raise ValueError(at)

    def effect() -> Any:
        if at == "effect":
            raise ValueError(at)
        return clean

    async def later() -> None:
        if at == "async":
            await Pause()
            raise ValueError(at)

    use_effect(effect, [value])
    use_effect(later, [value])
    return button(value, on_click=lambda: set_value(value + 1))


def boxed(at: str) -> Stage:
    return show(
        lambda: [
            ErrorBoundary(Failing(at), fallback=lambda error, retry: p(str(error))),
            p("beside"),
        ]
    )


def test_c4_an_error_in_an_effect_shows_the_fallback() -> None:
    stage = boxed("effect")

    stage.settle()

    assert stage.html() == "<p>effect</p><p>beside</p>"
    assert stage.errors == []


def test_c4_an_error_in_a_cleanup_shows_the_fallback() -> None:
    stage = boxed("cleanup")

    stage.click()
    stage.settle()

    assert stage.html() == "<p>cleanup</p><p>beside</p>"
    # The same cleanup fails once more as the content goes; the fallback is there already.
    assert [str(error) for error in stage.errors] == ["cleanup"]


def test_c4_an_error_in_an_async_effect_shows_the_fallback() -> None:
    stage = boxed("async")

    stage.resume()
    stage.settle()

    assert stage.html() == "<p>async</p><p>beside</p>"
    assert stage.errors == []


@pytest.mark.parametrize("at", ["effect", "cleanup", "async"])
def test_c4_without_a_boundary_the_error_is_reported_with_its_component(at: str) -> None:
    stage = show(lambda: Failing(at))

    stage.resume()
    stage.click()
    stage.close()

    assert str(stage.errors[0]) == at
    (note,) = stage.errors[0].__notes__
    assert note.startswith("in component <lambda> › Failing (")


def test_an_effect_that_takes_the_tree_down_is_the_last_and_is_cleaned_up(log: Log) -> None:
    stages: list[Stage] = []

    @component
    def First() -> Any:
        def effect() -> Any:
            stages[0].close()
            return lambda: log.append("cleaned")

        count, set_count = use_state(0)
        use_effect(effect if count else lambda: None, [count])
        return button(on_click=lambda: set_count(1))

    @component(memo=False)
    def Second() -> Any:
        use_effect(log.effect("second"))
        return None

    def render() -> Any:
        count, set_count = use_state(0)
        return div(First(), Second(), on_click=lambda: set_count(1))

    stage = show(render)
    stages.append(stage)
    log.clear()
    stage.fire("click", stage.page.find("button"), stage.page.find("div"))
    stage.page.apply(stage.root.flush())
    stage.root.run_effects()

    assert log == ["-second", "cleaned"]
