from __future__ import annotations

import pytest

from reactor_nb.errors import ReactorError
from reactor_nb.runtime.frames import is_below
from reactor_nb.runtime.render import render_page
from tests.runtime.apps import load

APP = """
    @layout("/")
    def Site(children):
        return main(children)

    @layout("/blog")
    def Blog(children):
        count, set_count = use_state(1)
        return section(count, children)

    @page("/")
    def Home():
        return p("home")

    @page("/blog/{id:int}")
    def Post(id: int):
        return p("post ", id)

    @page("/blogger")
    def Blogger():
        return p("blogger")

    @error_page("/blog")
    def Sorry(status: int, message: str):
        return p(status, message)

    @not_found
    def Missing():
        return p("missing")
"""


def test_layouts_nest_around_the_pages_below_their_path() -> None:
    registry = load(APP)

    shown = {
        path: render_page(registry, registry.page(path), props).html
        for path, props in {"/": {}, "/blog/{id:int}": {"id": 2}, "/blogger": {}}.items()
    }

    assert shown == {
        "/": "<main><p>home</p></main>",
        "/blog/{id:int}": "<main><section>1<p>post 2</p></section></main>",
        "/blogger": "<main><p>blogger</p></main>",
    }


def test_what_a_layout_holds_travels_with_the_page() -> None:
    registry = load(APP)

    payload = render_page(registry, registry.page("Post"), {"id": 2}).payload

    assert list(payload["hooks"].values()) == [[[1, 1]]]


def test_an_error_page_stands_in_the_layouts_of_its_own_path() -> None:
    registry = load(APP)
    given = {"status": 500, "message": "?"}

    sorry = render_page(registry, registry.page("!/blog"), given)
    missing = render_page(registry, registry.page("?/"), {})

    assert sorry.html == "<main><section>1<p>500?</p></section></main>"
    assert missing.html == "<main><p>missing</p></main>"


@pytest.mark.parametrize(
    ("path", "prefix", "below"),
    [("/a", "/", True), ("/a/b", "/a", True), ("/a", "/a", True), ("/ab", "/a", False)],
)
def test_a_path_is_below_a_prefix_by_whole_segments(path: str, prefix: str, below: bool) -> None:
    assert is_below(path, prefix) is below


TITLES = """
    from reactor_nb.core.head import Head

    @component
    def Deep(children=(), title: str = ""):
        return div(Head(title=title) if title else None, children)

    @layout("/")
    def Site(children):
        nav = Deep(children=Deep(children=Deep(title="deep in the layout")))
        return div(Head(title="site", meta=[{"name": "author", "content": "a"}]), children, nav)

    @layout("/blog")
    def Blog(children):
        return div(Deep(children=Deep(title="blog")), children)

    @page("/")
    def Home():
        return p()

    @page("/blog/about")
    def About():
        return Head(title="about")

    @page("/blog/deep")
    def Inner():
        return div(Head(title="inner"), Deep(children=Deep(title="in the page")))

    @page("/blog/plain")
    def Plain():
        return p()
"""


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "deep in the layout"),
        ("/blog/plain", "blog"),
        ("/blog/about", "about"),
        ("/blog/deep", "in the page"),
    ],
)
def test_the_head_of_a_page_holds_over_all_that_its_layouts_say(path: str, title: str) -> None:
    """PX-34"""
    registry = load(TITLES)

    head = render_page(registry, registry.page(path), {}).head

    assert f"<title data-rnb-head>{title}</title>" in head
    assert head.count("<title") == head.count("<meta") == 1


BROKEN = {
    "a layout without children": (
        "@layout('/')\ndef A():\n    return p()",
        "layout A has no property 'children' to take the page",
    ),
    "a layout that needs more": (
        "@layout('/')\ndef A(children, user):\n    return p()",
        "layout A needs user, and gets children only",
    ),
    "an error page that needs more": (
        "@error_page('/')\ndef A(error):\n    return p()",
        "error_page A needs error, and gets message, path, status only",
    ),
    "two layouts of one path": (
        "@layout('/a')\ndef A(children):\n    return p()\n"
        "@layout('/a')\ndef B(children):\n    return p()",
        "'/a' has another one; give B another path",
    ),
    "two pages for what is missing": (
        "@not_found\ndef A():\n    return p()\n@not_found\ndef B():\n    return p()",
        "'/' has another one; give B another path",
    ),
    "a page that is sent in another way": (
        "@page('/', stream='fast')\ndef A():\n    return p()",
        "@page('/'): stream= takes True or 'ordered'",
    ),
    "a prefix that is no path": (
        "@layout('blog')\ndef A(children):\n    return p()",
        "@layout('blog'): a path is text that starts with /",
    ),
    "a prefix that ends in a slash": (
        "@error_page('/blog/')\ndef A():\n    return p()",
        "@error_page('/blog/'): a path has no empty part",
    ),
}


@pytest.mark.parametrize(("source", "message"), BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_a_frame_is_told_at_its_definition(source: str, message: str) -> None:
    with pytest.raises(ReactorError) as caught:
        load(source)

    assert message in str(caught.value)
