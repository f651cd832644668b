from __future__ import annotations

from typing import Any

import pytest

from reactor_nb.core.boundary import ErrorBoundary
from reactor_nb.core.component import component
from reactor_nb.core.context import create_context, use_context
from reactor_nb.core.hooks import use_effect, use_memo, use_reducer, use_state
from reactor_nb.errors import NotFound, Redirect, RenderError
from reactor_nb.html import b, button, div, li, p, ul
from tests.core.stage import Pause, Stage, show


def fallback(error: BaseException, retry: Any) -> Any:
    return [p(f"failed: {error}"), button("retry", on_click=retry)]


FALLBACK = "<p>failed: {}</p><button>retry</button>"


@component
def Sibling() -> Any:
    count, set_count = use_state(0)
    return button(count, on_click=lambda: set_count(count + 1))


class Place:
    """Where a component fails; ``at`` can be changed from outside."""

    def __init__(self, at: str) -> None:
        self.at = at

    def fail(self, at: str) -> None:
        if self.at == at:
            raise ValueError(at)


def reduce(state: int, action: Place) -> int:
    action.fail("reducer")
    return state + 1


@component(memo=False)
def Failing(place: Place) -> Any:
    place.fail("render")
    use_memo(lambda: place.fail("memo"), None)
    count, set_count = use_state(0)
    total, dispatch = use_reducer(reduce, 0)

    def unchanged(now: int) -> int:
        place.fail("update")
        return now

    def handle() -> None:
        place.fail("handler")
        if place.at == "reducer":
            dispatch(place)
        set_count(lambda now: now + 1)
        set_count(unchanged)

    async def later() -> None:
        await Pause()
        place.fail("async handler")

    return [b(count, total, on_click=handle), div(on_click=later)]


def boxed(place: Place) -> Stage:
    return show(lambda: [ErrorBoundary(Failing(place), fallback=fallback), Sibling()])


@pytest.mark.parametrize("at", ["render", "memo"])
def test_c4_an_error_in_the_first_render_shows_the_fallback(at: str) -> None:
    stage = boxed(Place(at))

    assert stage.html() == FALLBACK.format(at) + "<button>0</button>"
    assert stage.errors == []


@pytest.mark.parametrize("at", ["render", "memo", "handler", "reducer", "update"])
def test_c4_an_error_in_an_update_or_a_handler_shows_the_fallback(at: str) -> None:
    place = Place("")
    stage = boxed(place)
    place.at = at

    stage.click(tag="b")

    assert stage.html() == FALLBACK.format(at) + "<button>0</button>"
    assert stage.errors == []


def test_c4_an_error_in_an_async_handler_shows_the_fallback() -> None:
    stage = boxed(Place("async handler"))
    stage.click(tag="div")

    stage.resume()
    stage.flush()

    assert stage.html() == FALLBACK.format("async handler") + "<button>0</button>"


def test_c4_siblings_stay_live_and_retry_mounts_anew() -> None:
    place = Place("")
    stage = boxed(place)
    stage.click(tag="b")
    place.at = "render"
    stage.click(tag="b")

    stage.click(at=1)
    assert stage.html() == FALLBACK.format("render") + "<button>1</button>"

    stage.click(at=0)
    assert stage.html() == FALLBACK.format("render") + "<button>1</button>"

    place.at = ""
    stage.click(at=0)
    assert stage.html() == "<b>00</b><div></div><button>1</button>"


def test_a_fallback_is_a_child_a_function_or_a_component() -> None:
    @component
    def Shown(error: BaseException, retry: Any) -> Any:
        return p(str(error), on_click=retry)

    def with_fallback(given: Any) -> str:
        return show(lambda: ErrorBoundary(Failing(Place("render")), fallback=given)).html()

    assert with_fallback(p("sorry")) == "<p>sorry</p>"
    assert with_fallback("sorry") == "sorry"
    assert with_fallback(["so", b("rry")]) == "so<b>rry</b>"
    assert with_fallback(Shown) == "<p>render</p>"
    assert with_fallback(None) == ""


def test_the_fallback_is_of_the_newest_render() -> None:
    place = Place("")

    def render() -> Any:
        name, set_name = use_state("old")

        def change() -> None:
            place.at = "render"
            set_name("new")

        return [
            ErrorBoundary(Failing(place), fallback=lambda error, retry: p(name)),
            button(on_click=change),
        ]

    stage = show(render)

    stage.click()

    assert stage.html() == "<p>new</p><button></button>"


def test_the_innermost_boundary_answers() -> None:
    stage = show(
        lambda: ErrorBoundary(
            p("outer"), ErrorBoundary(Failing(Place("render")), fallback="inner"), fallback="both"
        )
    )

    assert stage.html() == "<p>outer</p>inner"


@component
def Broken() -> Any:
    raise ValueError("fallback")


