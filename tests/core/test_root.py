from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb.core.boundary import ErrorBoundary
from reactor_nb.core.component import component
from reactor_nb.core.context import create_context, use_context
from reactor_nb.core.head import Head
from reactor_nb.core.hooks import MISSING, state_values, use_effect, use_reducer, use_state
from reactor_nb.core.host import walk
from reactor_nb.core.instance import Instance
from reactor_nb.core.render_once import Once
from reactor_nb.core.root import Root
from reactor_nb.core.state import Store, computed, state, use_store
from reactor_nb.html import b, button, div, input, li, option, p, select, ul
from tests.core.stage import Pause, Stage, once, show


def nothing() -> None: ...


def closing(work: Any) -> Any:
    return work.close


# Dispatch


def test_handlers_are_called_in_the_order_of_the_page() -> None:
    log: list[str] = []
    stage = show(
        lambda: div(
            p(button(on_click=lambda: log.append("button")), on_click=lambda: log.append("p")),
            on_click=lambda: log.append("div"),
        )
    )
    outer, middle, inner = (stage.page.find(tag) for tag in ("div", "p", "button"))

    stage.fire("click", inner, middle, outer)

    assert log == ["button", "p", "div"]


def test_all_handlers_of_one_event_are_one_batch_against_one_render() -> None:
    renders: list[int] = []

    def render() -> Any:
        count, set_count = use_state(0)
        renders.append(count)

        def add() -> None:
            set_count(lambda now: now + 1)

        return div(button(count, on_click=add), on_click=add)

    stage = show(render)
    stage.fire("click", stage.page.find("button"), stage.page.find("div"))
    ops = stage.flush()

    assert renders == [0, 2]
    assert ops == [["text", 3, "2"]]


def test_l3_an_id_that_is_gone_unknown_or_no_id_is_passed_over() -> None:
    log: list[str] = []

    def render() -> Any:
        shown, set_shown = use_state(True)

        def hide() -> None:
            log.append("hide")
            set_shown(False)

        return [button(on_click=hide) if shown else None, p()]

    stage = show(render)
    old = stage.page.find("button").id
    stage.click()

    stage.root.dispatch("click", [old, 2, 99, -1, 0], {})
    stage.root.dispatch("click", [None, "1", True, 1.0, [], {}], {})
    stage.root.dispatch("nonsense", [2], {"currents": 3, "target": "x"})

    assert log == ["hide"]
    assert stage.errors == []


def test_an_event_of_another_type_calls_nothing() -> None:
    log: list[str] = []
    stage = show(lambda: button(on_click=lambda: log.append("click")))

    stage.fire("dblclick", stage.page.find("button"))

    assert log == []


def test_each_handler_has_its_own_current_target() -> None:
    seen: list[str] = []
    stage = show(
        lambda: div(
            button(on_click=lambda event: seen.append(event.current_target.id)),
            on_click=lambda event: seen.append(event.current_target.id),
        )
    )

    stage.fire(
        "click",
        stage.page.find("button"),
        stage.page.find("div"),
        target={"id": "button"},
        currents=[0, {"id": "div"}],
    )

    assert seen == ["button", "div"]


def test_a_handler_that_fails_keeps_no_other_from_being_called() -> None:
    log: list[str] = []

    def oops() -> None:
        raise ValueError("inner")

    stage = show(lambda: div(button(on_click=oops), on_click=lambda: log.append("outer")))

    stage.fire("click", stage.page.find("button"), stage.page.find("div"))

    assert log == ["outer"]
    assert [str(error) for error in stage.errors] == ["inner"]


def test_async_tails_interleave_and_use_the_newest_state() -> None:
    def render() -> Any:
        words, set_words = use_state(tuple[str, ...]())

        async def say(word: str) -> None:
            await Pause()
            set_words(lambda now: (*now, word))

        return [
            p(" ".join(words)),
            button(on_click=lambda: say("a")),
            button(on_click=lambda: say("b")),
        ]

    stage = show(render)
    stage.click(0)
    stage.click(1)
    stage.resume()
    stage.settle()

    assert stage.html().startswith("<p>a b</p>")


# Errors


def test_an_error_in_the_first_render_leaves_nothing_mounted() -> None:
    mounted: list[Any] = []

    @component
    def Child() -> Any:
        mounted.append(use_state(0)[1])
        return None

    @component
    def Broken() -> Any:
        raise ValueError("broken")

    root = Root(request_flush=nothing, spawn=closing)
    with pytest.raises(ValueError, match="broken") as caught:
        root.mount(component(lambda: [Child(), Broken()])())

    mounted[0](1)
    assert not root.is_dirty()
    assert root.html() == ""
    assert caught.value.__notes__[0].startswith("in component <lambda> › Broken (")


