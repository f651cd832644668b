from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from reactor_nb.core.boundary import ErrorBoundary
from reactor_nb.core.component import component
from reactor_nb.core.hooks import (
    Ref,
    use_callback,
    use_effect,
    use_id,
    use_memo,
    use_reducer,
    use_ref,
    use_state,
)
from reactor_nb.core.pending import use_action, use_optimistic
from reactor_nb.core.resource import use_resource
from reactor_nb.core.vnode import VElement
from reactor_nb.errors import HookError, RenderError
from reactor_nb.html import button, div, input, label, p, span
from tests.core.stage import Stage, show


@component
def Counter(start: int = 0) -> Any:
    count, set_count = use_state(start)
    return button(count, on_click=lambda: set_count(count + 1))


class Probe:
    """A component whose body is a list of functions; ``render`` renders it again."""

    def __init__(self, body: Callable[[], Any]) -> None:
        self.renders = 0
        self.body = body
        self.stage: Stage = show(self._render)

    def _render(self) -> Any:
        self.renders += 1
        _, self.force = use_state(0)
        return self.body()

    def render(self) -> None:
        self.force(lambda number: number + 1)
        self.stage.flush()


# use_state


def test_five_clicks_in_five_events_give_five() -> None:
    stage = Stage(Counter())

    for _ in range(5):
        stage.click()

    assert stage.html() == "<button>5</button>"


def test_many_updates_in_one_handler_are_one_render() -> None:
    renders: list[int] = []

    def render() -> Any:
        count, set_count = use_state(0)
        renders.append(count)

        def add() -> None:
            for _ in range(1000):
                set_count(lambda now: now + 1)

        return button(count, on_click=add)

    stage = show(render)

    ops = stage.click()

    assert renders == [0, 1000]
    assert ops == [["text", 2, "1000"]]


def test_updates_of_several_components_are_one_batch() -> None:
    setters: list[Any] = []

    @component
    def One() -> Any:
        value, set_value = use_state(0)
        setters.append(set_value)
        return span(value)

    stage = show(lambda: [One(), One()])

    for setter in setters[:2]:
        setter(1)
    ops = stage.flush()

    assert stage.asked == 1
    assert ops == [["text", 2, "1"], ["text", 4, "1"]]


def test_a_stale_value_overwrites_and_a_function_does_not() -> None:
    def render() -> Any:
        count, set_count = use_state(0)

        def stale() -> None:
            set_count(count + 1)
            set_count(count + 1)

        def newest() -> None:
            set_count(lambda now: now + 1)
            set_count(lambda now: now + 1)

        return [button(count, on_click=stale), button(on_click=newest)]

    stage = show(render)

    stage.click(0)
    assert stage.html().startswith("<button>1<")
    stage.click(1)
    assert stage.html().startswith("<button>3<")


@pytest.mark.parametrize("value", ["a", 1, 1.5, True, None, b"x"])
def test_setting_an_equal_scalar_renders_nothing(value: Any) -> None:
    def body() -> Any:
        _, probe_set = use_state(value)
        setters.append(probe_set)

    setters: list[Any] = []
    probe = Probe(body)

    setters[0](value)

    assert not probe.stage.root.is_dirty()
    assert probe.renders == 1


def test_setting_the_same_list_renders_nothing_and_an_equal_one_does() -> None:
    items = [1]
    setters: list[Any] = []

    def body() -> Any:
        value, set_value = use_state(items)
        setters.append(set_value)
        return str(value)

    probe = Probe(body)

    setters[0](items)
    assert not probe.stage.root.is_dirty()
    setters[0]([1])
    probe.stage.flush()

    assert probe.renders == 2


def test_one_and_true_are_different_values() -> None:
    setters: list[Any] = []

    def body() -> Any:
        value, set_value = use_state(1)
        setters.append(set_value)
        return str(value)

    probe = Probe(body)

    setters[0](True)
    probe.stage.flush()

    assert probe.stage.html() == "True"


def test_an_initial_function_is_called_once() -> None:
    calls: list[int] = []

    def make() -> str:
        calls.append(1)
        return "made"

    def body() -> Any:
        value, _ = use_state(make)
        return value

    probe = Probe(body)
    probe.render()

    assert calls == [1]
    assert probe.stage.html() == "made"


