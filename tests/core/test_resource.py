from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reactor_nb.core.boundary import ErrorBoundary
from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_effect, use_memo, use_state
from reactor_nb.core.instance import Suspended
from reactor_nb.core.render_once import Once
from reactor_nb.core.resource import Suspense, lazy, use_resource
from reactor_nb.core.state import Store
from reactor_nb.errors import HookError
from reactor_nb.html import b, button, div, i, p
from tests.core.stage import Pause, Stage, as_component, once, show


class Source:
    """Where resources come from: each load waits until a test answers it."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.answers: dict[Any, Any] = {}
        self.stage: Stage | None = None

    async def load(self, name: Any) -> Any:
        """Wait for the answer to this name."""
        self.asked.append(name)
        while name not in self.answers:
            await Pause()
        answer = self.answers[name]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def show(self, render: Callable[[], Any], **options: Any) -> Stage:
        self.stage = show(render, **options)
        self.stage.settle()
        return self.stage

    def answer(self, name: Any, answer: Any) -> str:
        """Answer a name, and return what is shown then."""
        assert self.stage is not None
        self.answers[name] = answer
        self.stage.resume()
        self.stage.settle()
        return self.stage.html()

    @property
    def cancelled(self) -> list[bool]:
        assert self.stage is not None
        return [work.cancelled for work in self.stage.work]


@pytest.fixture
def source() -> Source:
    return Source()


def item(source: Source) -> Any:
    @component
    def Item(name: str = "a") -> Any:
        return b(use_resource(lambda: source.load(name), [name]))

    return Item


# The first load


def test_the_fallback_is_shown_until_the_value_is_there(source: Source) -> None:
    Item = item(source)
    stage = source.show(lambda: Suspense(div("beside"), Item(), fallback=i("wait")))
    assert stage.html() == "<i>wait</i>"

    assert source.answer("a", "A") == "<div>beside</div><b>A</b>"
    assert source.asked == ["a"]


def test_resources_side_by_side_load_at_once_and_are_shown_together(source: Source) -> None:
    Item = item(source)
    stage = source.show(lambda: Suspense(Item("a"), Item("b"), fallback=i("wait")))
    assert (stage.html(), source.asked) == ("<i>wait</i>", ["a", "b"])

    assert source.answer("b", "B") == "<i>wait</i>"
    assert source.answer("a", "A") == "<b>A</b><b>B</b>"
    assert source.asked == ["a", "b"]


def test_a_component_may_wait_for_one_thing_after_the_other(source: Source) -> None:
    @component
    def Both() -> Any:
        first = use_resource(lambda: source.load("a"), [])
        doubled = use_memo(lambda: first * 2, [first])
        second = use_resource(lambda: source.load(doubled), [doubled])
        return p(first, second)

    source.show(lambda: Suspense(Both(), fallback=i("wait")))
    assert source.answer("a", "A") == "<i>wait</i>"
    assert source.answer("AA", "B") == "<p>AB</p>"
    assert source.asked == ["a", "AA"]


def test_the_innermost_suspense_waits(source: Source) -> None:
    Item = item(source)
    stage = source.show(
        lambda: Suspense(Item("a"), Suspense(Item("b"), fallback=i("inner")), fallback=i("outer"))
    )
    assert stage.html() == "<i>outer</i>"

    assert source.answer("a", "A") == "<b>A</b><i>inner</i>"
    assert source.answer("b", "B") == "<b>A</b><b>B</b>"
    assert source.asked == ["a", "b"]


def test_without_a_suspense_only_the_component_itself_is_missing(source: Source) -> None:
    Item = item(source)
    stage = source.show(lambda: [p("beside"), Item()])
    assert stage.html() == "<p>beside</p>"

    assert source.answer("a", "A") == "<p>beside</p><b>A</b>"


def test_effects_of_what_waits_run_when_it_is_shown(source: Source) -> None:
    log: list[str] = []

    @component
    def Beside() -> Any:
        use_effect(lambda: log.append("beside"), [])
        return None

    @component
    def Waiting() -> Any:
        use_effect(lambda: log.append("before"), [])
        value = use_resource(lambda: source.load("a"), [])
        use_effect(lambda: log.append(value), [])

    source.show(lambda: [Waiting(), Suspense(Waiting(), Beside())])
    assert log == []

    source.answer("a", "A")
    assert log == ["before", "A", "before", "A", "beside"]


def test_a_sync_function_is_no_wait(source: Source) -> None:
    calls: list[int] = []

    def load() -> int:
        calls.append(1)
        return len(calls)

    def render() -> Any:
        count, set_count = use_state(0)
        value, handle = use_resource(load, [count // 2], handle=True)
        return [
            p(value, str(handle.pending)),
            button(on_click=lambda: set_count(count + 1)),
            button(on_click=handle.refresh),
        ]

    stage = source.show(render)
    shown = [stage.html()[:12]]
    for at in (0, 0, 1):
        stage.click(at)
        shown.append(stage.html()[:12])
    assert shown == ["<p>1False</p", "<p>1False</p", "<p>2False</p", "<p>3False</p"]


def test_an_async_function_that_waits_for_nothing_is_no_wait_either() -> None:
    async def load() -> str:
        return "A"

    renders: list[int] = []

    def render() -> Any:
        renders.append(1)
        return use_resource(load, [])

    stage = show(render)
    assert (stage.html(), renders, stage.root.is_dirty()) == ("A", [1], False)


def test_none_is_a_value() -> None:
    async def load() -> None:
        return None

    assert show(lambda: p(str(use_resource(load, [])))).html() == "<p>None</p>"


# Another load


class Page:
    """A page that shows what it loads by a number, and a counter beside it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        Counter = as_component(self._counter)
        Value = as_component(self._value)
        self.stage = source.show(lambda: Suspense(Counter(), Value(), fallback=i("wait")))

    def _counter(self) -> Any:
        count, set_count = use_state(0)
        return button(count, on_click=lambda: set_count(count + 1))

    def _value(self) -> Any:
        number, self.set_number = use_state(0)
        value, self.handle = use_resource(lambda: self.source.load(number), [number], handle=True)
        return p(value, " …" if self.handle.pending else "")

    def go(self, number: int) -> str:
        self.set_number(number)
        self.stage.settle()
        return self.stage.html()


