from __future__ import annotations

from typing import Any

import pytest

from reactor_nb.core.component import component
from reactor_nb.core.head import Head, head_html
from reactor_nb.core.hooks import use_state
from reactor_nb.errors import ElementError
from reactor_nb.html import button, div, main, p
from tests.core.stage import Stage, show


def entries(*nodes: Any) -> list[tuple[str, dict[str, str], str]]:
    """Return the head that components with these nodes, one below the other, ask for."""

    def nested(rest: tuple[Any, ...]) -> Any:
        return component(lambda: [rest[0], nested(rest[1:])])() if rest else None

    stage = show(lambda: nested(nodes))
    return [(tag, dict(attributes), text) for tag, attributes, text in stage.root.head()]


def test_a_title_meta_links_and_language_are_entries() -> None:
    assert entries(
        Head(
            title="T",
            meta=[{"name": "description", "content": "d"}],
            link=[{"rel": "icon", "href": "/i.png"}],
            lang="de",
            dir="ltr",
        )
    ) == [
        ("html", {"lang": "de", "dir": "ltr"}, ""),
        ("title", {}, "T"),
        ("meta", {"name": "description", "content": "d"}, ""),
        ("link", {"rel": "icon", "href": "/i.png"}, ""),
    ]


def test_the_deeper_entry_about_one_thing_counts() -> None:
    found = entries(
        Head(
            title="layout",
            lang="en",
            dir="ltr",
            meta=[{"name": "Description", "content": "layout"}, {"name": "author", "content": "a"}],
            link=[{"rel": "canonical", "href": "/layout"}, {"rel": "icon", "href": "/i"}],
        ),
        Head(
            title="page",
            lang="de",
            meta=[{"name": "description", "content": "page"}],
            link=[{"rel": "canonical", "href": "/page"}, {"rel": "icon", "href": "/i"}],
        ),
    )

    assert sorted(found, key=str) == [
        ("html", {"lang": "de", "dir": "ltr"}, ""),
        ("link", {"rel": "canonical", "href": "/page"}, ""),
        ("link", {"rel": "icon", "href": "/i"}, ""),
        ("meta", {"name": "author", "content": "a"}, ""),
        ("meta", {"name": "description", "content": "page"}, ""),
        ("title", {}, "page"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"property": "og:title", "content": "a"}, {"property": "og:title", "content": "b"}),
        ({"charset": "utf-8"}, {"charset": "latin-1"}),
        ({"http-equiv": "X", "content": "a"}, {"http_equiv": "x", "content": "b"}),
        ({"itemprop": "name", "content": "a"}, {"itemprop": "name", "content": "b"}),
        ({"data-head-key": "a", "name": "x"}, {"data_head_key": "a", "property": "y"}),
    ],
)
def test_one_meta_is_about_one_thing(one: dict[str, str], other: dict[str, str]) -> None:
    assert len(entries(Head(meta=[one]), Head(meta=[other]))) == 1


def test_one_link_is_about_one_language_and_one_script_is_loaded_once() -> None:
    """PX-35"""
    found = entries(
        Head(
            link=[
                {"rel": "alternate", "hreflang": "de", "href": "/layout"},
                {"rel": "alternate", "hreflang": "en", "href": "/en"},
            ],
            script=[{"src": "/public/x.js"}, {"src": "/public/y.js"}],
        ),
        Head(
            link=[{"rel": "alternate", "hreflang": "DE", "href": "/page"}],
            script=[{"src": "/public/x.js", "defer": True}],
        ),
    )

    assert [one[1].get("href") or one[1] for one in found] == [
        "/page",
        "/en",
        {"src": "/public/x.js", "defer": ""},
        {"src": "/public/y.js"},
    ]


def test_metas_for_different_media_stand_side_by_side() -> None:
    colours = [
        {"name": "theme-color", "content": "#fff", "media": "(prefers-color-scheme: light)"},
        {"name": "theme-color", "content": "#000", "media": "(prefers-color-scheme: dark)"},
    ]

    assert len(entries(Head(meta=colours))) == 2


def test_of_two_at_one_depth_the_later_on_the_page_counts() -> None:
    @component
    def Titled(name: str) -> Any:
        return Head(title=name)

    stage = show(lambda: [Titled("a"), div(Titled("b"))])

    assert stage.root.head() == [("title", {}, "b")]


