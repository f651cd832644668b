from __future__ import annotations

import pytest

from reactor_nb.errors import ExportError
from reactor_nb.export.site.addresses import base_of, file_of, link_between, target_of

FILES = {
    "/": "index.html",
    "/about": "about/index.html",
    "/about/": "about/index.html",
    "/posts/1": "posts/1/index.html",
    "/caf%C3%A9 bar": "café bar/index.html",
    "/feed.xml": "feed.xml/index.html",
}


@pytest.mark.parametrize("path", FILES)
def test_a_page_is_the_index_of_a_folder(path: str) -> None:
    assert file_of(path) == FILES[path]


@pytest.mark.parametrize(
    "path",
    [
        *("/..%2Fx", "/a/%2e%2e/b", "/.git/hooks", "/con", "/a/COM1.txt", "/a:b", "/x%00y"),
        *("/trailing.", "/trailing%20", f"/{'x' * 300}", "/a%5Cb", "/a%3Fb"),
    ],
)
def test_a_name_that_no_file_should_have_is_refused_e5(path: str) -> None:
    with pytest.raises(ExportError, match="cannot be a file"):
        file_of(path)


@pytest.mark.parametrize("path", ["/static/x", "/public", "/manifest.json", "/sw.js", "/Static"])
def test_a_page_in_the_place_of_a_file_of_the_site_is_refused_e7(path: str) -> None:
    with pytest.raises(ExportError, match="take the place of a file"):
        file_of(path)


@pytest.mark.parametrize(
    ("path", "base"), [("/", "."), ("/about", "./.."), ("/a/b", "./../.."), ("/a/", "./..")]
)
def test_the_base_leads_from_a_page_to_the_root(path: str, base: str) -> None:
    assert base_of(path) == base


LINKS = {
    ("/", "posts/1"): "/posts/1",
    ("/", "./posts/1"): "/posts/1",
    ("/", "/posts/1"): "/posts/1",
    ("/about", "team"): "/team",
    ("/about", "."): "/",
    ("/about", "./"): "/",
    ("/posts/1", "2"): "/posts/2",
    ("/posts/1", "../"): "/",
    ("/posts/1", "../../../about"): "/about",
    ("/posts/", "1"): "/posts/1",
    # As the app itself writes an address, with the base of the page before it.
    ("/about", "./../team"): "/team",
    ("/posts/1", "./../../about"): "/about",
    ("/posts/1", "./../.."): "/",
}


@pytest.mark.parametrize(("path", "href"), LINKS)
def test_a_link_leads_where_it_would_lead_on_the_server(path: str, href: str) -> None:
    assert target_of(path, href) == (LINKS[path, href], "")


def test_what_follows_a_path_is_kept() -> None:
    assert target_of("/", "posts/1?x=1#two") == ("/posts/1", "?x=1#two")


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/",
        "//example.org/x",
        "mailto:a@b.c",
        "#here",
        "",
        "?q=1",
        "\\\\x",
        "http://[",
    ],
)
def test_a_link_to_elsewhere_or_to_the_page_itself_is_left_alone(href: str) -> None:
    assert target_of("/about", href) is None


@pytest.mark.parametrize(
    ("path", "target", "link"),
    [
        ("/", "about/", "./about/"),
        ("/about", "", "../"),
        ("/posts/1", "posts/2/", "../../posts/2/"),
        ("/about", "public/a b.txt", "../public/a%20b.txt"),
    ],
)
def test_a_written_link_is_relative_to_the_folder_of_its_page(
    path: str, target: str, link: str
) -> None:
    assert link_between(path, target) == link
