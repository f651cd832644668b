from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import pytest

from reactor_nb.core.events import Event, call_handler, on, same_options, wire_options
from reactor_nb.core.hooks import use_callback, use_state
from reactor_nb.errors import ReactorError
from reactor_nb.html import button, div, form
from tests.core.stage import show

EVENT = Event("click", {}, {})


class Handlers:
    """Handlers of every kind; ``seen`` is what they got."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def nothing(self) -> None:
        self.seen.append("nothing")

    def event(self, event: Event) -> None:
        self.seen.append(event)

    def anything(self, *args: Any) -> None:
        self.seen.append(args)

    def __call__(self, event: Event) -> None:
        self.seen.append(event)


def passing_on(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return wrapper


WITHOUT = {
    "a function": lambda h: lambda: h.nothing(),
    "a method": lambda h: h.nothing,
    "a default of the author": lambda h: lambda item="nothing": h.seen.append(item),
    "a keyword of the author": lambda h: lambda *, item="nothing": h.seen.append(item),
    "a partial": lambda h: partial(h.seen.append, "nothing"),
    "a decorated function": lambda h: passing_on(h.nothing),
}


@pytest.mark.parametrize("make", WITHOUT.values(), ids=WITHOUT)
def test_a_handler_that_asks_for_nothing_gets_nothing(make: Any) -> None:
    handlers = Handlers()

    call_handler(make(handlers), EVENT)

    assert handlers.seen == ["nothing"]


WITH = {
    "a function": lambda h: lambda event: h.event(event),
    "a method": lambda h: h.event,
    "an object": lambda h: h,
    "a default beside it": lambda h: lambda event, item=1: h.event(event),
    "a partial": lambda h: partial(lambda item, event: h.event(event), 1),
    "a decorated function": lambda h: passing_on(h.event),
    "a builtin": lambda h: h.seen.append,
    "with options": lambda h: on(h.event, prevent_default=True),
}


@pytest.mark.parametrize("make", WITH.values(), ids=WITH)
def test_a_handler_that_asks_for_the_event_gets_it(make: Any) -> None:
    handlers = Handlers()

    call_handler(make(handlers), EVENT)

    assert handlers.seen == [EVENT]


def test_a_handler_that_takes_anything_gets_the_event() -> None:
    handlers = Handlers()

    call_handler(handlers.anything, EVENT)

    assert handlers.seen == [(EVENT,)]


def test_a_callback_asks_for_what_its_function_asks_for() -> None:
    handlers = Handlers()

    def render() -> Any:
        return div(
            button(on_click=use_callback(handlers.nothing, [])),
            button(on_click=use_callback(handlers.event, [])),
        )

    stage = show(render)
    stage.click(0)
    stage.click(1)

    assert stage.errors == []
    assert handlers.seen[0] == "nothing"
    assert isinstance(handlers.seen[1], Event)


def test_the_loop_variable_of_a_list_is_kept_by_a_default() -> None:
    removed: list[str] = []

    stage = show(
        lambda: [button(on_click=lambda item=item: removed.append(item)) for item in "abc"]
    )
    stage.click(1)

    assert removed == ["b"]


def test_an_event_tells_what_happened() -> None:
    event = Event(
        "keydown",
        {
            "target": {"id": "i", "name": "n", "type": "text", "value": "v", "dataset": {"a": "b"}},
            "key": "a",
            "code": "KeyA",
            "ctrl": True,
            "shift": True,
            "repeat": True,
            "button": 2,
            "x": 1.5,
            "y": 3,
        },
        {},
    )

    assert (event.type, event.key, event.code) == ("keydown", "a", "KeyA")
    assert (event.alt, event.ctrl, event.meta, event.shift) == (False, True, False, True)
    assert (event.repeat, event.button, event.x, event.y) == (True, 2, 1.5, 3.0)
    target = event.target
    assert (target.id, target.name, target.type, target.value) == ("i", "n", "text", "v")
    assert target.dataset == {"a": "b"}
    assert event.current_target is target


def test_an_event_without_details_has_empty_ones() -> None:
    event = Event("x", {}, {})

    assert (event.key, event.code, event.button, event.x, event.form) == ("", "", 0, 0.0, {})
    target = event.target
    assert (target.id, target.value, target.checked, target.values, target.files) == (
        "",
        "",
        False,
        [],
        [],
    )


def test_the_current_target_may_be_another_element() -> None:
    event = Event("click", {"target": {"id": "inner"}}, {"id": "outer", "dataset": {"row": "3"}})

    assert event.target.id == "inner"
    assert event.target is event.target
    assert event.current_target is event.current_target
    assert (event.current_target.id, event.current_target.dataset) == ("outer", {"row": "3"})


def test_a_control_tells_its_state_and_files() -> None:
    target = Event(
        "change",
        {
            "target": {
                "checked": True,
                "values": ["a", "b"],
                "files": [{"name": "a.csv", "size": 3, "type": "text/csv"}, {}],
            }
        },
        {},
    ).target

    assert target.checked is True
    assert target.values == ["a", "b"]
    assert [(f.name, f.size, f.type) for f in target.files] == [
        ("a.csv", 3, "text/csv"),
        ("", 0, ""),
    ]


def test_the_fields_of_a_form_are_texts_and_lists() -> None:
    event = Event("submit", {"form": [["a", "1"], ["b", "2"], ["b", "3"], ["b", "4"]]}, {})

    assert event.form == {"a": "1", "b": ["2", "3", "4"]}


def test_what_python_is_told_too_late_is_an_error_with_its_cure() -> None:
    with pytest.raises(ReactorError, match=r"on\(handler, prevent_default=True\)"):
        EVENT.prevent_default()
    with pytest.raises(ReactorError, match=r"on\(handler, stop_propagation=True\)"):
        EVENT.stop_propagation()


@pytest.mark.parametrize(
    "data",
    [
        {"target": 3},
        {"target": {"dataset": 3, "files": "x", "values": 1, "value": {"a": 1}, "checked": "yes"}},
        {"target": {"files": {}}, "form": 3, "button": "x", "x": None, "y": []},
        {"button": float("nan"), "x": float("inf"), "y": 10**400},
        {"form": [3, ["a"], ["a", "b", "c"]], "button": None},
    ],
)
def test_l4_data_of_another_shape_is_as_good_as_none(data: Any) -> None:
    event = Event("click", data, data)

    assert isinstance(event.target.value, str)
    assert event.target.checked is False
    assert (event.target.files, event.target.values, event.target.dataset) == ([], [], {})
    assert (event.button, event.x, event.y, event.form) == (0, 0.0, 0.0, {})


OPTIONS: dict[str, tuple[Any, Any]] = {
    "none": (print, 1),
    "none declared": (on(print), 1),
    "prevent": (on(print, prevent_default=True), {"prevent": True}),
    "several": (
        on(
            print, stop_propagation=True, capture=True, passive=True, debounce_ms=200, throttle_ms=5
        ),
        {"stop": True, "capture": True, "passive": True, "debounce": 200, "throttle": 5},
    ),
}


@pytest.mark.parametrize(("handler", "options"), OPTIONS.values(), ids=OPTIONS)
def test_the_page_hears_of_declared_options(handler: Any, options: Any) -> None:
    assert wire_options("click", handler) == options


def test_a_submit_handler_prevents_the_default_by_itself() -> None:
    assert wire_options("submit", print) == {"prevent": True}
    assert wire_options("submit", on(print)) == {"prevent": True}
    assert wire_options("submit", on(print, debounce_ms=3)) == {"prevent": True, "debounce": 3}


SAME = {
    "two functions": (print, len, True),
    "the same options": (on(print, throttle_ms=3), on(len, throttle_ms=3), True),
    "no options in two ways": (print, on(len), True),
    "other options": (on(print, throttle_ms=3), on(print, throttle_ms=4), False),
    "options given up": (on(print, stop_propagation=True), print, False),
    "options taken on": (print, on(print, stop_propagation=True), False),
}


@pytest.mark.parametrize(("old", "new", "same"), SAME.values(), ids=SAME)
def test_the_page_must_know_only_of_other_options(old: Any, new: Any, same: bool) -> None:
    assert same_options("click", old, new) is same


def test_options_that_cannot_be_are_errors() -> None:
    with pytest.raises(ReactorError, match="takes a function"):
        on("pwn()")  # type: ignore[arg-type]
    with pytest.raises(ReactorError, match="not below 0"):
        on(print, debounce_ms=-1)
    with pytest.raises(ReactorError, match="not below 0"):
        on(print, throttle_ms=-1)


def test_a_handler_with_options_is_called_and_replaced() -> None:
    def render() -> Any:
        count, set_count = use_state(0)
        return form(button(count, on_click=on(lambda: set_count(count + 1), stop_propagation=True)))

    stage = show(render)

    assert stage.page.find("button").events == {"click": {"stop": True}}
    assert stage.click() == [["text", 3, "1"]]
    assert stage.click() == [["text", 3, "2"]]
