from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from reactor_nb.core.attributes import trusted_url
from reactor_nb.core.elements import element
from reactor_nb.core.vnode import unsafe_html
from reactor_nb.errors import ElementError
from reactor_nb.html import (
    a,
    button,
    div,
    embed,
    form,
    iframe,
    img,
    input,
    meta,
    object,
    option,
    select,
)
from reactor_nb.svg import animate, use
from tests.core.stage import html_of


class Kind(str, Enum):  # noqa: UP042 - its text differs from its name
    MAIN = "main"


NAMES = {
    "a trailing underscore": ("class_", "class"),
    "for": ("for_", "for"),
    "http-equiv": ("http_equiv", "http-equiv"),
    "camel case": ("acceptCharset", "accept-charset"),
    "capitals": ("TABINDEX", "tabindex"),
    "tab index": ("tab_index", "tabindex"),
    "svg": ("view_box", "viewBox"),
    "svg with hyphens": ("strokeWidth", "stroke-width"),
    "linked": ("xlink_href", "xlink:href"),
    "aria": ("aria_labelledby", "aria-labelledby"),
    "aria in camel case": ("ariaLabelledBy", "aria-labelledby"),
    "data": ("data_user_id", "data-user-id"),
    "unknown": ("hx_get", "hx-get"),
    "unknown in camel case": ("fooBar", "foobar"),
    "an old name of SVG": ("attribute_type", "attributeType"),
    "MathML": ("definition_url", "definitionURL"),
    "unknown with a colon": ("v-on:x", "v-on:x"),
}


@pytest.mark.parametrize(("written", "name"), NAMES.values(), ids=NAMES)
def test_a_name_is_found_however_it_is_spelled(written: str, name: str) -> None:
    assert div({written: "#x"}).attributes == {name: "#x"}


@pytest.mark.parametrize(
    "name",
    [
        "x><script>pwn()</script",
        "x onmouseover=pwn() y",
        "x/onmouseover=pwn()/",
        "on\0click",
        "a=b",
        "",
        "'",
        '"',
        " ",
        "a\n",
        "ä",
        "_x",
        "x" * 10_000,
    ],
)
def test_v3_v5_v17_what_cannot_name_an_attribute_is_refused(name: str) -> None:
    with pytest.raises(ElementError, match="cannot be the name of an attribute"):
        div({name: "x"})


def test_names_are_strings() -> None:
    with pytest.raises(ElementError, match="is a string"):
        div({3: "x"})


@pytest.mark.parametrize(
    "name", ["onclick", "ONCLICK", "on_click", "onClick", "on-click", "On_Click"]
)
@pytest.mark.parametrize("value", ["pwn()", 3, True, {"a": 1}, unsafe_html("pwn()")])
def test_v6_event_attributes_take_callables_only(name: str, value: Any) -> None:
    with pytest.raises(ElementError, match="takes a function"):
        div({name: value})


def test_v6_every_spelling_of_a_handler_is_one_event() -> None:
    for name in ("onclick", "ONCLICK", "on_click", "onClick"):
        assert button({name: print}).handlers == {"click": print}
    assert button(on_click=None).handlers == {}
    with pytest.raises(ElementError, match="names no event"):
        button(on=print)


def test_a_double_click_has_one_name() -> None:
    for name in ("on_double_click", "onDoubleClick", "on_dblclick"):
        assert button({name: print}).handlers == {"dblclick": print}
    with pytest.raises(ElementError, match="'dblclick' is given twice"):
        button(on_double_click=print, on_dblclick=print)


NO_EVENTS = {
    "on_hover": "on_mouseenter",
    "onMouseWheel": "on_wheel",
    "on_right_click": "on_contextmenu",
    "onClickCapture": r"on_click=on\(handler, capture=True\)",
}


@pytest.mark.parametrize("name, right", NO_EVENTS.items(), ids=NO_EVENTS)
def test_a_handler_that_no_browser_calls_is_warned_of(name: str, right: str) -> None:
    with pytest.warns(UserWarning, match=f"no event {name}; write {right}") as caught:
        button({name: print})
    with pytest.warns(UserWarning):
        element("p", **{name: print})

    assert caught[0].filename == __file__


def test_events_of_an_authors_own_have_any_name() -> None:
    assert element("my-card", on_hover=print).handlers == {"hover": print}
    assert div(on_rated=print, on_got_pointer_capture=print).handlers == {
        "rated": print,
        "gotpointercapture": print,
    }
    assert element("my-card", {"on:sl-change": print, "on:ionBlur": print}).handlers == {
        "sl-change": print,
        "ionBlur": print,
    }
    with pytest.raises(ElementError, match="names no event"):
        element("my-card", {"on:": print})


