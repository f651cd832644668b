"""The test client: a component used as its visitor uses it."""

from __future__ import annotations

import asyncio
import gc
import re
from typing import Any

import pytest

from reactor_nb import (
    ActionError,
    Event,
    Fragment,
    Portal,
    Suspense,
    action,
    component,
    on,
    state,
    use_effect,
    use_resource,
    use_state,
)
from reactor_nb.html import (
    button,
    div,
    fieldset,
    form,
    h1,
    input,
    label,
    li,
    option,
    p,
    select,
    span,
    textarea,
    ul,
)
from reactor_nb.testing import QueryError, render

total = state(0)


def add_one() -> None:
    total.update(lambda now: now + 1)


@component
def Counter(start: int = 0) -> Any:
    count, set_count = use_state(start)

    def count_up() -> None:
        set_count(count + 1)
        add_one()

    return div(
        h1("Counter"),
        p(f"Count: {count}"),
        button("+1", on_click=count_up),
        button("fixed", disabled=True, on_click=lambda: set_count(0)),
    )


def test_a_click_is_answered_and_seen() -> None:
    with render(Counter, start=3) as view:
        view.click(view.get_by_role("button", name="+1"))
        view.click(view.get_by_role("button", name="+1"))

        assert view.get_by_role("paragraph").text == "Count: 5"
        assert view.state(total) == 2
        assert "<p>Count: 5</p>" in view.html


def test_each_view_has_its_own_state() -> None:
    with render(Counter(start=1)) as one, render(Counter()) as other:
        one.click(one.get_by_text("+1"))
        other.set_state(total, 7)

        assert (one.state(total), other.state(total)) == (1, 7)


def test_what_cannot_be_used_says_so() -> None:
    with render(Counter) as view:
        old = view.get_by_text("+1")
        with pytest.raises(QueryError, match="is disabled"):
            view.click(view.get_by_role("button", name="fixed"))
        with pytest.raises(QueryError, match="takes no text"):
            view.type(old, "x")
        with pytest.raises(QueryError, match="is in no form"):
            view.submit(old)


def test_an_element_that_is_gone_says_so() -> None:
    @component
    def Gone() -> Any:
        shown, show = use_state(True)
        return div(button("Go", on_click=lambda: show(False)) if shown else "gone")

    with render(Gone) as view:
        go = view.get_by_text("Go")
        view.click(go)

        with pytest.raises(QueryError, match="is not on the page any more"):
            view.click(go)


def test_queries_say_what_is_there() -> None:
    with render(Counter) as view:
        with pytest.raises(QueryError, match="no element with role 'link'.* there are: .*'\\+1'"):
            view.get_by_role("link")
        with pytest.raises(QueryError, match="2 elements have role 'button'"):
            view.get_by_role("button")
        with pytest.raises(QueryError, match="no element with text 'x'"):
            view.get_all_by_text("x")
        assert view.query_by_role("link") is None
        assert view.query_by_text("nothing") is None
        assert view.query_by_label_text("nothing") is None
        assert [one.text for one in view.get_all_by_role("button")] == ["+1", "fixed"]
        assert view.get_by_role("button", name=re.compile(r"^\+")).text == "+1"


@action
async def add(title: str) -> str:
    await asyncio.sleep(0)
    if not title:
        raise ActionError("Say what.")
    return title.upper()


@component
def Todos() -> Any:
    nothing: tuple[str, ...] = ()
    items, set_items = use_state(nothing)
    title, set_title = use_state("")
    problem, set_problem = use_state("")

    async def submit(event: Event) -> None:
        try:
            added = await add(str(event.form["title"]))
        except ActionError as error:
            set_problem(error.message)
            return
        set_items(lambda now: (*now, added))
        set_title("")

    return form(
        label(
            "Title ", input(name="title", value=title, on_input=lambda e: set_title(e.target.value))
        ),
        button("Add"),
        p(problem, role="alert"),
        ul(*[li(item, key=item) for item in items]),
        on_submit=submit,
    )


def test_a_form_is_filled_and_its_action_awaited() -> None:
    with render(Todos) as view:
        field = view.get_by_label_text("Title")
        view.type(field, "milk")
        assert view.get_by_role("textbox", name="Title").value == "milk"
        view.click(view.get_by_role("button", name="Add"))
        assert view.get_by_role("listitem").text == "MILK"
        assert view.get_by_label_text("Title").value == ""

        view.press(field, "Enter")
        assert view.get_by_role("alert").text == "Say what."


