from __future__ import annotations

from reactor_nb.server import ClientBundle
from tests.server.sites import browser, make_app

APP = """
    @dataclass
    class Post:
        id: int
        title: str = ""

    def user(request: Request) -> str:
        return request.headers.get("x-user", "nobody")

    @api("/api/posts/{id}", methods=["GET", "DELETE"])
    def read_post(id: int, name: str = Depends(user)) -> Post:
        if id == 0:
            raise NotFound("no such post")
        if id == 1:
            raise HTTPException(403, {"why": "closed"})
        if id == 2:
            raise ValueError("password=hunter2")
        if id == 3:
            raise Redirect("/about")
        if id == 4:
            raise ActionError("not now", 409)
        return Post(id, name)

    @api("/api/posts", methods=["POST"])
    async def add_post(post: Post) -> Post:
        return post

    @middleware
    async def outer(request, call_next):
        request.state.seen = ["outer"]
        response = await call_next(request)
        response.headers["x-seen"] = " ".join(request.state.seen)
        return response

    async def inner(request, call_next):
        request.state.seen.append("inner")
        if request.url.path == "/closed":
            raise ActionError("closed today", 403)
        if request.url.path == "/old":
            raise Redirect("/about")
        return await call_next(request)

    middleware(inner)

    @page("/about")
    def About():
        return p("about")

    @page("/{rest:path}")
    def Rest(rest: str):
        return p(rest)
"""


async def test_an_endpoint_answers_as_fastapi_does(bundle: ClientBundle) -> None:
    """PX-20"""
    async with browser(make_app(APP, bundle)) as client:
        read = await client.get("/api/posts/7", headers={"x-user": "ann"})
        deleted = await client.delete("/api/posts/7")
        added = await client.post("/api/posts", json={"id": 1, "title": "a"})

    assert read.json() == {"id": 7, "title": "ann"}
    assert deleted.json() == {"id": 7, "title": "nobody"}
    assert added.json() == {"id": 1, "title": "a"}


async def test_an_endpoint_tells_programs_of_errors(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        answers = [await client.get(f"/api/posts/{id}") for id in range(5)]
        wrong = await client.get("/api/posts/x")

    assert [one.status_code for one in answers] == [404, 403, 500, 303, 409]
    assert answers[0].json() == {"detail": "no such post"}
    assert answers[1].json() == {"detail": {"why": "closed"}}
    assert answers[2].json()["detail"].startswith("The error is noted under the number")
    assert answers[3].headers["location"] == "/about"
    assert answers[4].json() == {"detail": "not now"}
    assert wrong.status_code == 422
    assert wrong.json()["detail"][0]["loc"] == ["path", "id"]


async def test_an_endpoint_is_found_before_a_page_that_takes_every_path(
    bundle: ClientBundle,
) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/api/posts/7")

    assert response.headers["content-type"] == "application/json"


async def test_middleware_stands_around_every_request_the_first_one_outermost(
    bundle: ClientBundle,
) -> None:
    async with browser(make_app(APP, bundle)) as client:
        responses = [
            await client.get(path)
            for path in ("/about", "/api/posts/7", "/static/style-1.css", "/_reactor/health")
        ]

    assert [one.headers.get("x-seen") for one in responses] == ["outer inner"] * 4
    assert [one.headers["x-content-type-options"] for one in responses] == ["nosniff"] * 4


async def test_middleware_may_refuse_and_redirect(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        closed, old = await client.get("/closed"), await client.get("/old")

    assert (closed.status_code, "closed today" in closed.text) == (403, True)
    assert (old.status_code, old.headers["location"]) == (303, "/about")
