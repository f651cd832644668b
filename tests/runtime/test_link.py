from __future__ import annotations

from typing import Any

import pytest

from reactor_nb.core.component import component
from reactor_nb.errors import ElementError
from reactor_nb.html import b
from reactor_nb.runtime.info import PAGE_INFO, PageInfo
from reactor_nb.runtime.link import Link
from tests.core.stage import show


def html(link: Any, base: str = "", url: str = "/") -> str:
    """Return the HTML of a link on a page."""
    stage = show(lambda: PAGE_INFO(PageInfo(base, url=url), link))
    return stage.html()


def test_a_link_is_an_element_that_a_page_knows() -> None:
    link = Link({"class": "x"}, b("go"), " on", href="/posts/1", id="a", key=1)

    assert link.key == "1"
    assert html(link, "/app") == (
        '<a class="x" href="/app/posts/1" id="a" data-rnb-link="hover"><b>go</b> on</a>'
    )


@pytest.mark.parametrize(
    ("prefetch", "mark"), [("hover", "hover"), ("visible", "visible"), (None, "")]
)
def test_it_says_when_its_page_is_asked_for(prefetch: str | None, mark: str) -> None:
    expected = f' data-rnb-link="{mark}"' if mark else " data-rnb-link"

    assert expected in html(Link("go", href="/x", prefetch=prefetch))


@pytest.mark.parametrize("href", ["https://example.org/", "?page=2", "#top", "mailto:a@b", "next"])
def test_only_paths_of_the_app_are_where_the_app_is(href: str) -> None:
    assert f'href="{href}"' in html(Link("go", href=href), "/app")


@pytest.mark.parametrize(
    ("href", "url", "current"),
    [
        ("/posts", "/posts", True),
        ("/posts", "/posts?page=2", True),
        ("/posts?page=2", "/posts?page=2", True),
        ("/posts?page=1", "/posts?page=2", False),
        ("/posts#top", "/posts", True),
        ("/pöste", "/p%C3%B6ste", True),
        ("/posts/1", "/posts", False),
        ("/", "/posts", False),
    ],
)
def test_a_link_to_the_page_that_is_shown_says_so(href: str, url: str, current: bool) -> None:
    assert ('aria-current="page"' in html(Link("go", href=href), "/app", url)) is current


def test_what_an_author_says_of_it_holds() -> None:
    shown = html(Link("go", href="/", aria_current="step"), url="/")

    assert 'aria-current="step"' in shown


@pytest.mark.parametrize("href", ["javascript:pwn()", "//evil.example", "\\\\evil.example"])
def test_v7_a_link_is_checked_like_any_other(href: str) -> None:
    with pytest.warns(UserWarning, match="about:blank"):
        link = Link("go", href=href)

    assert 'href="about:blank"' in html(link)


def test_a_mistake_is_told_at_its_line() -> None:
    with pytest.raises(ElementError, match="prefetch= takes 'hover', 'visible' or None, not True"):
        Link("go", href="/", prefetch=True)  # type: ignore[arg-type]
    with pytest.raises(ElementError, match="takes a function"):
        Link("go", href="/", on_click="pwn()")


def test_it_renders_again_when_the_page_is_another() -> None:
    @component
    def App(url: str) -> Any:
        return PAGE_INFO(PageInfo(url=url), Link("go", href="/a"))

    assert "aria-current" in show(lambda: App("/a")).html()
    assert "aria-current" not in show(lambda: App("/b")).html()