async def test_in_async_code_a_step_is_awaited() -> None:
    view = await render(Todos)

    await view.type(view.get_by_label_text("Title"), "tea")
    await view.submit(view.get_by_text("Add"))

    assert view.get_by_role("listitem").text == "TEA"
    view.close()


@component
def Controls() -> Any:
    color, set_color = use_state("red")
    agreed, agree = use_state(False)
    size, set_size = use_state("s")
    return Fragment(
        label(
            "Colour",
            select(
                option("Red", value="red"),
                option("Blue", value="blue"),
                value=color,
                on_change=lambda e: set_color(e.target.value),
            ),
        ),
        label(
            input(type="checkbox", checked=agreed, on_change=lambda e: agree(e.target.checked)),
            "I agree",
        ),
        fieldset(
            *[
                label(
                    input(
                        type="radio",
                        name="size",
                        value=one,
                        checked=one == size,
                        on_change=lambda e: set_size(e.target.value),
                    ),
                    one,
                    key=one,
                )
                for one in ("s", "m")
            ]
        ),
        textarea("as it was", aria_label="Notes"),
        p(f"{color} {agreed} {size}"),
    )


def test_controls_of_every_kind_hold_what_was_chosen() -> None:
    with render(Controls) as view:
        view.select(view.get_by_role("combobox", name="Colour"), "Blue")
        view.click(view.get_by_text("I agree"))
        view.click(view.get_by_role("radio", name="m"))
        view.type(view.get_by_label_text("Notes"), "new")

        assert view.get_by_role("paragraph").text == "blue True m"
        assert view.get_by_role("checkbox", name="I agree").checked
        assert [one.checked for one in view.get_all_by_role("radio")] == [False, True]
        assert view.get_by_role("textbox", name="Notes").value == "new"
        with pytest.raises(QueryError, match="has no option 'Green'"):
            view.select(view.get_by_role("combobox"), "Green")


def test_a_value_that_the_render_refuses_is_shown_as_refused() -> None:
    @component
    def Short() -> Any:
        value, set_value = use_state("ab")
        return input(
            aria_label="Short",
            value=value,
            on_input=lambda e: set_value(e.target.value) if len(e.target.value) < 4 else None,
        )

    with render(Short) as view:
        view.type(view.get_by_label_text("Short"), "abcdef")

        assert view.get_by_label_text("Short").value == "ab"


def test_events_go_outwards_until_one_stops_them() -> None:
    heard: list[str] = []

    def hear(name: str) -> Any:
        return lambda: heard.append(name)

    tree = div(
        div(
            span(
                button("x", on_click=hear("button")),
                on_click=on(hear("span"), stop_propagation=True),
            ),
            on_click=hear("inner"),
        ),
        on_click=on(hear("outer"), capture=True),
    )
    with render(tree) as view:
        view.click(view.get_by_text("x"))

    assert heard == ["outer", "button", "span"]


def test_any_event_can_be_fired() -> None:
    heard: list[Any] = []
    with render(p("here", on_mouseenter=lambda e: heard.append((e.type, e.x)))) as view:
        view.fire("mouseenter", view.get_by_text("here"), x=3)

    assert heard == [("mouseenter", 3.0)]


def test_an_error_of_a_handler_is_raised_by_its_step() -> None:
    def fail() -> None:
        raise ValueError("not like this")

    with render(button("x", on_click=fail)) as view, pytest.raises(ValueError, match="not like"):
        view.click(view.get_by_text("x"))


def test_effects_and_what_is_loaded_can_be_waited_for() -> None:
    cleaned: list[str] = []

    async def load() -> str:
        await asyncio.sleep(0)
        return "loaded"

    @component
    def Value() -> Any:
        return p(use_resource(load, []))

    @component
    def Ticks() -> Any:
        count, set_count = use_state(0)

        async def tick() -> None:
            try:
                while True:
                    await asyncio.sleep(0)
                    set_count(lambda now: min(now + 1, 3))
            finally:
                cleaned.append("ticks")

        use_effect(tick, [])
        return Fragment(span(f"{count} ticks"), Suspense(Value(), fallback="wait"))

    with render(Ticks) as view:
        view.until(lambda: view.query_by_text("3 ticks"))
        view.until(lambda: view.query_by_text("loaded"))

    assert cleaned == ["ticks"]


def test_what_a_portal_shows_is_found() -> None:
    tree = div(div(id="there"), Portal(button("In a portal"), to="#there"))
    with render(tree) as view:
        assert view.get_by_role("button").text == "In a portal"


def test_a_view_that_nobody_closes_leaves_no_event_loop_open() -> None:
    view = render(Counter)
    view.click(view.get_by_text("+1"))

    del view
    gc.collect()  # an open loop would be a warning, and that is an error