REFUSED_URLS = [
    "javascript:pwn()",
    "\x01 javascript:pwn()",
    "java\tscript:pwn()",
    "java\r\nscript:pwn()",
    "JaVaScRiPt:pwn()",
    "\u200bjavascript:pwn()",
    "vbscript:pwn()",
    "data:text/html,<script>pwn()</script>",
    "data:image/svg+xml,<svg onload=pwn()>",
    "DATA:text/html,x",
    "//evil",
    "\\\\evil",
    "/\\evil",
    " //evil",
    "view-source:javascript:pwn()",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("url", REFUSED_URLS)
@pytest.mark.parametrize(
    "make",
    [
        lambda url: a(href=url),
        lambda url: a({"HREF": url}),
        lambda url: a(href="/", ping=url),
        lambda url: img(src=url),
        lambda url: form(action=url),
        lambda url: button(formaction=url),
        lambda url: button({"formAction": url}),
        lambda url: use(xlink_href=url),
        lambda url: object(data=url),
        lambda url: embed(src=url),
        lambda url: iframe(src=url),
        lambda url: animate(attributeName="href", to=url),
        lambda url: element("body-like", {"BACKGROUND": url}),
    ],
    ids=[
        "href",
        "HREF",
        "ping",
        "src",
        "action",
        "formaction",
        "formAction",
        "xlink:href",
        "data",
        "embed",
        "iframe",
        "animate",
        "background",
    ],
)
def test_v7_v10_v24_a_url_of_a_refused_scheme_becomes_blank(make: Any, url: str) -> None:
    with pytest.warns(UserWarning, match="about:blank"):
        node = make(url)

    assert url not in node.attributes.values()
    assert "about:blank" in node.attributes.values()


@pytest.mark.parametrize(
    "url",
    [
        "/a",
        "a/b?c=d:e",
        "#top",
        "?q=1",
        "",
        "https://example.org/",
        "mailto:a@b",
        "tel:1",
        "data:image/png;base64,AAAA",
        "JaVaScRiPt&#58;pwn()",
        "./javascript:x",
    ],
)
def test_v7_other_urls_stay(url: str) -> None:
    assert a(href=url).attributes == {"href": url}


def test_v10_an_author_vouches_with_trusted_url() -> None:
    assert a(href=trusted_url("javascript:void 0")).attributes == {"href": "javascript:void 0"}


def test_v24_each_value_of_an_animation_is_checked() -> None:
    with pytest.warns(UserWarning, match="about:blank"):
        node = animate(attribute_name="href", values="/a;javascript:pwn()")

    assert node.attributes["values"] == "/a;about:blank"
    assert animate(values="0;1;0").attributes == {"values": "0;1;0"}


@pytest.mark.parametrize(
    "content",
    ["0;url=javascript:pwn()", "0; URL = '//evil'", "0;//evil", "0,data:text/html,x", "1.5 //evil"],
)
def test_v10_a_refresh_to_elsewhere_loses_its_target(content: str) -> None:
    with pytest.warns(UserWarning, match="about:blank"):
        node = meta(http_equiv="Refresh", content=content)

    assert "content" not in node.attributes


def test_v10_a_refresh_to_a_page_of_the_app_stays() -> None:
    assert (
        meta(http_equiv="refresh", content="5; url=/next").attributes["content"] == "5; url=/next"
    )
    assert meta(http_equiv="refresh", content="5").attributes["content"] == "5"


def test_v10_base_is_refused() -> None:
    with pytest.raises(ElementError, match="would move every address"):
        element("base", href="/x")


@pytest.mark.parametrize(
    "name", ["innerHTML", "outerHTML", "dangerouslySetInnerHTML", "inner_html"]
)
def test_v11_raw_html_is_never_an_attribute(name: str) -> None:
    with pytest.raises(ElementError, match="unsafe_html"):
        div(**{name: {"__html": "<img src=x onerror=pwn()>"}})


def test_v11_srcdoc_takes_raw_html_only() -> None:
    assert iframe(srcdoc=unsafe_html("<b>x</b>")).attributes == {"srcdoc": "<b>x</b>"}
    for value in ("<b>", {"text": "<b>"}):
        with pytest.raises(ElementError, match="srcdoc= takes unsafe_html"):
            iframe(srcdoc=value)


def test_v1_v2_values_are_escaped() -> None:
    node = div("<script>p()</script>", title='"><img src=x onload=p()>')

    assert html_of(node) == (
        '<div title="&quot;&gt;&lt;img src=x onload=p()&gt;">&lt;script&gt;p()&lt;/script&gt;</div>'
    )


def test_booleans_are_bare_or_absent() -> None:
    assert html_of(button("x", disabled=True, hidden=False, title=None)) == (
        "<button disabled>x</button>"
    )


def test_data_and_aria_booleans_are_words() -> None:
    assert div(data_open=True, aria_hidden=False, aria_label=None).attributes == {
        "data-open": "true",
        "aria-hidden": "false",
    }


WORDS: dict[str, tuple[str, str]] = {
    "draggable": ("true", "false"),
    "spellcheck": ("true", "false"),
    "content_editable": ("true", "false"),
    "writingSuggestions": ("true", "false"),
    "focusable": ("true", "false"),
    "translate": ("yes", "no"),
    "autocomplete": ("on", "off"),
    "auto_correct": ("on", "off"),
    "autocapitalize": ("on", "off"),
}


@pytest.mark.parametrize("name, words", WORDS.items(), ids=WORDS)
def test_where_html_has_words_for_a_boolean_they_are_written(
    name: str, words: tuple[str, str]
) -> None:
    written = [div({name: value}).attributes for value in (True, False, "x", None)]

    known = name.replace("_", "").lower()
    assert written == [{known: words[0]}, {known: words[1]}, {known: "x"}, {}]


def test_numbers_and_text_enumerations_are_values() -> None:
    assert div(tabindex=0, data_x=1.5, data_y=Decimal("2.50"), title=Kind.MAIN).attributes == {
        "tabindex": "0",
        "data-x": "1.5",
        "data-y": "2.50",
        "title": "main",
    }


@pytest.mark.parametrize("value", [b"x", ["a"], {"a": 1}, date(2026, 1, 1), print, div()])
def test_values_without_one_obvious_text_are_refused(value: Any) -> None:
    with pytest.raises(ElementError, match="title= takes text, a number or a boolean"):
        div(title=value)


CLASSES = {
    "text": ("a b", "a b"),
    "a list": (["a", None, "b", False], "a b"),
    "flags": ({"a": True, "b": 0, "c": "yes"}, "a c"),
    "nested": (["a", {"b": True}, ["c"]], "a b c"),
    "a set, in order": ({"c", "a", "b"}, "a b c"),
}


@pytest.mark.parametrize(("value", "text"), CLASSES.values(), ids=CLASSES)
def test_a_class_is_text_a_list_or_flags(value: Any, text: str) -> None:
    assert div(class_=value).attributes == {"class": text}


def test_a_class_of_nothing_is_absent_and_other_kinds_are_refused() -> None:
    assert div(class_=[]).attributes == {}
    assert div({"class": {"a": False}}).attributes == {}
    for value in (3, b"a", [1]):
        with pytest.raises(ElementError, match="class_= takes"):
            div(class_=value)


STYLES = {
    "text": ("color: red", "color: red"),
    "snake case": ({"background_color": "red"}, "background-color: red"),
    "camel case": ({"backgroundColor": "red"}, "background-color: red"),
    "kebab case": ({"background-color": "red"}, "background-color: red"),
    "a property of a vendor": ({"WebkitMask": "none"}, "-webkit-mask: none"),
    "a variable keeps its case": ({"--myColor": "red"}, "--myColor: red"),
    "units are explicit": ({"line_height": 1.5, "width": "3px"}, "line-height: 1.5; width: 3px"),
    "nothing is left out": ({"color": None, "top": False, "left": 0}, "left: 0"),
}


@pytest.mark.parametrize(("value", "text"), STYLES.values(), ids=STYLES)
def test_a_style_is_text_or_properties(value: Any, text: str) -> None:
    assert div(style=value).attributes == {"style": text}


def test_v21_a_style_cannot_break_out() -> None:
    node = div(style={"color": 'red;}</style><script>"', "background": "url(javascript:pwn())"})

    text = html_of(node)
    assert "<script>" not in text
    assert '"' not in text.removeprefix('<div style="').removesuffix('"></div>')
    for name in ("--x:</style>", "color:red;x", "", "a b", 3):
        with pytest.raises(ElementError, match="not the name of a style property"):
            div(style={name: "x"})
    with pytest.raises(ElementError, match="style= takes text or a dict"):
        div(style=["a"])


def test_a_select_takes_one_value_or_several() -> None:
    assert select(value=3).properties == {"value": "3"}
    assert select(value={"b", "a"}, multiple=True).properties == {"value": ["a", "b"]}
    assert select(value=None).properties == {}
    assert option(selected=1).properties == {"selected": True}
    assert input(value=False).properties == {"value": ""}
    with pytest.raises(ElementError, match="value= takes text"):
        input(value=["a"])


def test_v20_v23_names_that_javascript_knows_are_plain_data() -> None:
    node = div({"data-constructor": "x", "id": "cookie", "name": "attributes"})

    assert html_of(node) == '<div data-constructor="x" id="cookie" name="attributes"></div>'


def test_v18_values_are_cleaned_with_a_warning() -> None:
    with pytest.warns(UserWarning, match=r"U\+FFFD"):
        node = div(title="a\0b")

    assert node.attributes == {"title": "a\ufffdb"}