def test_the_later_on_the_page_counts_whenever_it_came() -> None:
    setters: list[Any] = []

    @component
    def Titled(name: str) -> Any:
        return Head(title=name)

    def render() -> Any:
        names, set_names = use_state(("b",))
        setters.append(set_names)
        return [Titled(name, key=name) for name in names]

    stage = show(render)
    setters[0](("a", "b"))
    assert stage.flush() == []
    assert stage.root.head() == [("title", {}, "b")]

    setters[0](("b", "a"))
    stage.flush()
    assert stage.root.head() == [("title", {}, "a")]


def test_a_change_is_one_op_and_no_change_is_none() -> None:
    def render() -> Any:
        count, set_count = use_state(0)
        return [
            Head(title=f"count {count // 2}"),
            button(count, on_click=lambda: set_count(count + 1)),
        ]

    stage = show(render)

    assert stage.click() == [["text", 2, "1"]]
    assert stage.click() == [["text", 2, "2"], ["head", [["title", {}, "count 1"]]]]


def test_entries_go_with_their_component() -> None:
    @component
    def Page(name: str) -> Any:
        return [Head(title=name), p(name)]

    def render() -> Any:
        shown, set_shown = use_state(True)
        return main(
            Head(title="layout"),
            button(on_click=lambda: set_shown(not shown)),
            Page("page") if shown else None,
        )

    stage = show(render)
    assert stage.root.head() == [("title", {}, "page")]

    assert stage.click()[-1] == ["head", [["title", {}, "layout"]]]
    assert stage.click()[-1] == ["head", [["title", {}, "page"]]]


def test_nothing_stays_of_a_head_that_is_gone() -> None:
    stage: Stage = show(lambda: Head(title="t"))

    stage.close()

    assert stage.root.head() == []


def test_v7_v10_entries_are_checked_like_elements() -> None:
    with pytest.warns(UserWarning, match="about:blank"):
        bad = Head(link=[{"rel": "icon", "href": "javascript:pwn()"}])
    assert bad.entries == (("link", {"rel": "icon", "href": "about:blank"}, ""),)
    with pytest.warns(UserWarning, match="about:blank"):
        refresh = Head(meta=[{"http-equiv": "refresh", "content": "0;url=//evil"}])
    assert refresh.entries == (("meta", {"http-equiv": "refresh"}, ""),)
    with pytest.raises(ElementError, match="takes a function"):
        Head(link=[{"rel": "icon", "onload": "pwn()"}])
    with pytest.raises(ElementError, match="takes no handlers"):
        Head(link=[{"rel": "icon", "onload": print}])
    with pytest.raises(ElementError, match="cannot be the name of an attribute"):
        Head(meta=[{"x><script>": "y"}])
    for src in ("https://evil.example/x.js", "x.js", ""):
        with pytest.raises(ElementError, match="of this app"):
            Head(script=[{"src": src}])
    for src in ("javascript:pwn()", "//evil.example/x.js", "/\\evil.example/x.js"):
        with (
            pytest.warns(UserWarning, match="about:blank"),
            pytest.raises(ElementError, match="of this app"),
        ):
            Head(script=[{"src": src}])


def test_v1_v2_its_html_is_escaped() -> None:
    node = Head(
        title="</title><script>pwn()</script>\r",
        meta=[{"name": "a", "content": '"><script>pwn()</script>'}],
        lang='"><script>',
        script=[{"src": "/x.js"}],
    )

    assert head_html(node.entries) == (
        "<title data-rnb-head>&lt;/title&gt;&lt;script&gt;pwn()&lt;/script&gt;&#13;</title>"
        '<meta name="a" content="&quot;&gt;&lt;script&gt;pwn()&lt;/script&gt;" data-rnb-head>'
        '<script src="/x.js" data-rnb-head></script>'
    )


def test_v18_texts_are_cleaned() -> None:
    with pytest.warns(UserWarning, match=r"U\+FFFD"):
        node = Head(title="a\0", lang="d\0")

    assert node.entries == (("html", {"lang": "d\ufffd"}, ""), ("title", {}, "a\ufffd"))