def test_c5_state_set_after_unmount_is_ignored() -> None:
    setters: list[Any] = []

    @component
    def Child() -> Any:
        value, set_value = use_state(0)
        setters.append(set_value)
        return p(value)

    def render() -> Any:
        shown, set_shown = use_state(True)
        return [button(on_click=lambda: set_shown(False)), Child() if shown else None]

    stage = show(render)
    stage.click()

    setters[0](5)

    assert not stage.root.is_dirty()
    assert stage.errors == []


def test_c5_nothing_that_a_component_gave_away_wakes_it_after_unmount() -> None:
    kept: dict[str, Callable[..., Any]] = {}

    @component
    def Failing() -> Any:
        raise ValueError

    def fallback(_: BaseException, retry: Callable[[], None]) -> Any:
        kept["retry"] = retry
        return Child()

    @component
    def Child() -> Any:
        value, dispatch = use_reducer(max, 0)
        loaded, handle = use_resource(lambda: value, [value], handle=True)
        kept.update(dispatch=lambda: dispatch(1), refresh=handle.refresh)
        return p(value, loaded)

    def render() -> Any:
        shown, set_shown = use_state(True)
        return [
            button(on_click=lambda: set_shown(False)),
            ErrorBoundary(Failing(), fallback=fallback) if shown else None,
        ]

    stage = show(render)
    stage.click()

    for wake in kept.values():
        wake()

    assert kept.keys() == {"dispatch", "refresh", "retry"}
    assert not stage.root.is_dirty()
    assert stage.errors == []


def test_state_set_in_a_render_renders_again_at_once() -> None:
    renders: list[int] = []

    def render() -> Any:
        value, set_value = use_state(0)
        renders.append(value)
        if value < 3:
            set_value(value + 1)
        return p(value)

    stage = show(render)

    assert renders == [0, 1, 2, 3]
    assert stage.html() == "<p>3</p>"
    assert stage.asked <= 1


def test_l15_state_set_at_every_render_is_stopped_after_fifty() -> None:
    renders: list[int] = []

    def Endless() -> Any:
        value, set_value = use_state(0)
        renders.append(value)
        set_value(value + 1)
        return p(value)

    with pytest.raises(RenderError, match="component Endless sets its own state at every render"):
        show(Endless)

    assert len(renders) == 50


def test_l15_components_that_set_each_others_state_are_stopped() -> None:
    @component(memo=False)
    def Child(number: int, set_other: Any) -> Any:
        if number:
            set_other(number + 1)
        return None

    def Parent() -> Any:
        number, set_number = use_state(0)
        return [button(number, on_click=lambda: set_number(1)), Child(number, set_number)]

    stage = show(Parent)

    stage.click()

    (error,) = stage.errors
    assert "Parent" in str(error)
    assert "sets state again and again" in str(error)


def test_a_handler_is_of_the_newest_render() -> None:
    seen: list[int] = []

    def render() -> Any:
        count, set_count = use_state(0)

        def click() -> None:
            seen.append(count)
            set_count(count + 1)

        return button(on_click=click)

    stage = show(render)
    for _ in range(3):
        stage.click()

    assert seen == [0, 1, 2]


# use_reducer


def test_a_reducer_makes_the_next_state_of_the_newest() -> None:
    def reduce(state: int, action: str) -> int:
        return state + {"up": 1, "down": -1}[action]

    def render() -> Any:
        count, dispatch = use_reducer(reduce, 10)

        def twice() -> None:
            dispatch("up")
            dispatch("up")

        return [button(count, on_click=twice), button(on_click=lambda: dispatch("down"))]

    stage = show(render)

    stage.click(0)
    assert stage.html().startswith("<button>12<")
    stage.click(1)
    assert stage.html().startswith("<button>11<")


def test_the_newest_reducer_reduces_and_the_dispatcher_stays() -> None:
    dispatchers: list[Any] = []

    def render() -> Any:
        step, set_step = use_state(1)
        dispatch: Any
        total, dispatch = use_reducer(lambda state, action: state + action * step, 0)
        dispatchers.append(dispatch)
        return [button(total, on_click=lambda: dispatch(1)), button(on_click=lambda: set_step(10))]

    stage = show(render)

    stage.click(0)
    stage.click(1)
    stage.click(0)

    assert stage.html().startswith("<button>11<")
    assert all(one is dispatchers[0] for one in dispatchers)