def test_an_error_in_an_update_keeps_the_last_good_view_and_its_handlers() -> None:
    def render() -> Any:
        count, set_count = use_state(0)
        if count == 1:
            raise ValueError("one")
        return [button(count, on_click=lambda: set_count(lambda now: now + 1)), b(count)]

    stage = show(render)

    assert stage.click() == []
    assert [str(error) for error in stage.errors] == ["one"]
    assert stage.click() == [["text", 4, "2"], ["text", 2, "2"]]


def test_undo_leaves_nothing_half_done() -> None:
    fails = [False]

    @component(memo=False)
    def Leaf(name: str) -> Any:
        return [Head(title=name), li(name, on_click=nothing)]

    @component(memo=False)
    def Last() -> Any:
        if fails[0]:
            raise ValueError("last")
        return None

    def render() -> Any:
        names, set_names = use_state("ab")
        setters.append(set_names)
        return [ul(*[Leaf(name, key=name) for name in names]), Last()]

    setters: list[Any] = []
    stage = show(render)
    before = (stage.html(), dict(stage.root.mounted.handlers), stage.root.head())

    fails[0] = True
    setters[0]("bxa")
    assert stage.flush() == []
    assert (stage.html(), dict(stage.root.mounted.handlers), stage.root.head()) == before

    fails[0] = False
    setters[0]("cab")
    stage.flush()
    assert stage.page.text() == "cab"


def test_by_default_an_error_is_raised_where_the_flush_is() -> None:
    setters: list[Any] = []

    @component
    def Broken() -> Any:
        count, set_count = use_state(0)
        setters.append(set_count)
        if count:
            raise ValueError("broken")
        return p(count)

    asked: list[int] = []
    root = Root(request_flush=lambda: asked.append(1), spawn=closing)
    root.mount(Broken())
    root.adopt()
    setters[0](1)

    with pytest.raises(ValueError, match="broken"):
        root.flush()

    assert root.html() == "<p>0</p>"
    assert root.flush() == []
    root.unmount()


# Batches


def test_a_flush_is_asked_for_once_per_batch_and_never_while_it_runs() -> None:
    theme = create_context("light")

    @component
    def Reader() -> Any:
        return p(use_context(theme))

    def render() -> Any:
        name, set_name = use_state("dark")
        return [theme(name, Reader()), button(on_click=lambda: set_name("blue"))]

    stage = show(render)
    stage.click()

    assert stage.asked == 1


def test_nothing_dirty_flushes_nothing() -> None:
    stage = show(lambda: p("x"))

    assert stage.root.flush() == []
    assert not stage.root.is_dirty()


# Resuming


def states_of(stage: Stage) -> dict[str, list[Any]]:
    return state_values(one for one in walk(stage.root.nodes()) if isinstance(one, Instance))


@component
def Resumed() -> Any:
    first, _ = use_state("initial")
    total, _ = use_reducer(lambda now, by: now + by, 0)
    return [p(first, total), Below()]


@component
def Below() -> Any:
    own, _ = use_state(lambda: "made")
    return p(own)


def test_hook_values_are_kept_by_path_and_restored() -> None:
    stage = show(lambda: Resumed())
    values = states_of(stage)
    assert values == {"0/0": ["initial", 0], "0/0/0": ["made"]}

    values["0/0"] = ["there", MISSING]
    again = show(lambda: Resumed(), restored=values)

    assert again.html() == "<p>there0</p><p>made</p>"


def test_restored_values_are_for_the_first_render_alone() -> None:
    def render() -> Any:
        shown, set_shown = use_state(False)
        return [button(on_click=lambda: set_shown(True)), Below() if shown else None]

    stage = show(render, restored={"0": [False], "0/0": ["from the server"]})
    stage.click()

    assert stage.html() == "<button></button><p>made</p>"


def test_content_and_fallback_of_a_boundary_have_paths_of_their_own() -> None:
    @component
    def Broken() -> Any:
        use_state("broken")
        raise ValueError

    stage = show(lambda: ErrorBoundary(Below(), Broken(), fallback=Below()))

    assert list(states_of(stage).values()) == [["made"]]
    again = show(
        lambda: ErrorBoundary(Below(), Broken(), fallback=Below()),
        restored={path: ["kept"] for path in states_of(stage)},
    )
    assert again.html() == "<p>kept</p>"


# Everything at once


WORDS = state(("a",))
LENGTH = computed(lambda: len(WORDS.value))
THEME = create_context("light")