def test_a_fallback_that_fails_is_for_the_boundary_around() -> None:
    place = Place("")
    stage = show(
        lambda: ErrorBoundary(
            ErrorBoundary(Failing(place), fallback=lambda error, retry: Broken()), fallback=fallback
        )
    )
    place.at = "handler"

    stage.click(tag="b")

    assert stage.html() == FALLBACK.format("fallback")
    assert stage.errors == []


def test_a_fallback_that_fails_at_the_first_render_is_for_the_boundary_around() -> None:
    stage = show(
        lambda: ErrorBoundary(
            ErrorBoundary(Failing(Place("render")), fallback=Broken()), fallback=fallback
        )
    )

    assert stage.html() == FALLBACK.format("fallback")


def test_with_no_boundary_around_a_failing_fallback_leaves_the_content_live() -> None:
    place = Place("")
    stage = show(lambda: ErrorBoundary(Failing(place), fallback=lambda error, retry: Broken()))
    place.at = "handler"
    stage.click(tag="b")
    assert stage.html() == "<b>00</b><div></div>"
    assert [str(error) for error in stage.errors] == ["fallback"]

    place.at = ""
    stage.click(tag="b")

    assert stage.html() == "<b>10</b><div></div>"


def test_an_error_in_the_fallback_that_is_shown_is_for_the_boundary_around() -> None:
    def oops() -> None:
        raise ValueError("in fallback")

    stage = show(
        lambda: ErrorBoundary(
            ErrorBoundary(Failing(Place("render")), fallback=button(on_click=oops)),
            fallback=fallback,
        )
    )

    stage.click()

    assert stage.html() == FALLBACK.format("in fallback")


def test_two_errors_at_once_are_one_fallback_and_the_second_is_reported() -> None:
    @component
    def Late(name: str) -> Any:
        def effect() -> None:
            raise ValueError(name)

        use_effect(effect, [])
        return p(name)

    stage = show(
        lambda: ErrorBoundary(
            ErrorBoundary(Late("one"), Late("two"), fallback=fallback), fallback="outer"
        )
    )

    stage.settle()

    assert stage.html() == FALLBACK.format("one")
    assert [str(error) for error in stage.errors] == ["two"]


def test_a_late_error_of_what_is_gone_does_not_take_the_boundary_around() -> None:
    place = Place("async handler")
    stage = show(
        lambda: ErrorBoundary(ErrorBoundary(Failing(place), fallback="inner"), fallback="outer")
    )
    stage.click(tag="div")
    place.at = "handler"
    stage.click(tag="b")
    assert stage.html() == "inner"

    place.at = "async handler"
    stage.resume()
    stage.settle()

    assert stage.html() == "inner"
    assert [str(error) for error in stage.errors] == ["async handler"]


def test_handlers_of_elements_inside_a_boundary_are_its_own() -> None:
    def oops() -> None:
        raise ValueError("clicked")

    stage = show(lambda: ErrorBoundary(button(on_click=oops), fallback=fallback))

    stage.click()

    assert stage.html() == FALLBACK.format("clicked")


def test_effects_of_content_that_failed_are_cleaned_up() -> None:
    log: list[str] = []
    place = Place("")

    @component
    def Watching() -> Any:
        def effect() -> Any:
            log.append("start")
            return lambda: log.append("end")

        use_effect(effect, [])
        return None

    stage = show(lambda: ErrorBoundary(Watching(), Failing(place), fallback=fallback))
    place.at = "handler"

    stage.click(tag="b")

    assert log == ["start", "end"]


def test_effects_of_content_that_failed_at_once_never_run() -> None:
    log: list[str] = []

    @component
    def Watching() -> Any:
        use_effect(lambda: log.append("start"), [])
        return None

    show(lambda: ErrorBoundary(Watching(), Failing(Place("render")), fallback="failed"))

    assert log == []


def test_c11_boundaries_in_a_keyed_list_fail_and_move_one_by_one() -> None:
    places = {name: Place("") for name in "abc"}

    def render() -> Any:
        order, set_order = use_state("abc")
        return [
            ul(
                *[
                    ErrorBoundary(
                        li(name, Failing(places[name])), fallback=li(f"{name} failed"), key=name
                    )
                    for name in order
                ]
            ),
            button(on_click=lambda: set_order("cab")),
        ]

    stage = show(render)
    places["b"].at = "handler"
    stage.click(at=1, tag="b")
    assert stage.page.text() == "a00b failedc00"

    ops = stage.click()

    assert stage.page.text() == "c00a00b failed"
    assert [op[0] for op in ops] == ["move"]


def test_a_boundary_that_caught_is_as_before_when_the_render_around_it_fails() -> None:
    place = Place("")
    outer = Place("")

    @component(memo=False)
    def Whole() -> Any:
        count, set_count = use_state(0)
        return [
            ErrorBoundary(Failing(place), fallback=fallback),
            Failing(outer),
            button(count, on_click=lambda: set_count(lambda now: now + 1)),
        ]

    stage = show(lambda: Whole())
    before = stage.html()
    place.at = outer.at = "render"

    stage.click()
    assert stage.html() == before
    assert [str(error) for error in stage.errors] == ["render"]

    place.at = outer.at = ""
    stage.click()
    assert stage.html() == before.replace("<button>0", "<button>2")


