"""Layouts and error pages over HTTP: which one answers, and with which status."""

from __future__ import annotations

import logging

import pytest

from reactor_nb.server import ClientBundle
from tests.server.sites import ORIGIN, browser, content_of, make_app, payload_of, shown_in

APP = """
    @layout("/")
    def Site(children):
        if broken:
            raise ValueError("a layout that fails")
        return div(children)

    broken = []

    @layout("/blog")
    def Blog(children):
        return section(children)

    def load(id: int):
        if id == 0:
            raise NotFound("no such post")
        if id == 1:
            raise LoaderError("the archive is closed", 503)
        if id == 2:
            raise HTTPException(401, "log in", {"WWW-Authenticate": "Basic"})
        if id == 3:
            raise ValueError("password=hunter2")
        return id

    @page("/blog/{id}", loader=load)
    def Post(id: int, data: int, part: int = 1):
        if id == 4:
            raise NotFound()
        if id == 5:
            raise Redirect("/about")
        return p(f"post {id}")

    @page("/about")
    def About():
        return p("about")

    @page("/fails")
    def Fails():
        raise ValueError("a page that fails")

    @page("/users/{name}/photos")
    def Photos(name: str):
        raise NotFound()

    @error_page("/users/{name}")
    def UserFailed(status: int):
        return p(f"user {status}")

    @error_page("/blog")
    def BlogFailed(status: int, message: str, path: str):
        return p(f"blog {status} {message} {path}")

    @error_page("/")
    def Failed(status: int, **others: Any):
        if status == 418:
            raise ValueError("an error page that fails")
        return p(f"all {status} {sorted(others)}")

    @not_found
    def Missing(path: str = ""):
        count, set_count = use_state(7)
        return p(f"nothing at {path}")

    @page("/tea")
    def Tea():
        raise LoaderError("tea", 418)

    @action
    async def gone() -> None:
        raise NotFound()
"""

CASES = {
    "a page that is not there": ("/zzz/ü", 404, "<div><p>nothing at /zzz/ü</p></div>"),
    "the nearest one answers for what is missing, too": (
        "/blog/zzz/a",
        404,
        "<div><section><p>blog 404 This page does not exist /blog/zzz/a</p></section></div>",
    ),
    "NotFound in a loader": (
        "/blog/0",
        404,
        "<div><section><p>blog 404 no such post /blog/0</p></section></div>",
    ),
    "NotFound in a render": (
        "/blog/4",
        404,
        "<div><section><p>blog 404 This page does not exist /blog/4</p></section></div>",
    ),
    "LoaderError": (
        "/blog/1",
        503,
        "<div><section><p>blog 503 the archive is closed /blog/1</p></section></div>",
    ),
    "an error of FastAPI": (
        "/blog/2",
        401,
        "<div><section><p>blog 401 log in /blog/2</p></section></div>",
    ),
    "a parameter of the wrong type": ("/blog/x", 422, "id: Input should be a valid integer"),
    "a query of the wrong type": ("/blog/9?part=x", 422, "part: Input should be a valid integer"),
    "an error nobody expected": ("/fails", 500, "<div><p>all 500 [&#x27;message&#x27;, "),
    "a prefix with a parameter": ("/users/ann/photos", 404, "<p>user 404</p>"),
    "an error page that fails": ("/tea", 418, ""),
}


@pytest.mark.parametrize(("path", "status", "shown"), CASES.values(), ids=CASES)
async def test_the_nearest_error_page_answers(
    bundle: ClientBundle, path: str, status: int, shown: str
) -> None:
    """PX-32"""
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get(path)

    assert response.status_code == status
    if shown:
        assert shown.replace("&#x27;", "'") in content_of(response).replace("&#x27;", "'")
        assert response.headers["cache-control"] == "no-store"
    else:
        assert "<h1>This did not work</h1>" in response.text
    assert "hunter2" not in response.text


async def test_headers_of_an_error_stay(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/blog/2")

    assert response.headers["www-authenticate"] == "Basic"


async def test_a_redirect_in_a_render_leads_on(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/blog/5")

    assert (response.status_code, response.headers["location"]) == (303, "/about")


async def test_no_boundary_stands_in_the_way_of_an_answer(bundle: ClientBundle) -> None:
    source = """
        from reactor_nb.core.boundary import ErrorBoundary
        from reactor_nb.core.resource import use_resource

        @component
        def Raises(kind: str):
            if kind == "resource":
                use_resource(leave, [])
            raise NotFound() if kind == "missing" else Redirect("/b")

        async def leave():
            raise Redirect("/c")

        @page("/{kind}")
        def A(kind: str):
            return ErrorBoundary(Raises(kind), fallback="fallback")
    """
    async with browser(make_app(source, bundle)) as client:
        missing = await client.get("/missing")
        moved = [(await client.get(f"/{one}")).headers["location"] for one in ("moved", "resource")]

    assert missing.status_code == 404
    assert moved == ["/b", "/c"]


async def test_an_error_page_carries_what_the_browser_needs_to_take_it_over(
    bundle: ClientBundle,
) -> None:
    async with browser(make_app(APP, bundle)) as client:
        payload = payload_of(await client.get("/zzz"))

    assert (payload["path"], payload["props"]) == ("?/", {"path": "/zzz"})
    assert list(payload["hooks"].values()) == [[[1, 7]]]


async def test_where_a_layout_fails_there_is_still_an_answer(
    bundle: ClientBundle, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(APP.replace("broken = []", "broken = [1]"), bundle)
    with caplog.at_level(logging.ERROR):
        async with browser(app) as client:
            response = await client.get("/about")

    assert response.status_code == 500
    assert "<h1>Something went wrong</h1>" in response.text
    assert len(caplog.records) == 2


async def test_a_form_that_failed_is_answered_by_the_page_nearest_to_it(
    bundle: ClientBundle,
) -> None:
    kind = "application/x-www-form-urlencoded"
    headers = {"origin": ORIGIN, "referer": f"{ORIGIN}/blog/9", "content-type": kind}
    async with browser(make_app(APP, bundle)) as client:
        response = await client.post("/_reactor/actions/gone", headers=headers)

    assert response.status_code == 404
    assert shown_in(response).startswith("blog 404")


async def test_programs_get_json_for_our_own_paths(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/_reactor/nothing")

    assert response.json()["error"]["code"] == "not_found"


async def test_without_error_pages_there_are_ours(bundle: ClientBundle) -> None:
    async with browser(make_app("@page('/')\ndef A():\n    return p()", bundle)) as client:
        response = await client.get("/zzz")

    assert (response.status_code, "reactor-payload" in response.text) == (404, False)
    assert "<h1>This page does not exist</h1>" in response.text