def test_a_reducer_that_returns_the_same_state_renders_nothing() -> None:
    def render() -> Any:
        dispatch: Any
        _, dispatch = use_reducer(lambda state, action: state, [1])
        return button(on_click=lambda: dispatch(1))

    stage = show(render)

    assert stage.click() == []
    assert stage.errors == []


# use_memo, use_callback, use_ref, use_id


def test_a_memo_is_made_again_when_a_dependency_changes() -> None:
    made: list[Any] = []
    deps: list[Any] = [1, "a"]

    def make() -> int:
        made.append(tuple(deps))
        return len(made)

    def body() -> Any:
        return use_memo(make, list(deps))

    probe = Probe(body)
    probe.render()
    deps[0] = 2
    probe.render()

    assert made == [(1, "a"), (2, "a")]
    assert probe.stage.html() == "2"


def test_a_memo_without_dependencies_is_made_each_time() -> None:
    made: list[int] = []
    probe = Probe(lambda: use_memo(lambda: made.append(1), None))

    probe.render()

    assert made == [1, 1]


def test_a_memo_of_a_mutated_list_sees_another_list_only() -> None:
    items = [1]
    probe = Probe(lambda: str(use_memo(lambda: len(items), [items])))

    items.append(2)
    probe.render()

    assert probe.stage.html() == "1"


def test_a_callback_stays_until_a_dependency_changes() -> None:
    seen: list[Any] = []
    dep = [1]

    def body() -> None:
        value = dep[0]
        seen.append(use_callback(lambda: value, [value]))

    probe = Probe(body)
    probe.render()
    dep[0] = 2
    probe.render()

    assert seen[0] is seen[1]
    assert seen[1] is not seen[2]
    assert (seen[0](), seen[2]()) == (1, 2)


def test_a_ref_outlives_renders_and_renders_nothing() -> None:
    refs: list[Ref[Any]] = []

    def body() -> Any:
        ref = use_ref(0)
        refs.append(ref)
        return str(ref.current)

    probe = Probe(body)
    refs[0].current = 7

    assert not probe.stage.root.is_dirty()
    probe.render()
    assert refs[0] is refs[1]
    assert probe.stage.html() == "7"


def test_ids_differ_stay_and_are_the_same_in_every_first_render() -> None:
    @component
    def Field() -> Any:
        name = use_id()
        return [label(for_=name), input(id=name)]

    first = show(lambda: [Field(), Field()])
    second = show(lambda: [Field(), Field()])

    assert first.html() == second.html()
    assert first.html() == (
        '<label for="rnb-1"></label><input id="rnb-1"><label for="rnb-2"></label><input id="rnb-2">'
    )


# Rules


def conditional(hook: Callable[[], Any]) -> Callable[[], Any]:
    """Return a component that calls a hook at its first render only."""
    first = [True]

    def Broken() -> Any:
        value, set_value = use_state(0)
        if first.pop() if first else False:
            hook()
        return button(value, on_click=lambda: set_value(value + 1))

    return Broken


async def never() -> None: ...


HOOKS: dict[str, Callable[[], Any]] = {
    "use_state": lambda: use_state(0),
    "use_reducer": lambda: use_reducer(lambda s, a: s, 0),
    "use_effect": lambda: use_effect(lambda: None, []),
    "use_memo": lambda: use_memo(lambda: 1, []),
    "use_callback": lambda: use_callback(lambda: 1, []),
    "use_ref": lambda: use_ref(),
    "use_id": lambda: use_id(),
    "use_action": lambda: use_action(never),
    "use_optimistic": lambda: use_optimistic(0, lambda value, change: value),
    "use_resource": lambda: use_resource(lambda: 1, []),
}


@pytest.mark.parametrize("name", HOOKS)
def test_c5_a_hook_that_is_skipped_is_an_error_with_its_place(name: str) -> None:
    stage = show(conditional(HOOKS[name]))
    before = stage.html()

    stage.click()

    (error,) = stage.errors
    assert isinstance(error, HookError)
    assert f"component Broken: hook 2 ({name}) was called at the last render and not now" in str(
        error
    )
    assert "test_hooks.py, line" in str(error)
    assert stage.html() == before


@pytest.mark.parametrize("name", HOOKS)
def test_c5_a_hook_that_was_not_there_before_is_an_error_with_its_place(name: str) -> None:
    later: list[Any] = []

    def Broken() -> Any:
        value, set_value = use_state(0)
        if later:
            HOOKS[name]()
        return button(value, on_click=lambda: set_value(value + 1))

    stage = show(Broken)
    later.append(1)

    stage.click()

    (error,) = stage.errors
    assert f"component Broken: hook 2 is {name} at" in str(error)
    assert "test_hooks.py, line" in str(error)
    assert "was no hook at the last render" in str(error)


