from __future__ import annotations

from typing import Any

import pytest

from reactor_nb.core.component import component
from reactor_nb.core.events import on
from reactor_nb.core.head import Head
from reactor_nb.core.hydrate import digest
from reactor_nb.core.vnode import Fragment, unsafe_html
from reactor_nb.html import (
    b,
    br,
    button,
    div,
    form,
    input,
    option,
    p,
    pre,
    script,
    select,
    style,
    template,
    textarea,
)
from tests.core.forms import forms_of
from tests.core.stage import show


@component
def Two() -> Any:
    return ["x", b("y")]


SHAPES: dict[str, tuple[Any, list[Any]]] = {
    "nothing": (None, [[], [0]]),
    "a text": ("a", [[], [1, -1]]),
    "the example of the protocol": (div(p("a"), p()), [["div", "p"], [1, 0, 2, 1, 1, -1, 1, 0]]),
    "components and fragments": (
        [Two(), Fragment(p(), [br()]), Head(title="t"), None],
        [["b", "p", "br"], [4, -1, 0, 1, -1, 1, 0, 2, 0]],
    ),
    "texts side by side": (p("a", None, "b", ["c"]), [["p"], [1, 0, 3, -1, -1, -1]]),
    "raw html": (div(unsafe_html("<b>x</b>")), [["div"], [1, 0, -1]]),
    "a textarea, whatever it holds": (
        [textarea(), textarea("a"), textarea(value="b")],
        [["textarea"], [3, 0, -1, 0, -1, 0, -1]],
    ),
    "code": ([script(unsafe_html("x")), style("a {}")], [["script", "style"], [2, 0, -1, 1, -1]]),
    "a template": (template("x"), [["template"], [1, 0, -1]]),
    "an empty element": (pre(), [["pre"], [1, 0, 0]]),
}


@pytest.mark.parametrize(("node", "shape"), SHAPES.values(), ids=SHAPES)
def test_the_shape_of(node: Any, shape: list[Any]) -> None:
    assert show(lambda: node).shape == shape


def test_ids_are_given_in_document_order() -> None:
    stage = show(lambda: [div(p("a"), Two()), "b"])

    assert sorted(stage.page.ids()) == list(range(1, 8))
    assert stage.page.find("p").id == 2
    assert stage.page.find("b").id == 5


def test_what_html_cannot_carry_is_sent_as_ops() -> None:
    stage = show(
        lambda: form(
            input(value="v", on_input=print),
            input(type="checkbox", checked=True, indeterminate=True),
            button("x", on_click=print),
            on_submit=print,
        )
    )

    assert stage.adopt_ops == [
        ["event", 1, "submit", {"prevent": True}],
        ["event", 2, "input", 1],
        ["prop", 3, "indeterminate", True],
        ["event", 4, "click", 1],
    ]


def test_nodes_that_listen_alike_share_an_op() -> None:
    slow = on(print, debounce_ms=50)
    stage = show(
        lambda: [
            *(p("x", on_click=print) for _ in range(3)),
            input(on_input=slow),
            input(on_input=print, on_click=slow),
            input(on_input=on(print, debounce_ms=50)),
        ]
    )

    assert stage.adopt_ops == [
        ["event", 1, "click", 1, 3, 5],
        ["event", 7, "input", {"debounce": 50}, 9],
        ["event", 8, "input", 1],
        ["event", 8, "click", {"debounce": 50}],
    ]


def test_a_select_hears_of_its_value_since_its_options_may_come_later() -> None:
    stage = show(lambda: select(option("a"), value="b"))

    assert stage.adopt_ops == [["prop", 1, "value", "b"]]


def test_the_forms_are_what_create_would_send() -> None:
    stage = show(lambda: [div("a", Two(), class_="c", on_click=print), input(value="v"), p()])

    assert forms_of(stage.root) == [
        ["div", {"a": {"class": "c"}, "e": {"click": 1}}, "a", "x", ["b", 0, "y"]],
        ["input", {"p": {"value": "v"}}],
        ["p", 0],
    ]


def test_the_digest_tells_any_two_apart_and_is_stable() -> None:
    assert digest("<p>a</p>") == digest("<p>a</p>")
    assert digest("<p>a</p>") == "a6b853c98"
    assert len({digest(text) for text in ("", "a", "b", "ab", "ba", "é", "😀", "\ud800")}) == 8