def test_the_old_value_is_shown_while_another_is_loaded(source: Source) -> None:
    page = Page(source)
    source.answer(0, "zero")
    page.stage.click()

    assert page.go(1) == "<button>1</button><p>zero …</p>"
    assert source.answer(1, "one") == "<button>1</button><p>one</p>"


def test_a_refresh_keeps_the_old_value_too(source: Source) -> None:
    page = Page(source)
    source.answer(0, "zero")
    page.stage.click()
    del source.answers[0]

    page.handle.refresh()
    page.stage.settle()
    assert page.stage.html() == "<button>1</button><p>zero …</p>"

    assert source.answer(0, "new") == "<button>1</button><p>new</p>"


def test_a_load_that_is_superseded_is_cancelled_and_its_answer_ignored(source: Source) -> None:
    page = Page(source)
    source.answer(0, "zero")

    page.go(1)
    page.go(2)
    assert source.cancelled == [False, True, False]

    source.answer(1, "one")
    assert source.answer(2, "two") == "<button>0</button><p>two</p>"


def test_the_first_load_may_be_superseded(source: Source) -> None:
    @component(memo=False)
    def Item(name: int) -> Any:
        return b(use_resource(lambda: source.load(name), [name]))

    def render() -> Any:
        name, set_name = use_state(0)
        return [
            button(on_click=lambda: set_name(name + 1)),
            Suspense(Item(name), fallback=i("wait")),
        ]

    stage = source.show(render)
    stage.click()

    assert (stage.html(), source.cancelled) == ("<button></button><i>wait</i>", [True, False])
    assert source.answer(1, "one") == "<button></button><b>one</b>"


@pytest.mark.parametrize("by", ["component", "key"])
def test_what_stands_where_another_waited_loads_its_own(source: Source, by: str) -> None:
    @component
    def One(name: str) -> Any:
        return b(use_resource(lambda: source.load(name), []))

    @component
    def Other(name: str) -> Any:
        return i(use_resource(lambda: source.load(name), []))

    def render() -> Any:
        is_other, set_other = use_state(False)
        if by == "key":
            child = One("b", key="b") if is_other else One("a", key="a")
        else:
            child = Other("b") if is_other else One("a")
        return [button(on_click=lambda: set_other(True)), Suspense(child)]

    stage = source.show(render)
    stage.click()

    assert "B" in source.answer("b", "B")
    assert "A" not in stage.html()
    assert (source.cancelled, len(stage.root.loads)) == ([True, False], 1)


