from __future__ import annotations

from typing import Any

import pytest

from reactor_nb import html as html_module
from reactor_nb import svg as svg_module
from reactor_nb.core.elements import element
from reactor_nb.core.tag_names import REFUSED_TAGS
from reactor_nb.core.vnode import VElement, unsafe_html
from reactor_nb.errors import ElementError
from reactor_nb.html import (
    a,
    br,
    button,
    div,
    form,
    iframe,
    img,
    input,
    noscript,
    p,
    script,
    style,
    template,
    textarea,
    title,
)
from tests.core.stage import html_of


@pytest.mark.parametrize("module", [html_module, svg_module], ids=["html", "svg"])
def test_every_listed_function_makes_an_element(module: Any) -> None:
    names = [name for name in module.__all__ if name != "element"]

    made = [getattr(module, name)() for name in names]

    assert all(isinstance(one, VElement) for one in made)
    assert [one.tag.lower() for one in made] == [name.replace("_", "") for name in names]
    assert not REFUSED_TAGS & {one.tag for one in made}


def test_attributes_come_by_mapping_by_keyword_or_both() -> None:
    node = a({"href": "/x", "class": "c"}, "text", title="t")

    assert html_of(node) == '<a href="/x" class="c" title="t">text</a>'


def nobody() -> None: ...


GIVEN: dict[str, dict[Any, Any]] = {
    "texts": {"class": "c", "title": "t", "data_x": 1},
    "odd texts": {"title": "", "class": "", "id": "\u00e9", "lang": "a\0"},
    "booleans": {"hidden": True, "disabled": False, "draggable": True, "aria-busy": False},
    "nothing": {"title": None, "style": None, "on_click": None, "class": None},
    "a handler": {"on_click": nobody, "on_input": print, "title": "t"},
    "a style": {"style": {"color": "red", "line-height": 1.1, "margin": None}},
    "no style": {"style": {"margin": None}},
    "a style of text": {"style": "color: red"},
    "classes": {"class": ["a", {"b": True}]},
    "an address": {"href": "/x", "src": "javascript:x()"},
    "a number for a class": {"class": 1},
    "a text for a handler": {"on_click": "x()"},
    "one twice": {"class": "a", "class_": "b"},
    "no name": {1: "x"},
    "a key": {"key": 1, "title": "t"},
}


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
@pytest.mark.filterwarnings("ignore")
def test_attributes_mean_the_same_however_they_are_given(given: dict[Any, Any]) -> None:
    def outcome(make: Any) -> Any:
        try:
            node = make()
        except ElementError as error:
            return str(error)
        return node.attributes, node.properties, node.handlers, node.key, node.children

    # ``element`` always follows every rule.
    wanted = outcome(lambda: element("div", given, "text"))

    assert outcome(lambda: div(given, "text")) == wanted
    assert outcome(lambda: div(given, "text", rel=None)) == wanted
    if all(isinstance(name, str) for name in given):
        assert outcome(lambda: div("text", **given)) == wanted


@pytest.mark.parametrize("second", [{"class": "x"}, {}, unsafe_html("<b>")], ids=repr)
def test_only_the_first_child_may_be_attributes(second: Any) -> None:
    for children in ([{"title": "t"}, second, "x"], [{"title": "t"}, "x", second]):
        with pytest.raises(ElementError):
            div(*children)


def test_children_and_key_come_by_keyword_or_in_the_mapping() -> None:
    assert html_of(div(children=["a", p("b")])) == "<div>a<p>b</p></div>"
    assert html_of(div(children="a", id="i")) == '<div id="i">a</div>'
    assert html_of(div(children=1)) == "<div>1</div>"
    assert html_of(div({"children": 0, "key": 3})) == "<div>0</div>"
    assert div({"key": 3}).key == "3"
    assert div(key="k").key == "k"


def test_one_attribute_spelled_twice_is_refused() -> None:
    with pytest.raises(ElementError, match="'class' is given twice to div"):
        div({"class": "a"}, class_="b")
    with pytest.raises(ElementError, match="'aria-label' is given twice"):
        div({"ariaLabel": "a", "aria-label": "b"})
    with pytest.raises(ElementError, match="given twice"):
        button(on_click=print, onClick=print)