def test_state_that_was_set_is_shown_though_the_render_around_it_failed() -> None:
    outer = Place("")
    setters: dict[str, Any] = {}

    @component
    def Child() -> Any:
        value, setters["child"] = use_state(0)
        return p(value)

    def render() -> Any:
        number, setters["parent"] = use_state(0)
        return [Child(), b(number), Failing(outer)]

    stage = show(render)
    outer.at = "render"

    setters["parent"](1)
    setters["child"](1)
    stage.flush()

    assert stage.html() == "<p>1</p><b>0</b><b>00</b><div></div>"
    assert len(stage.errors) == 1


def test_a_failed_render_keeps_what_it_subscribed_to() -> None:
    theme = create_context("light")
    broken = Place("")
    setters: dict[str, Any] = {}

    @component
    def Reader() -> Any:
        value, setters["reader"] = use_state(0)
        broken.fail("render")
        return p(value, use_context(theme))

    def render() -> Any:
        name, setters["theme"] = use_state("dark")
        return theme(name, Reader())

    stage = show(render)
    broken.at = "render"
    setters["reader"](1)
    stage.flush()
    assert stage.html() == "<p>0dark</p>"

    broken.at = ""
    setters["theme"]("blue")
    stage.flush()

    assert stage.html() == "<p>1blue</p>"


def test_a_provider_whose_render_failed_provides_what_the_page_shows() -> None:
    theme = create_context("light")
    broken = Place("")
    setters: dict[str, Any] = {}

    @component
    def Reader() -> Any:
        count, setters["reader"] = use_state(0)
        return p(count, use_context(theme))

    def render() -> Any:
        name, setters["theme"] = use_state("dark")
        return theme(name, Reader(), Failing(broken))

    stage = show(render)
    broken.at = "render"
    setters["theme"]("blue")
    stage.flush()
    setters["reader"](1)
    stage.flush()
    assert stage.html().startswith("<p>1dark</p>")

    broken.at = ""
    setters["theme"]("green")
    stage.flush()
    assert stage.html().startswith("<p>1green</p>")


def test_an_interrupted_render_leaves_everything_as_it_was() -> None:
    interrupt = [False]
    setters: dict[str, Any] = {}

    @component(memo=False)
    def Slow() -> Any:
        if interrupt[0]:
            raise KeyboardInterrupt
        return None

    def render() -> Any:
        count, setters["count"] = use_state(0)
        return [p(count), Sibling(), Slow()]

    stage = show(render)
    interrupt[0] = True
    setters["count"](1)

    with pytest.raises(KeyboardInterrupt):
        stage.root.flush()

    interrupt[0] = False
    stage.click()
    assert stage.html() == "<p>0</p><button>1</button>"
    setters["count"](2)
    stage.flush()
    assert stage.html() == "<p>2</p><button>1</button>"


def test_ops_of_a_flush_that_was_interrupted_are_among_the_next() -> None:
    setters: dict[str, Any] = {}

    @component
    def First() -> Any:
        value, setters["first"] = use_state(0)
        return p(value)

    @component
    def Second() -> Any:
        value, setters["second"] = use_state(0)
        if value == 1:
            raise KeyboardInterrupt
        return p(value)

    stage = show(lambda: [First(), Second()])
    setters["first"](1)
    setters["second"](1)

    with pytest.raises(KeyboardInterrupt):
        stage.root.flush()

    assert stage.flush() == [["text", 2, "1"]]


def test_what_is_returned_must_be_something_to_show() -> None:
    @component
    def Wrong() -> Any:
        return {"tag": "p"}

    with pytest.raises(RenderError, match="component Wrong returned what cannot be shown: .*, in "):
        show(lambda: Wrong())


def test_c4_an_error_names_the_components_and_the_place_once() -> None:
    stage = show(lambda: Failing(Place("handler")))

    stage.click(tag="b")

    (note,) = stage.errors[0].__notes__
    assert note.startswith("in component <lambda> › Failing (")
    assert "test_boundary.py, line" in note


@pytest.mark.parametrize("answer", [NotFound(), Redirect("/")], ids=["NotFound", "Redirect"])
def test_an_answer_of_the_server_is_no_error_that_a_boundary_shows(answer: Exception) -> None:
    def render() -> Any:
        raised, set_raised = use_state(False)
        return button(on_click=lambda: set_raised(True)), Raises(raised)

    @component
    def Raises(raised: bool) -> Any:
        if raised:
            raise answer
        return p("content")

    stage = show(lambda: ErrorBoundary(component(render)(), fallback="fallback"))

    stage.click()

    assert "content" in stage.html()
    assert stage.errors == [answer]
