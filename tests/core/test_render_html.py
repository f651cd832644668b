from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb.core.component import component
from reactor_nb.core.elements import element
from reactor_nb.core.vnode import Fragment, unsafe_html
from reactor_nb.html import (
    audio,
    b,
    div,
    i,
    input,
    optgroup,
    option,
    p,
    pre,
    script,
    select,
    span,
    style,
    table,
    tbody,
    td,
    textarea,
    title,
    tr,
)
from reactor_nb.svg import circle, foreign_object, svg
from tests.core.forms import forms_of
from tests.core.parsed import as_parsed, parse
from tests.core.stage import html_of, once, show


@component(memo=False)
def Passing(children: Any) -> Any:
    return children


# Trees that the parser does not rearrange

NASTY = "\r\n\t\x0b\x0c \xa0\ufeff\u2028<>&\"'`=/;#x&amp;-!]ab\x01\x7f\x85\ufffe😀"
texts = st.text(st.sampled_from(NASTY), max_size=6)
names = st.sampled_from(["class", "title", "id", "data-x", "aria-label", "lang", "hidden"])
attributes = st.dictionaries(names, texts, max_size=2)


def node(tag: str, inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda given, kids: element(tag, given, *kids), attributes, st.lists(inside, max_size=4)
    )


def wrapped(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Put things into components, lists and fragments, which must not show."""
    return st.one_of(
        inside,
        st.lists(inside, max_size=3),
        st.builds(lambda kids: Passing({}, *kids), st.lists(inside, max_size=3)),
        st.builds(lambda kids: Fragment(*kids), st.lists(inside, max_size=3)),
        st.none(),
    )


phrasing = st.recursive(
    st.one_of(
        texts,
        st.builds(lambda value: input(value=value), texts),
        st.builds(lambda value: input(type="checkbox", checked=value), st.booleans()),
        st.builds(lambda value: textarea(value=value), texts),
        st.builds(textarea, texts),
        st.builds(lambda given: element("img", given), attributes),
        st.just(element("br")),
    ),
    lambda inside: st.one_of(
        *[node(tag, wrapped(inside)) for tag in ("span", "b", "em", "code", "a-b")]
    ),
    max_leaves=6,
)
options = st.lists(
    st.one_of(
        *[
            st.builds(lambda text, given=given: option(given, text), texts)
            for given in ({}, {"value": "v"})
        ]
    ),
    max_size=3,
)
leaves = st.one_of(
    texts,
    node("p", wrapped(phrasing)),
    node("pre", wrapped(st.one_of(texts, phrasing))),
    node("h1", wrapped(phrasing)),
    st.builds(
        lambda kids, value: select(*kids, value=value), options, st.sampled_from(["v", "a", ""])
    ),
    st.builds(lambda r: svg(circle(r=r), foreign_object(p("x", r)), viewBox="0 0 1 1"), texts),
    st.builds(lambda text: title(text), texts),
    st.just(style("a > b {}")),
    st.just(script(unsafe_html("if (a < b && c > d) e()"))),
)
flow = st.recursive(
    leaves,
    lambda inside: st.one_of(
        *[node(tag, wrapped(inside)) for tag in ("div", "section", "blockquote")],
        st.builds(
            lambda kids: element("ul", [element("li", kid) for kid in kids]),
            st.lists(inside, max_size=3),
        ),
        # html5lib does not drop the newline of a pre or textarea in a cell, as browsers do.
        st.builds(
            lambda kids: table(tbody([tr(td(kid)) for kid in kids])),
            st.lists(node("span", texts), max_size=3),
        ),
    ),
    max_leaves=10,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(wrapped(flow), max_size=4))
def test_v26_the_parser_reads_back_the_very_same_tree(nodes: list[Any]) -> None:
    stage = show(lambda: nodes)

    assert parse(stage.html()) == as_parsed(forms_of(stage.root))
    assert shape_of(parse(stage.html())) == unfolded(stage.shape)
    assert once(lambda: nodes).html == stage.html()
    stage.close()


def shape_of(nodes: list[Any]) -> list[Any]:
    """Return the shape of parsed nodes with tags in full; what is opaque is left out."""
    counts: list[Any] = [len(nodes)]
    for one in nodes:
        if isinstance(one, str):
            counts.append(-1)
            continue
        counts.append(one[0].split(" ")[-1])
        opaque = one[0] in ("textarea", "title", "style", "script") and one[2]
        counts.extend([-1] if opaque or one[0] == "textarea" else shape_of(one[2]))
    return counts


def unfolded(shape: list[Any]) -> list[Any]:
    tags, counts = shape
    found = [counts[0]]
    numbers = iter(counts[1:])
    for number in numbers:
        found.append(-1 if number < 0 else tags[number])
        if number >= 0:
            found.append(next(numbers))
    return found


CASES = {
    "text": (lambda: p("a < b & c > d \"'"), "<p>a &lt; b &amp; c &gt; d \"'</p>"),
    "attribute": (lambda: p(title="<\"&'>"), '<p title="&lt;&quot;&amp;\'&gt;"></p>'),
    "an empty attribute": (lambda: p(title=""), "<p title></p>"),
    "texts of different owners": (
        lambda: p("a", Passing({}, "b"), ["c"]),
        "<p>a<!---->b<!---->c</p>",
    ),
    "texts with nothing between": (lambda: p("a", None, "b"), "<p>a<!---->b</p>"),
    "texts in one call": (lambda: p("a", 1, "b"), "<p>a1b</p>"),
    "texts around an element": (lambda: p("a", b(), "b"), "<p>a<b></b>b</p>"),
    "texts around a void element": (lambda: p("a", element("br"), "b"), "<p>a<br>b</p>"),
    "texts around an empty component": (lambda: p("a", Passing({}), "b"), "<p>a<!---->b</p>"),
    "a first text in an element after a text": (
        lambda: p("a", b(i("x"), "c")),
        "<p>a<b><i>x</i>c</b></p>",
    ),
    "pre": (lambda: pre("\na"), "<pre>\n\na</pre>"),
    "pre without a newline": (lambda: pre("a"), "<pre>a</pre>"),
    "pre with a component": (lambda: pre(Passing({}, "\na")), "<pre>\n\na</pre>"),
    "pre with an element": (lambda: pre(span("\na")), "<pre><span>\na</span></pre>"),
    "textarea": (lambda: textarea("\na<"), "<textarea>\n\na&lt;</textarea>"),
    "textarea by value": (lambda: textarea(value="\na<"), "<textarea>\n\na&lt;</textarea>"),
    "a carriage return": (lambda: p("a\rb", title="\r"), '<p title="&#13;">a&#13;b</p>'),
    "a carriage return in a textarea": (lambda: textarea("a\rb"), "<textarea>a&#13;b</textarea>"),
    "checked": (lambda: input(type="checkbox", checked=True), '<input type="checkbox" checked>'),
    "not checked": (lambda: input(type="checkbox", checked=False), '<input type="checkbox">'),
    "indeterminate": (lambda: input(indeterminate=True), "<input>"),
    "muted": (lambda: audio(muted=True), "<audio muted></audio>"),
    "raw": (lambda: div(unsafe_html("<b>x</b>"), class_="r"), '<div class="r"><b>x</b></div>'),
    "a vendor's tag": (lambda: element("x-y", "z"), "<x-y>z</x-y>"),
}


@pytest.mark.parametrize(("make", "html"), CASES.values(), ids=CASES)
def test_the_html_of(make: Any, html: str) -> None:
    assert html_of(make()) == html


def choices(**given: Any) -> list[str]:
    """Return what is selected in a select with these attributes."""
    node = select(
        option(" a  b "),
        option("x", value="c"),
        optgroup(option(Passing({}, "d")), option("e", selected=True), label="g"),
        **given,
    )
    found: list[str] = []

    def look(nodes: list[Any]) -> None:
        for tag, attributes, inside in (one for one in nodes if not isinstance(one, str)):
            if tag == "option" and "selected" in attributes:
                found.append(inside[0])
            look(inside)

    look(parse(html_of(node)))
    return found


def test_a_select_marks_the_options_of_its_value() -> None:
    assert choices() == ["e"]
    assert choices(value="a b") == [" a  b "]
    assert choices(value="c") == ["x"]
    assert choices(value="d") == ["d"]
    assert choices(value=["c", "a b"], multiple=True) == [" a  b ", "x"]
    assert choices(value="nobody") == []


def test_v1_v14_nothing_of_the_payloads_is_markup() -> None:
    payload = "</p></div></textarea></title><script>pwn()</script><!-- \" ' > onload=pwn()"

    text = html_of(
        div(p(payload, title=payload), textarea(payload), title(payload), input(value=payload))
    )

    assert "<script" not in text
    assert "<!--" not in text
    (one,) = parse(text)
    assert [child[0] for child in one[2]] == ["p", "textarea", "title", "input"]
    assert one[2][0] == ("p", {"title": payload}, [payload])