def test_c5_hooks_in_another_order_are_an_error() -> None:
    turned: list[Any] = []

    def Broken() -> Any:
        hooks: list[Callable[[], Any]] = [lambda: use_ref(), lambda: use_state(0)[1]]
        return button(on_click=[hook() for hook in (hooks[::-1] if turned else hooks)][not turned])

    stage = show(Broken)
    turned.append(1)

    stage.click()

    (error,) = stage.errors
    assert "component Broken: hook 1 is use_state at" in str(error)
    assert "and was use_ref at the last render" in str(error)


def test_c5_an_early_return_is_an_error() -> None:
    def Broken() -> Any:
        value, set_value = use_state(0)
        if value:
            return "early"
        use_ref()
        return button(on_click=lambda: set_value(1))

    stage = show(Broken)

    stage.click()

    assert "call every hook at every render, before any return" in str(stage.errors[0])


def test_c5_a_component_goes_on_after_a_broken_render() -> None:
    broken = [True]

    def Broken() -> Any:
        value, set_value = use_state(0)
        if value == 1 and broken:
            return None
        ref = use_ref("kept")
        return button(value, ref.current, on_click=lambda: set_value(lambda now: now + 1))

    stage = show(Broken)
    stage.click()
    broken.clear()

    stage.click()

    assert len(stage.errors) == 1
    assert stage.html() == "<button>2kept</button>"


@pytest.mark.parametrize("name", HOOKS)
def test_c5_a_hook_outside_a_render_is_an_error_with_its_place(name: str) -> None:
    with pytest.raises(HookError, match=rf"{name} was called outside a render, at .*test_hooks.py"):
        HOOKS[name]()


def test_c5_a_hook_in_a_handler_or_an_effect_is_an_error() -> None:
    def render() -> Any:
        use_effect(lambda: use_ref(), [])
        return button(on_click=lambda: use_ref())

    stage = show(render)
    stage.click()

    assert [str(error).split(",")[0] for error in stage.errors] == [
        "use_ref was called outside a render"
    ] * 2


def test_c5_a_hook_in_another_thread_is_an_error() -> None:
    errors: list[BaseException] = []

    def work() -> None:
        try:
            use_ref()
        except HookError as error:
            errors.append(error)

    def render() -> Any:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        return div()

    show(render)

    assert "outside a render" in str(errors[0])


@pytest.mark.parametrize("deps", ["ab", 3, {"a": 1}, {1, 2}])
def test_dependencies_are_a_list(deps: Any) -> None:
    def render() -> None:
        use_memo(lambda: 1, deps)

    with pytest.raises(HookError, match="use_memo: deps is a list of values, or None"):
        show(render)


def _fragile(where: str) -> tuple[Callable[[], Any], list[int], dict[str, Any]]:
    """Return a component that shows a number and fails while a list says so."""
    bad: list[int] = []
    setters: dict[str, Any] = {}

    def check(number: int) -> None:
        if number in bad:
            raise ValueError(number)

    @component
    def Below(number: int) -> VElement:
        check(number if where == "below" else 0)
        return p(number)

    @component
    def Part() -> Any:
        number, setters["state"] = use_state(0)
        added, setters["reducer"] = use_reducer(lambda _, new: new, 0)
        use_effect(lambda: None)
        check(number + added if where == "itself" else 0)
        return Below(number=number + added)

    return Part, bad, setters


@pytest.mark.parametrize("where", ["itself", "below"])
@pytest.mark.parametrize("kind", ["state", "reducer"])
def test_the_same_value_renders_again_after_its_render_failed(where: str, kind: str) -> None:
    """C4: what the author does to try again is not swallowed."""
    part, bad, setters = _fragile(where)
    stage = show(part)
    bad.append(1)

    setters[kind](1)
    stage.flush()
    failed = (len(stage.errors), stage.html())
    setters[kind](1)
    stage.flush()
    bad.clear()
    setters[kind](1)
    stage.flush()
    again = stage.html()
    asked = stage.asked
    setters[kind](1)

    assert failed == (1, "<p>0</p>")
    assert (len(stage.errors), again) == (2, "<p>1</p>")
    assert stage.asked == asked
