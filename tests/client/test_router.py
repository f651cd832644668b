from __future__ import annotations

from typing import Any

import pytest

from reactor_nb.client.router import show
from reactor_nb.errors import ReactorError
from reactor_nb.runtime.info import PageInfo
from reactor_nb.runtime.page import page_node
from reactor_nb.runtime.registry import Registry
from tests.runtime.apps import load
from tests.runtime.test_session import FakePage

APP = """
    from reactor_nb.core.boundary import ErrorBoundary
    from reactor_nb.core.head import Head
    from reactor_nb.core.hooks import use_effect
    from reactor_nb.runtime.link import Link

    ended = []

    @layout("/")
    def Site(children):
        count, set_count = use_state(0)
        return div(
            Head(title="Site"),
            Link("here", href="/posts/2?a=1"),
            button(count, on_click=lambda: set_count(count + 1)),
            ErrorBoundary(children, fallback="it broke"),
        )

    @page("/posts/{id:int}")
    def Post(id: int):
        first, _ = use_state(id)
        use_effect(lambda: lambda: ended.append(id), [])
        return div(Head(title=f"Post {id}"), h1(first))

    @page("/fails")
    def Fails():
        raise ValueError("broken")

    @page("/missing")
    def Missing():
        raise NotFound()
"""


@pytest.fixture
def registry() -> Registry:
    registry = load(APP)
    registry.base = "/app"
    return registry


@pytest.fixture
def page(registry: Registry) -> FakePage:
    info = PageInfo("/app", url="/posts/1")
    made = FakePage(page_node(registry, registry.page("Post"), {"id": 1}, info))
    made.adopt()
    made.click()
    return made


def visit(page: FakePage, registry: Registry, number: int, path: str, **props: Any) -> list[Any]:
    """Show a page as the browser asks for it, and return what was sent."""
    page.sent.clear()
    url = path.replace("{id:int}", str(props.get("id"))) + "?a=1"
    show(page.session, registry, page, number, {"path": path, "url": url, "props": props})
    page.tick()
    return list(page.sent)


def test_one_patch_shows_the_page_and_names_the_visit(page: FakePage, registry: Registry) -> None:
    [patch] = visit(page, registry, 7, "/posts/{id:int}", id=2)

    assert (patch[0], patch[3]) == ("patch", 7)
    assert ["head", [["title", {}, "Post 2"]]] in [list(op) for op in patch[2]]
    assert page.session.root.html() == (
        '<div><a href="/app/posts/2?a=1" aria-current="page" data-rnb-link="hover">here</a>'
        "<button>1</button><div><h1>2</h1></div></div>"
    )


def test_the_page_before_has_ended(page: FakePage, registry: Registry) -> None:
    visit(page, registry, 1, "/posts/{id:int}", id=1)
    visit(page, registry, 2, "/posts/{id:int}", id=3)

    assert registry.page("Post").component.function.__globals__["ended"] == [1, 1]


def test_a_page_that_fails_is_the_affair_of_its_boundary_and_the_next_is_shown(
    page: FakePage, registry: Registry
) -> None:
    [failed] = visit(page, registry, 1, "/fails")
    [shown] = visit(page, registry, 2, "/posts/{id:int}", id=4)

    assert (failed[3], shown[3]) == (1, 2)
    assert page.session.root.html().endswith("<div><h1>4</h1></div></div>")


def test_what_only_the_server_can_answer_is_asked_for_as_a_document(
    page: FakePage, registry: Registry
) -> None:
    report, navigate = visit(page, registry, 1, "/missing")

    assert report[:2] == ["report", "error"]
    assert navigate == ["navigate", "/app/missing?a=1", True]
    assert "<h1>1</h1>" in page.session.root.html()


@pytest.mark.parametrize(("path", "props"), [("/nowhere", {}), ("/posts/{id:int}", {"id": "x"})])
def test_data_that_does_not_fit_leads_to_a_new_document(
    page: FakePage, registry: Registry, path: str, props: dict[str, Any]
) -> None:
    with pytest.raises(ReactorError):
        visit(page, registry, 1, path, **props)

    assert page.sent[0][0] == "navigate"
