from __future__ import annotations

import itertools
from collections import deque
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Any

import pytest

from reactor_nb.core.head import Head
from reactor_nb.core.vnode import (
    MAX_CHILDREN,
    Fragment,
    VElement,
    VFragment,
    clean_text,
    make_children,
    make_key,
    unsafe_html,
)
from reactor_nb.errors import ElementError
from reactor_nb.html import b, div, li
from tests.core.stage import html_of


class Colour(str, Enum):  # noqa: UP042 - its text differs from its name
    RED = "red"


class Level(IntEnum):
    LOW = 1


def test_neighbouring_texts_become_one_and_leave_empty_places() -> None:
    assert make_children(["a", "", 1, 2.5, "b", b(), "c"])[:5] == ("a12.5b", None, None, None, None)


def test_an_empty_place_between_texts_keeps_them_apart() -> None:
    assert make_children(["a", None, "b"]) == ("a", None, "b")


def test_nothing_true_and_false_are_empty_places() -> None:
    assert make_children([None, True, False, ""]) == (None, None, None, None)


@pytest.mark.parametrize(
    ("child", "text"),
    [
        (0, "0"),
        (1.0, "1.0"),
        (Decimal("1.50"), "1.50"),
        (Colour.RED, "red"),
        (Level.LOW, "1"),
        (2 + 1j, "(2+1j)"),
    ],
)
def test_numbers_and_text_enumerations_are_texts(child: Any, text: str) -> None:
    assert make_children([child]) == (text,)


@pytest.mark.parametrize(
    "sequence",
    [
        [1, 2],
        (1, 2),
        range(1, 3),
        deque([1, 2]),
        iter([1, 2]),
        (one for one in (1, 2)),
        map(int, "12"),
        itertools.chain([1], [2]),
        {"a": 1, "b": 2}.values(),
        {1: "a", 2: "b"}.keys(),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_nested_sequence_is_a_fragment(sequence: Any) -> None:
    (fragment,) = make_children([sequence])

    assert isinstance(fragment, VFragment)
    assert fragment.children == ("12", None)


@pytest.mark.parametrize(
    ("child", "hint"),
    [
        (
            {"tagName": "img", "attributes": {"onerror": "pwn()"}, "children": []},
            "data is not markup",
        ),
        ({"type": "div", "props": {}}, "data is not markup"),
        ({"__slots__": [], "tag": "img"}, "data is not markup"),
        (b"bytes", "decode it"),
        (div, "call it, as in div()"),
        (object(), "children are vnodes"),
        ({1, 2}, "children are vnodes"),
        (unsafe_html("<b>"), "only child"),
    ],
    ids=["forged", "forged type", "forged slots", "bytes", "function", "object", "set", "raw"],
)
def test_v19_what_is_no_child_is_refused_with_its_cure(child: Any, hint: str) -> None:
    with pytest.raises(ElementError, match="cannot be a child|only child") as caught:
        make_children([child])

    assert hint in str(caught.value)


def test_v19_a_forged_list_is_text_and_its_mapping_is_refused() -> None:
    assert html_of(div(["script", "pwn()"])) == "<div>scriptpwn()</div>"
    with pytest.raises(ElementError, match="data is not markup"):
        div("text", ["img", {"src": "x", "onerror": "pwn()"}])


def test_a_long_value_is_cut_in_the_message() -> None:
    with pytest.raises(ElementError) as caught:
        make_children([{"x": "y" * 500}])

    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("key", "text"), [("a", "a"), (1, "1"), ("1", "1"), ("", ""), (None, None)]
)
def test_keys_are_texts_and_integers(key: Any, text: str | None) -> None:
    assert make_key(key) == text


@pytest.mark.parametrize("key", [1.5, True, float("nan"), (1,), b"a", object()])
def test_v27_other_kinds_of_keys_are_refused(key: Any) -> None:
    with pytest.raises(ElementError, match="a key is a string or an integer"):
        make_key(key)


def test_v27_two_children_with_one_key_are_refused_by_name() -> None:
    with pytest.raises(ElementError, match="two children have the key '7'"):
        div(li("a", key=7), li("b", key="7"))


def test_the_same_key_in_two_lists_is_fine() -> None:
    node = div([li(key=1)], [li(key=1)])

    assert len(node.children) == 2


def test_v20_names_that_javascript_knows_are_plain_keys() -> None:
    node = div(li("a", key="__proto__"), li("b", key="constructor"))

    assert [one.key for one in node.children if isinstance(one, VElement)] == [
        "__proto__",
        "constructor",
    ]


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "a\udfffb"])
def test_v18_nul_and_lone_surrogates_are_replaced_with_a_warning(text: str) -> None:
    with pytest.warns(UserWarning, match=r"U\+FFFD"):
        cleaned = clean_text(text)

    assert cleaned == "a\ufffdb"


@pytest.mark.parametrize("text", ["\u2028", "\ufffe", "\U0001f600", "e\u0301" * 1000])
def test_v18_other_strange_characters_stay(text: str) -> None:
    assert clean_text(text) == text
    assert html_of(div(text)) == f"<div>{text}</div>"


def test_v25_a_generator_that_never_ends_is_stopped() -> None:
    numbers = itertools.count()

    with pytest.raises(ElementError, match="more than 200,000 children"):
        div(numbers)

    assert next(numbers) <= MAX_CHILDREN + 1


def test_v25_a_million_siblings_are_refused() -> None:
    with pytest.raises(ElementError, match="more than 200,000 children"):
        div(["x"] * 1_000_000)
    with pytest.raises(ElementError, match="more than 200,000 children"):
        div(*["x"] * (MAX_CHILDREN + 1))


def test_v25_a_list_that_holds_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)

    with pytest.raises(ElementError, match="does one hold itself"):
        div(endless)


def test_a_fragment_has_a_key_and_no_element() -> None:
    assert html_of(div(Fragment("a", b("c"), key="x"))) == "<div>a<b>c</b></div>"


def test_head_entries_are_children_that_show_nothing() -> None:
    assert html_of(div("a", Head(title="t"))) == "<div>a</div>"


@pytest.mark.parametrize("text", [None, 1, b"x", unsafe_html("a")])
def test_v11_only_text_can_be_unsafe_html(text: Any) -> None:
    with pytest.raises(ElementError, match="takes a string"):
        unsafe_html(text)


def test_vnodes_show_what_they_are() -> None:
    assert repr(div(key="k")) == "<div key='k'>"
    assert repr(div()) == "<div>"
