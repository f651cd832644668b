"""Lists that a server writes by one generated function are those that it writes row by row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb.core.row_writer import Written
from reactor_nb.core.vnode import VRows
from tests.core.sources import HEAD, odd, run, texts
from tests.core.stage import once, outcome, show

ROWS = """
def render():
    return ul([li(span(a, title=b), "–", c, data_x=b, key=k) for k, a, b, c in given])
"""
# Each has an argument in another place: between texts, in attributes of all kinds, as a handler.
TEMPLATES = (
    "li(a)",
    "li(a, b)",
    "li('one ', a, ' & two')",
    "li(a, title=b)",
    "li(b, class_=a, id=b)",
    "li(a, hidden=b)",
    "li(input(value=a, checked=b))",
    "li(input(a, b))",
    "li(a, style=b)",
    "li(a, style={'color': b})",
    "li(a, href=b, on_click=nobody)",
    "li(b, on_click=a)",
    "li(a, on_click=lambda: b)",
    "li(p(a), p(b), span(title=a), key=a)",
    "li(a, key=b)",
    "li(a, key='same')",
    "pre(a, title=b)",
    "option(a, value=b)",
    "br(title=a, id=b)",
    "li([p(x, title=b) for x in (a, b)])",
)
plain = st.one_of(st.sampled_from(["a", "b", "<b>", "é & co", "x\ry"]), st.integers(-3, 99))
anything = st.one_of(plain, plain, plain, texts, st.sampled_from([None, True, 0.5, 10**40]), odd)


def test_a_list_of_texts_is_written_at_once() -> None:
    given = [(1, "one", None, 2), (2, "<two>", 'a "b" & c', "three\r"), (3, 4, 5, "é")]
    page = once(run(HEAD + ROWS, compiled=True, given=given)["render"])

    assert page.html == (
        '<ul><li><span>one</span>–2</li><li data-x="a &quot;b&quot; &amp; c">'
        '<span title="a &quot;b&quot; &amp; c">&lt;two&gt;</span>–three&#13;</li>'
        '<li data-x="5"><span title="5">4</span>–é</li></ul>'
    )


def test_v1_signs_of_markup_are_escaped_in_whatever_row_they_come() -> None:
    for at in range(3):
        given = [(n, "<img onerror=x>" if n == at else "plain", None, n) for n in range(3)]
        page = once(run(HEAD + ROWS, compiled=True, given=given)["render"])

        assert "<img" not in page.html
        assert page.html.count("&lt;img onerror=x&gt;") == 1


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(TEMPLATES), st.lists(st.tuples(anything, anything), max_size=4))
def test_it_writes_the_same_html_or_gives_the_same_error(template: str, rows: list[Any]) -> None:
    source = f"{HEAD}def render(): return ul([{template} for a, b in given])\n"
    names = {"given": rows, "nobody": None}
    uncompiled, compiled = (run(source, compiled=one, **names)["render"] for one in (False, True))

    assert outcome(compiled) == outcome(uncompiled)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(TEMPLATES),
    st.lists(st.lists(st.tuples(anything, anything), max_size=3), min_size=2, max_size=4),
)
def test_one_function_serves_renders_of_other_kinds(template: str, renders: list[Any]) -> None:
    source = f"{HEAD}def render(): return ul([{template} for a, b in given])\n"
    given: list[Any] = []
    uncompiled, compiled = (
        run(source, compiled=one, given=given, nobody=None)["render"] for one in (False, True)
    )
    for rows in renders:
        given[:] = rows

        assert outcome(compiled) == outcome(uncompiled)


@pytest.mark.parametrize("rows", [[("k", 1), ("k", 2)], [(1, 1), ("1", 2)], [(True, 1)]])
def test_what_is_wrong_with_keys_is_told_as_ever(rows: list[Any]) -> None:
    source = f"{HEAD}def render(): return ul([li(b, key=a) for a, b in given])\n"
    outcomes = [outcome(run(source, compiled=one, given=rows)["render"]) for one in (False, True)]

    assert outcomes[0] == outcomes[1]
    assert outcomes[0][0] == "ElementError"


def test_whoever_looks_at_such_rows_finds_their_elements() -> None:
    seen: list[Any] = []
    source = f"{HEAD}def rows(): return ul([li(b, key=a, title=b) for a, b in given])\n"
    rows = run(source, compiled=True, given=[(1, "one"), (2, "two")])["rows"]

    def render() -> Any:
        seen.append(rows())
        return seen[-1]

    once(render)

    (listed,) = seen[0].children
    assert isinstance(listed, VRows)
    assert isinstance(listed.columns, Written)
    elements: Any = listed.children
    assert [(one.tag, one.key, one.attributes, one.children) for one in elements] == [
        ("li", "1", {"title": "one"}, ("one",)),
        ("li", "2", {"title": "two"}, ("two",)),
    ]


def test_a_page_that_lives_keeps_columns_and_writes_nothing() -> None:
    rows = run(HEAD + ROWS, compiled=True, given=[(1, "one", None, 2)])["render"]
    seen: list[Any] = []

    def render() -> Any:
        seen.append(rows())
        return seen[-1]

    stage = show(render)

    (listed,) = seen[0].children
    assert isinstance(listed.columns, list)
    assert stage.html() == once(rows).html
