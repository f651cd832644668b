"""Loaders get what they ask for as FastAPI gives it."""

from __future__ import annotations

import pytest

from reactor_nb.server import ClientBundle
from tests.server.sites import browser, make_app, shown_in

APP = """
    from fastapi import Cookie, Path, Query
    from uuid import UUID

    seen = []

    def connect():
        seen.append("open")
        try:
            yield "connection"
        finally:
            seen.append("close")

    async def transaction(connection: Annotated[str, Depends(connect)]):
        seen.append("begin")
        try:
            yield f"{connection} in a transaction"
        except NotFound:
            seen.append("rollback")
            raise
        else:
            seen.append("commit")

    class Paging:
        def __init__(self, page: int = 1, size: Annotated[int, Query(le=50)] = 10):
            self.page, self.size = page, size

    async def load(
        id: Annotated[int, Path(ge=1)],
        request: Request,
        work: Annotated[str, Depends(transaction)],
        paging: Annotated[Paging, Depends()],
        tag: Annotated[list[str], Query()] = [],
        theme: Annotated[str, Cookie()] = "light",
    ) -> dict[str, Any]:
        seen.append("load")
        if id == 9:
            raise NotFound()
        return {"all": [id, request.url.path, work, paging.page, paging.size, tag, theme]}

    @page("/posts/{id}", loader=load)
    def Post(id: int, data: dict):
        seen.append("render")
        return p(str(data["all"]))

    class Store:
        def load(self, id: UUID) -> str:
            return f"method {id}"

    @page("/things/{id:uuid}", loader=Store().load)
    def Thing(id: UUID, data: str):
        return p(data, " ", type(id).__name__)

    @page("/seen")
    def Seen():
        return p(" ".join(seen))

    def stream():
        seen.append("start")
        yield 5
        seen.append("end")

    @page("/yields", loader=stream)
    def Yields(data: int):
        return p(data)
"""


async def test_a_loader_has_the_parameters_that_fastapi_finds(bundle: ClientBundle) -> None:
    """PX-26, PX-30"""
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/posts/3?page=2&tag=a&tag=b", headers={"cookie": "theme=dark"})

    expected = [3, "/posts/3", "connection in a transaction", 2, 10, ["a", "b"], "dark"]
    assert shown_in(response) == str(expected)


async def test_dependencies_that_yield_are_cleaned_up_once_the_page_is_rendered(
    bundle: ClientBundle,
) -> None:
    async with browser(make_app(APP, bundle)) as client:
        await client.get("/posts/3")
        seen = shown_in(await client.get("/seen"))

    assert seen == "open begin load render commit close"


async def test_dependencies_that_yield_hear_of_what_the_loader_raised(
    bundle: ClientBundle,
) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/posts/9")
        seen = shown_in(await client.get("/seen"))

    assert response.status_code == 404
    assert seen == "open begin load rollback close"


async def test_a_loader_may_be_a_method_or_yield(bundle: ClientBundle) -> None:
    number = "01234567-89ab-cdef-0123-456789abcdef"
    async with browser(make_app(APP, bundle)) as client:
        method = await client.get(f"/things/{number}")
        yields = await client.get("/yields")

    assert shown_in(method) == f"method {number} UUID"
    assert shown_in(yields) == "5"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/posts/x", 422), ("/posts/0", 422), ("/posts/3?size=51", 422), ("/things/7", 404)],
)
async def test_what_does_not_fit_is_refused_before_the_loader_runs(
    bundle: ClientBundle, path: str, status: int
) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get(path)
        seen = shown_in(await client.get("/seen"))

    assert response.status_code == status
    assert "load" not in seen