@component
def Word(word: str, big: bool) -> Any:
    count, set_count = use_state(0)
    return li(
        b(word) if big else word,
        f" {count} {use_context(THEME)}",
        on_click=lambda: set_count(lambda now: now + 1),
        title=word if count % 2 else None,
    )


@component
def Total() -> Any:
    return [p(LENGTH.value), Head(title=f"{LENGTH.value} words")]


@component
def Everything() -> Any:
    big, set_big = use_state(False)
    theme, set_theme = use_state("dark")
    effect, set_effect = use_state(0)
    use_effect(lambda: set_effect(len(theme)), [theme])
    return THEME(
        theme,
        button("big", on_click=lambda: set_big(not big)),
        button("theme", on_click=lambda: set_theme("dark" if theme == "blue" else "blue")),
        ul(*[ErrorBoundary(Word(word, big), fallback=li("!"), key=word) for word in WORDS.value]),
        [input(value=word, key=word) for word in WORDS.value] if big else None,
        select(*[option(word) for word in WORDS.value], value=WORDS.value[-1]) if big else "small",
        Total(),
        effect,
    )


some_words = st.lists(st.sampled_from("abcdef"), min_size=1, unique=True).map(tuple)
steps = st.one_of(
    st.tuples(st.just("words"), some_words),
    st.tuples(st.just("button"), st.integers(0, 1)),
    st.tuples(st.just("li"), st.integers(0, 5)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, min_size=1, max_size=12))
def test_after_any_updates_the_view_is_that_of_a_fresh_render(updates: list[Any]) -> None:
    stage = Stage(Everything())
    with use_store(stage.root.store):
        for kind, value in updates:
            if kind == "words":
                WORDS.set(value)
            else:
                found = [n for n in stage.page.nodes.values() if getattr(n, "tag", "") == kind]
                if value < len(found):
                    stage.fire("click", found[value].id)
            stage.settle()

    fresh = Stage(Everything(), store=stage.root.store, restored=values_by_new_path(stage))
    assert stage.html() == fresh.html()
    assert stage.root.head() == fresh.root.head()
    assert stage.errors == []
    stage.close()
    fresh.close()


def values_by_new_path(stage: Stage) -> dict[str, list[Any]]:
    """Return hook values under the paths they will have in a fresh render."""
    with use_store(stage.root.store):
        order = {word: at for at, word in enumerate(WORDS.value)}
    values: dict[str, list[Any]] = {}
    for path, row in states_of(stage).items():
        (found,) = [
            one
            for one in walk(stage.root.nodes())
            if isinstance(one, Instance) and one.path == path
        ]
        is_word = found.component is Word
        values[f"0/0/{order[found.props['word']]}/0" if is_word else path] = row
    return values


# Rendered to be read once


@component
def Page() -> Any:
    name, _ = use_state("page")
    use_effect(nothing, [])
    return [
        Head(title="layout", lang="de"),
        ErrorBoundary(
            Head(title="broken"), Failing(), fallback=[Head(title="fallback"), p("sorry")]
        ),
        div(Below(), WORDS.value, LENGTH.value),
        name,
    ]


@component
def Failing() -> Any:
    raise ValueError


def test_a_tree_that_is_only_read_gives_html_head_and_values() -> None:
    read = Once(Page(), Store())
    adopted = show(lambda: Page())

    assert read.html == adopted.html()
    assert read.head == adopted.root.head()
    assert read.head == [("html", {"lang": "de"}, ""), ("title", {}, "fallback")]
    assert list(read.states.values()) == [["made"], ["page"]]


class Canary:
    def click(self) -> None: ...


def test_what_was_only_read_is_free_at_once_and_hears_nothing() -> None:
    seen: list[weakref.ref[Canary]] = []
    store = Store()

    def render() -> Any:
        canary = Canary()
        seen.append(weakref.ref(canary))
        return ul(*[li(b(at), WORDS.value, on_click=canary.click) for at in range(3)])

    gc.disable()
    try:
        Once(component(render)(), store)
        assert seen[0]() is None
    finally:
        gc.enable()
    assert not any(cell.readers for cell in store.cells.values())


def test_a_failed_render_that_was_only_read_leaves_nothing_behind() -> None:
    store = Store()

    def render() -> Any:
        return [WORDS.value, Failing()]

    with pytest.raises(ValueError):
        Once(component(render)(), store)

    assert not any(cell.readers for cell in store.cells.values())


def test_a_part_that_failed_is_taken_out_of_what_is_read() -> None:
    def render() -> Any:
        broken = ErrorBoundary(select(option("x"), Failing(), value="x"), "text", fallback="well")
        return [b("before"), broken, "after", option("x")]

    assert once(render).html == "<b>before</b>well<!---->after<option>x</option>"
