from __future__ import annotations

from typing import Any

import pytest

from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_state
from reactor_nb.core.slots import Slot, fill
from reactor_nb.core.vnode import Fragment
from reactor_nb.errors import ElementError, HookError
from reactor_nb.html import b, button, div, h1, p, section
from tests.core.stage import Stage, html_of


@component
def Card(children: Any) -> Any:
    return section(h1(Slot("title")), children, p(Slot("foot")))


@component
def Plain(props: Any) -> Any:
    return div(Slot("title"), Slot("title"))


CASES = {
    "its place": (lambda: Card({}, fill("title", "x"), b("y")), "<h1>x</h1><b>y</b><p></p>"),
    "nothing": (lambda: Card({}, b("y")), "<h1></h1><b>y</b><p></p>"),
    "several": (
        lambda: Card({}, fill("title", "x"), [fill("title", b("y")), fill("foot", ["z", 1])]),
        "<h1>x<b>y</b></h1><p>z1</p>",
    ),
    "in a fragment": (
        lambda: Card({}, Fragment(fill("foot", "x")), "y"),
        "<h1></h1>y<p>x</p>",
    ),
    "by name": (lambda: Card(children=fill("title", "x")), "<h1>x</h1><p></p>"),
    "of another name": (lambda: Card({}, fill("other", "x")), "<h1></h1><p></p>"),
}


@pytest.mark.parametrize(("make", "html"), CASES.values(), ids=CASES)
def test_what_is_filled_is_shown_in(make: Any, html: str) -> None:
    assert html_of(make()) == f"<section>{html}</section>"


def test_each_component_has_its_own_slots() -> None:
    inner = Card({}, fill("foot", "inner"))

    assert html_of(Card({}, fill("title", "outer"), inner)) == (
        "<section><h1>outer</h1><section><h1></h1><p>inner</p></section><p></p></section>"
    )


def test_a_component_that_takes_all_its_properties_has_slots_too() -> None:
    children = ["y", fill("title", b("x"))]

    assert html_of(Plain({"children": children})) == "<div><b>x</b><b>x</b></div>"


def test_a_fill_shows_nothing_where_it_stands() -> None:
    assert html_of(div(fill("title", "x"))) == "<div></div>"


def test_what_is_filled_keeps_its_state() -> None:
    @component
    def Count() -> Any:
        count, set_count = use_state(0)
        return button(count, on_click=lambda: set_count(count + 1))

    @component
    def Page() -> Any:
        name, set_name = use_state("a")
        return [
            Card({}, fill("title", [name, Count()])),
            button("more", on_click=lambda: set_name(name + "b")),
        ]

    stage = Stage(Page())
    stage.click(0)
    stage.click(1)
    stage.click(0)

    assert stage.html().startswith("<section><h1>ab<button>2</button></h1>")


def test_slots_and_fills_have_names() -> None:
    with pytest.raises(ElementError, match="the name of a slot is a string, not 3"):
        fill(3, "x")  # type: ignore[arg-type]
    with pytest.raises(ElementError, match="cannot be a child"):
        fill("x", {"a": 1})


def test_c5_a_slot_is_asked_for_in_a_render() -> None:
    with pytest.raises(HookError, match="Slot was called outside a render"):
        Slot("title")