def test_what_comes_later_shows_the_fallback_in_its_own_place(source: Source) -> None:
    Item = item(source)

    @component
    def Tabs() -> Any:
        is_open, set_open = use_state(False)
        count, set_count = use_state(0)
        return [
            button(on_click=lambda: set_open(True)),
            button(count, on_click=lambda: set_count(count + 1)),
            Item() if is_open else None,
        ]

    stage = source.show(lambda: Suspense(Tabs(), fallback=i("wait")))
    stage.click(1)
    stage.click(0)
    stage.click(1)

    assert stage.html() == "<button></button><button>2</button><i>wait</i>"
    assert source.answer("a", "A") == "<button></button><button>2</button><b>A</b>"


def test_a_suspense_that_comes_later_shows_its_fallback(source: Source) -> None:
    Item = item(source)

    def render() -> Any:
        is_open, set_open = use_state(False)
        return [
            button(on_click=lambda: set_open(True)),
            Suspense(Item(), fallback=i("wait")) if is_open else None,
        ]

    stage = source.show(render)
    stage.click()
    assert stage.html() == "<button></button><i>wait</i>"
    assert source.answer("a", "A") == "<button></button><b>A</b>"


def test_the_fallback_is_of_the_newest_render_and_live(source: Source) -> None:
    Item = item(source)

    def render() -> Any:
        count, set_count = use_state(0)
        return Suspense(Item(), fallback=button(count, on_click=lambda: set_count(count + 1)))

    stage = source.show(render)
    stage.click()
    stage.click()

    assert (stage.html(), source.asked) == ("<button>2</button>", ["a"])


@pytest.mark.parametrize("step", [1, 2])
def test_a_suspense_inside_one_that_waits_goes_on_where_it_was(source: Source, step: int) -> None:
    Item = item(source)

    def render() -> Any:
        at, set_at = use_state(0)
        inner = Suspense(Item("a"), Item("b") if at < 2 else None, fallback="inner")
        return [
            button(on_click=lambda: set_at(step)),
            Suspense(Item("c"), inner, fallback="outer") if at != 1 else None,
        ]

    stage = source.show(render)
    source.answer("b", "B")
    stage.click()
    if step == 1:
        assert source.cancelled == [True, True, False]
        assert stage.root.loads == {}
    else:
        assert source.answer("c", "C") == "<button></button><b>C</b>inner"
        assert source.answer("a", "A") == "<button></button><b>C</b><b>A</b>"
        assert source.asked == ["c", "a", "b"]


# Errors


def test_c4_an_error_of_a_load_shows_the_fallback_of_the_boundary_and_retry_loads_anew(
    source: Source,
) -> None:
    Item = item(source)
    retries: list[Any] = []

    def fallback(error: Exception, retry: Any) -> Any:
        retries.append(retry)
        return str(error)

    for around in (
        lambda: ErrorBoundary(Suspense(Item(), fallback="wait"), fallback=fallback),
        lambda: Suspense(ErrorBoundary(Item(), fallback=fallback), fallback="wait"),
    ):
        source.answers.clear()
        source.asked.clear()
        source.show(around)
        assert source.answer("a", ValueError("broken")) == "broken"

        source.answers.clear()
        retries[-1]()
        assert source.stage is not None
        source.stage.settle()
        assert source.stage.html() == "wait"
        assert source.answer("a", "A") == "<b>A</b>"
        assert source.asked == ["a", "a"]
        assert source.stage.errors == []


def test_c4_without_a_boundary_the_error_is_reported_and_the_page_stays(source: Source) -> None:
    page = Page(source)
    source.answer(0, "zero")
    page.go(1)

    shown = source.answer(1, ValueError("broken"))

    assert shown == "<button>0</button><p>zero …</p>"
    assert [str(one) for one in page.stage.errors] == ["broken"]
    assert "in component" in page.stage.errors[0].__notes__[0]

    page.go(2)
    assert source.answer(2, "two") == "<button>0</button><p>two</p>"


@pytest.mark.parametrize("deps", [None, "text", 3])
def test_dependencies_of_a_resource_are_a_list(deps: Any) -> None:
    with pytest.raises(HookError, match="use_resource: deps is a list"):
        show(lambda: use_resource(lambda: 1, deps))


def test_no_except_of_an_author_sees_that_a_component_waits(source: Source) -> None:
    def render() -> Any:
        try:
            return use_resource(lambda: source.load("a"), [])
        except Exception:
            return "seen"

    source.show(render)
    assert source.answer("a", "A") == "A"
    assert not issubclass(Suspended, Exception)


def test_a_load_is_no_render() -> None:
    async def load() -> str:
        with pytest.raises(HookError, match="outside a render"):
            use_state(0)
        return "A"

    assert show(lambda: use_resource(load, [])).html() == "A"


