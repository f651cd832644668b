from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb.core.boundary import ErrorBoundary
from reactor_nb.core.component import component
from reactor_nb.core.elements import element
from reactor_nb.core.nesting import Watching
from reactor_nb.html import (
    a,
    button,
    dd,
    div,
    dl,
    form,
    h1,
    h2,
    input,
    li,
    option,
    p,
    rt,
    ruby,
    select,
    span,
    table,
    tbody,
    td,
    tr,
    ul,
)
from reactor_nb.svg import circle, foreign_object, g, image, linear_gradient, svg
from tests.core.forms import forms_of
from tests.core.parsed import as_parsed, parse
from tests.core.sources import HEAD, run
from tests.core.stage import once, show

# Without hr: html5lib is older than its place in a select.
TAGS = (
    "div p span a button form ul ol li dl dd dt h1 h2 table thead tbody tr td th caption colgroup "
    "select option optgroup b em section label br input svg g foreignObject object pre"
)


def tree(tag: str, inside: list[Any]) -> Any:
    return element(tag, *([] if tag in ("hr", "br", "input") else inside))


trees = st.recursive(
    st.one_of(st.just("x"), st.sampled_from(TAGS.split()).map(element)),
    lambda inside: st.builds(tree, st.sampled_from(TAGS.split()), st.lists(inside, max_size=3)),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(trees)
def test_v26_a_tree_is_read_back_or_the_author_is_told(node: Any) -> None:
    stage = show(lambda: node)
    watched = once(lambda: node, Watching)

    assert watched.html == stage.html()
    if not watched.remarks:
        assert parse(stage.html()) == as_parsed(forms_of(stage.root))
    stage.close()


TOLD = {
    "a block in a paragraph": (lambda: p(div()), "<p> cannot hold <div>"),
    "deep in a paragraph": (lambda: p(span(ul())), "<p> cannot hold <ul>"),
    "a row without a body": (lambda: table(tr(td())), "<table> cannot hold <tr>"),
    "a cell in a block": (lambda: div(td()), "<td> stands outside a table"),
    "a row on its own": (lambda: tr(), "<tr> stands outside a table"),
    "text in a row": (lambda: table(tbody(tr("x"))), "<tr> cannot hold the text 'x'"),
    "a link in a link": (lambda: a(span(a())), "<a> cannot stand inside another one"),
    "a button in a button": (lambda: button(div(button())), "<button> cannot stand inside another"),
    "a form in a form": (lambda: form(table(tbody(tr(td(form()))))), "<form> cannot stand inside"),
    "an item in an item": (lambda: ul(li(div(li()))), "<li> cannot stand inside another one"),
    "a heading in a heading": (lambda: h1(h2()), "<h2> cannot stand inside another one"),
    "a block in a select": (lambda: select(div()), "<select> cannot hold <div>"),
    "html in a drawing": (lambda: svg(g(p())), "<p> cannot stand in a drawing"),
    "a field in a table": (lambda: table(input()), "<table> cannot hold <input>"),
    "an image of a drawing": (lambda: div(image()), "<image> stands outside a drawing"),
    "a part of a drawing": (lambda: div(g(), linear_gradient()), "<linearGradient> stands outside"),
    "coloured text in a drawing": (
        lambda: svg(element("font", {"color": "red"})),
        "<font> cannot stand in a drawing",
    ),
    "a paragraph in a formula": (lambda: element("math", p()), "<p> cannot stand in a formula"),
    "notes in a paragraph": (lambda: ruby(p(rt())), "<p> cannot hold <rt>"),
    "what does not break in another": (
        lambda: element("nobr", element("nobr")),
        "<nobr> cannot stand inside another one",
    ),
}


@pytest.mark.parametrize(("make", "sentence"), TOLD.values(), ids=TOLD)
def test_v26_the_browser_would_rearrange(make: Any, sentence: str) -> None:
    @component
    def Page() -> Any:
        return make()

    stage = show(lambda: Page())
    (told,) = once(lambda: Page(), Watching).remarks

    assert told.startswith(sentence)
    assert "in component <lambda> › Page" in told or "the text" in told
    assert parse(stage.html()) != as_parsed(forms_of(stage.root))


FINE = {
    "a table": lambda: table(tbody([tr(td(p("x"), table(tbody(tr(td("y"))))))])),
    "white space in a table": lambda: table(tbody("\n", tr(td())), " "),
    "a hidden field in a table": lambda: table(input(type="hidden")),
    "items of lists in items": lambda: ul(li(ul(li()), p(span())), li()),
    "a definition in a definition": lambda: dl(dd(dl(dd()))),
    "a block in a button in a paragraph": lambda: p(button(div())),
    "a link in a cell in a link": lambda: a(table(tbody(tr(td(a()))))),
    "html in a drawing's island": lambda: svg(foreign_object(p("x")), circle()),
    "a drawing and html in the notes of a formula": lambda: element(
        "math",
        element("mi", p("x")),
        element("annotation-xml", {"encoding": "SVG1.1"}, svg(g())),
        element("annotation-xml", {"encoding": "Text/HTML"}, p("x", svg(g()))),
    ),
    "a paragraph in a drawing in a paragraph": lambda: p(svg(foreign_object(p("x")))),
    "an item in a drawing in an item": lambda: ul(li(svg(foreign_object(ul(li("x")))))),
    "text in another font in a drawing": lambda: svg(element("font", "x")),
    "headings side by side": lambda: div(h1(span()), h2()),
    "options": lambda: select(option("a"), element("optgroup", option("b"))),
}


@pytest.mark.parametrize("make", FINE.values(), ids=FINE)
def test_v26_what_stays_in_its_place_is_fine(make: Any) -> None:
    stage = show(make)

    assert once(make, Watching).remarks == []
    assert parse(stage.html()) == as_parsed(forms_of(stage.root))


def test_a_drawing_in_a_formula_would_be_none() -> None:
    (told,) = once(lambda: element("math", svg()), Watching).remarks
    (other,) = once(lambda: svg(element("math")), Watching).remarks

    assert told.startswith("<svg> cannot stand in a formula")
    assert other.startswith("<math> cannot stand in a drawing")


def test_v26_the_author_is_told_of_what_is_compiled_too() -> None:
    source = f"{HEAD}def render(v): return div(p(div(v)), [p(ul(x)) for x in v])\n"
    plain, compiled = (run(source, compiled=one)["render"] for one in (False, True))

    told = once(lambda: compiled("ab"), Watching).remarks

    assert told == once(lambda: plain("ab"), Watching).remarks
    assert len(told) == 3


def test_what_is_inside_a_rearranged_element_is_passed_over() -> None:
    watched = once(lambda: p(div(p(div()))), Watching)

    assert len(watched.remarks) == 1


def test_nothing_is_said_of_what_a_boundary_took_back() -> None:
    @component
    def Failing() -> Any:
        raise ValueError

    def render() -> Any:
        return [ErrorBoundary(p(div("lost"), Failing()), fallback=div("well")), div()]

    watched = once(render, Watching)

    assert watched.html == "<div>well</div><div></div>"
    assert watched.remarks == []