@pytest.mark.parametrize(
    "tag",
    [
        "img src=x onerror=pwn() ",
        "div><script>",
        "",
        3,
        None,
        "script\n",
        "x" * 65,
        "é",
        "a/b",
        "1a",
    ],
)
def test_v12_v13_what_cannot_name_an_element_is_refused(tag: Any) -> None:
    with pytest.raises(ElementError, match="cannot be the name of an element"):
        element(tag)


@pytest.mark.parametrize(
    "tag", ["plaintext", "XMP", "noembed", "frameset", "html", "BODY", "listing"]
)
def test_v14_elements_that_swallow_a_page_are_refused(tag: str) -> None:
    with pytest.raises(ElementError, match="cannot stand inside a page"):
        element(tag)


def test_v14_no_spelling_of_a_name_goes_round_a_rule() -> None:
    assert html_of(element("IMG", src="/x")) == '<img src="/x">'
    assert html_of(element("lineargradient")) == "<linearGradient></linearGradient>"
    assert html_of(element("My-Rating", value=3)) == '<my-rating value="3"></my-rating>'
    with pytest.raises(ElementError, match="would move every address"):
        element("BASE", href="/x")
    with pytest.raises(ElementError, match="could be a tag"):
        element("SCRIPT", "x</script><img src=x onerror=pwn()>")


@pytest.mark.parametrize("make", [script, style, svg_module.script, svg_module.style])
@pytest.mark.parametrize(
    "text",
    ["x</script><img>", "</style>", "<!--<script>", "<?xml", "</x><img src=x onerror=pwn()>"],
)
def test_v14_v16_text_that_could_end_a_script_or_style_is_refused(make: Any, text: str) -> None:
    with pytest.raises(ElementError, match="could be a tag"):
        make(text)


@pytest.mark.parametrize("text", ["x</SCRIPT >", "</style>", "<!-- "])
def test_v14_not_even_unsafe_html_may_end_a_script(text: str) -> None:
    with pytest.raises(ElementError, match="would end it"):
        script(unsafe_html(text))


def test_plain_styles_and_scripts_are_written_as_they_are() -> None:
    assert html_of(style("a > b { content: '&' } @media (width < 9px) {}")) == (
        "<style>a > b { content: '&' } @media (width < 9px) {}</style>"
    )
    assert html_of(script(unsafe_html("if (a<b && b>c) f()"))) == (
        "<script>if (a<b && b>c) f()</script>"
    )


@pytest.mark.parametrize("make", [textarea, title, noscript, template, svg_module.title])
def test_v14_text_elements_escape_their_text(make: Any) -> None:
    node = make("</textarea></title></noscript><img src=x onerror=pwn()>", 1)

    text = html_of(node)
    assert "<img" not in text
    assert text.count("</") == 1
    assert node.children == ()


@pytest.mark.parametrize("make", [textarea, title, noscript, template, script, style])
def test_text_elements_take_no_elements(make: Any) -> None:
    with pytest.raises(ElementError, match="takes text only"):
        make(p("x"))


def test_raw_html_needs_unsafe_html_and_stands_alone() -> None:
    assert html_of(div(unsafe_html("<b>x</b>"))) == "<div><b>x</b></div>"
    assert html_of(noscript(unsafe_html("<p>x</p>"))) == "<noscript><p>x</p></noscript>"
    with pytest.raises(ElementError, match="only child"):
        div("a", unsafe_html("<b>x</b>"))


def test_void_elements_and_iframes_take_no_children() -> None:
    with pytest.raises(ElementError, match="<br> takes no children"):
        br("x")
    with pytest.raises(ElementError, match="<img> takes no children"):
        img({"src": "/x"}, [])
    with pytest.raises(ElementError, match="<iframe> takes no children"):
        iframe("x")
    assert html_of(br(None, False)) == "<br>"


def test_a_form_with_a_submit_handler_is_marked_for_the_page() -> None:
    assert html_of(form(on_submit=print)) == "<form data-rnb-hold></form>"
    assert html_of(form()) == "<form></form>"


def test_form_controls_have_properties() -> None:
    node = input(value="x", checked=True, name="n")

    assert node.properties == {"value": "x", "checked": True}
    assert node.attributes == {"name": "n"}
    assert element("my-input", value="x").attributes == {"value": "x"}