# What is gone


@pytest.mark.parametrize("is_first", [True, False])
def test_c5_what_is_gone_stops_its_load(source: Source, is_first: bool) -> None:
    Item = item(source)

    def render() -> Any:
        step, set_step = use_state(0)
        inside = Suspense(Item(), Item("b") if step == 1 else None, fallback="wait")
        return [
            button(on_click=lambda: set_step(step + 1)),
            inside if step < 2 else None,
        ]

    stage = source.show(render)
    if not is_first:
        source.answer("a", "A")
    stage.click()
    stage.click()

    assert source.cancelled == [is_first, True]
    assert (stage.html(), stage.root.loads) == ("<button></button>", {})


def test_c5_a_load_that_ends_though_it_was_cancelled_changes_nothing() -> None:
    class Stubborn:
        def __init__(self) -> None:
            self.renders = 0

    seen = Stubborn()

    @component
    def Child() -> Any:
        async def load() -> str:
            try:
                await Pause()
            except BaseException:
                return "late"
            return "early"

        seen.renders += 1
        return use_resource(load, [])

    def render() -> Any:
        is_shown, set_shown = use_state(True)
        return [button(on_click=lambda: set_shown(False)), Child() if is_shown else None]

    stage = show(render)
    stage.click()

    assert (seen.renders, stage.root.is_dirty(), stage.errors) == (1, False, [])


# Lazy


def test_a_lazy_component_is_loaded_when_it_is_shown(source: Source) -> None:
    @component
    def Real(name: str, children: Any = ()) -> Any:
        return p(name, *children)

    Later = lazy(lambda: source.load("component"))

    def render() -> Any:
        is_shown, set_shown = use_state(False)
        return [
            button(on_click=lambda: set_shown(True)),
            Suspense(Later("x", children=[b("y")], key=1) if is_shown else None, fallback="wait"),
        ]

    stage = source.show(render)
    assert source.asked == []
    stage.click()
    assert "wait" in stage.html()

    assert source.answer("component", Real) == "<button></button><p>x<b>y</b></p>"


# On the server


def test_a_tree_that_is_read_once_waits_in_attempts(source: Source) -> None:
    Item = item(source)
    source.answers = {"a": "A", "b": "B"}

    @component
    def After() -> Any:
        first = use_resource(lambda: source.load("a"), [])
        return p(use_resource(lambda: source.load(first), [first]))

    source.answers["A"] = "after"
    node = as_component(lambda: [Suspense(Item("b"), After(), fallback="wait"), Item("a")])()
    loads: dict[Any, Any] = {}
    shown: list[str] = []
    while True:
        attempt = Once(node, Store(), loads=loads)
        shown.append(attempt.html)
        if not attempt.started:
            break
        for one in attempt.started:
            with pytest.raises(StopIteration):
                one.context.run(one.work.send, None)

    assert shown == ["wait", "wait<b>A</b>", "<b>B</b><p>after</p><b>A</b>"]
    assert source.asked == ["b", "a", "a", "A"]
    assert attempt.states == {"0/0/0": ["B"], "0/0/1": ["A", "after"], "0/1": ["A"]}


def test_what_came_with_the_page_is_not_loaded(source: Source) -> None:
    Item = item(source)
    restored = {"0/0/0": ["A"]}

    stage = source.show(lambda: Suspense(Item(), fallback="wait"), restored=restored)

    assert (stage.html(), source.asked) == ("<b>A</b>", [])


def test_what_came_with_the_page_is_loaded_anew_by_a_refresh_or_another_dependency(
    source: Source,
) -> None:
    restored = {"0/0/1": [0, "from the server"]}
    page = Page.__new__(Page)
    page.source = source
    Counter = as_component(page._counter)
    Value = as_component(page._value)
    page.stage = source.show(lambda: Suspense(Counter(), Value()), restored=restored)
    assert "from the server" in page.stage.html()

    page.handle.refresh()
    page.stage.settle()
    assert "from the server …" in page.stage.html()
    assert "zero" in source.answer(0, "zero")

    page.go(1)
    assert "one" in source.answer(1, "one")


def test_a_fallback_on_the_server_is_the_fallback_in_the_browser(source: Source) -> None:
    def render() -> Any:
        Item = item(source)
        return [Suspense(div(Item()), fallback=i("wait")), Item("b")]

    first = once(render)
    first.close()

    assert first.html == source.show(render).html() == "<i>wait</i>"
