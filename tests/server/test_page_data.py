"""The data of a page, for a page of the app that goes on as another one."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from reactor_nb.server import ClientBundle
from tests.server.sites import browser, make_app, payload_of

ASK = {"x-reactor-page": "1"}

APP = """
    @dataclass
    class Post:
        id: int
        title: str

    @dataclass
    class Secret(Post):
        password_hash: str = "CANARY_7f3a"

    def user(request: Request) -> str:
        if request.headers.get("x-user") is None and request.url.path.endswith("/private"):
            raise Redirect("/login?from=/private#form")
        return "ann"

    def load(id: int, name: str = Depends(user)) -> Post:
        if id == 0:
            raise NotFound()
        if id == 1:
            raise Redirect("//evil.example")
        return Secret(id, name)

    rendered = []

    @page("/posts/{id}", loader=load)
    def Show(id: int, data: Post, part: str = ""):
        rendered.append(id)
        return p(data.title)

    def private(name: str = Depends(user)) -> str:
        return name

    @page("/private", loader=private)
    def Private(data: str):
        return p(data)

    @page("/rendered")
    def Rendered(data: list[int] = []):
        return p(str(rendered))

    @not_found
    def Missing(path: str):
        return p(path)
"""


async def test_it_is_what_the_page_is_rendered_from_and_nothing_is_rendered(
    bundle: ClientBundle,
) -> None:
    """PX-55"""
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/posts/7?part=%C3%A4", headers=ASK)
        rendered = await client.get("/rendered")

    assert response.json() == {
        "path": "/posts/{id}",
        "url": "/posts/7?part=%C3%A4",
        "props": {"id": 7, "data": {"id": 7, "title": "ann"}, "part": "ä"},
    }
    assert response.headers["content-type"] == "application/vnd.reactor-nb.page+json"
    assert response.headers["cache-control"] == "no-store"
    assert "<p>[]</p>" in rendered.text


async def test_a_cache_tells_the_data_from_the_page(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        page = await client.get("/posts/7")
        data = await client.get("/posts/7", headers=ASK)

    assert page.headers["vary"] == data.headers["vary"] == "X-Reactor-Page"
    assert page.headers["content-type"].startswith("text/html")


async def test_it_names_the_files_that_it_is_for_as_the_page_does(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        page = await client.get("/posts/7")
        data = await client.get("/posts/7", headers=ASK)

    assert data.headers["x-reactor-app"] == payload_of(page)["build"]


async def test_an_error_page_is_data_too(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/posts/0", headers=ASK)

    assert response.status_code == 404
    assert response.json() == {"path": "?/", "url": "/posts/0", "props": {"path": "/posts/0"}}


async def test_a_redirect_is_left_to_the_page(bundle: ClientBundle) -> None:
    app = Starlette(routes=[Mount("/a", make_app(APP, bundle))])
    async with browser(app) as client:
        response = await client.get("/a/private", headers=ASK)
        plain = await client.get("/a/private")
        allowed = await client.get("/a/private", headers={**ASK, "x-user": "ann"})

    assert (response.status_code, response.text) == (204, "")
    assert response.headers["x-reactor-location"] == "/a/login?from=/private#form"
    assert (plain.status_code, plain.headers["location"]) == (
        303,
        response.headers["x-reactor-location"],
    )
    assert allowed.json()["url"] == "/private"


@pytest.mark.parametrize("headers", [ASK, {}], ids=["data", "page"])
async def test_nobody_is_led_to_where_no_visitor_may_be_sent(
    bundle: ClientBundle, headers: dict[str, str]
) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/posts/1", headers=headers)

    assert response.status_code == 500
    assert "evil" not in response.text + str(response.headers)


async def test_only_the_fields_of_the_declared_type_are_sent(bundle: ClientBundle) -> None:
    """S5"""
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/posts/7", headers=ASK)

    assert "CANARY" not in response.text


async def test_an_app_without_error_pages_answers_with_html(bundle: ClientBundle) -> None:
    async with browser(make_app("@page('/')\ndef A():\n    return p()", bundle)) as client:
        response = await client.get("/nothing", headers=ASK)

    assert response.headers["content-type"].startswith("text/html")
