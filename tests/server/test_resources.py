"""What components wait for: loaded before the HTML is sent, and sent with it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from reactor_nb.server import ClientBundle, Settings
from tests.server.sites import (
    JSON_HEADERS,
    browser,
    content_of,
    make_app,
    payload_of,
    text_of,
)

LIMIT = 0.3
APP = """
    import asyncio
    import threading
    from datetime import date
    from reactor_nb.core.boundary import ErrorBoundary
    from reactor_nb.core.resource import Suspense, lazy, use_resource

    together = asyncio.Barrier(2)
    events: list[str] = []
    chosen = state("of the page")

    def members(request: Request) -> None:
        if "user" not in request.cookies:
            raise ActionError("log in", status=401)

    @action(guard=members)
    async def secret() -> str:
        return await plain()

    @action(guard=members)
    async def plain() -> str:
        return f"for members, {outside_of_it()}"

    def outside_of_it() -> str:
        from reactor_nb.runtime.registry import outside
        return str(outside.get())

    @action
    async def moved() -> str: raise Redirect("/together")

    @page("/moved")
    def Moved(): return p(use_resource(lambda: moved(), []))

    @action
    def in_a_thread() -> str:
        return str(threading.current_thread() is not threading.main_thread())

    @component
    def Value(name: str):
        async def load() -> date:
            await together.wait()
            return date(2024, 1, len(name))
        return b(str(use_resource(load, [name])))

    @page("/together")
    def Together():
        return Suspense(Value("a"), Value("bc"), fallback="wait")

    @component
    def Member():
        first = use_resource(lambda: secret(), [])
        return p(first, " ", use_resource(lambda: in_a_thread(), []))

    @page("/members")
    def Members():
        return Suspense(Member(), fallback="wait")

    @page("/caught")
    def Caught():
        return ErrorBoundary(Members(), fallback=lambda error, retry: error.message)

    @component
    def Never():
        async def load() -> str:
            try:
                await asyncio.Event().wait()
            finally:
                events.append("cancelled")
        return p(use_resource(load, []))

    @page("/never")
    def NeverThere():
        value, _ = use_state(lambda: 7)
        return div(Suspense(Never(), fallback=f"wait {value}"), Never(), p("beside"))

    @page("/endless")
    def Endless():
        return Suspense(Step(), fallback="wait")

    @component
    def Step():
        return str(use_resource(one, [object()]))

    async def one() -> int: return 1

    @page("/odd")
    def Odd():
        async def load(): return lambda: 1
        return p(str(callable(use_resource(load, []))))

    @page("/state")
    def WithState():
        async def load() -> str:
            await asyncio.sleep(0)
            return chosen.value
        return p(use_resource(load, []))

    @page("/exit")
    def Exit():
        async def load() -> str: raise SystemExit(3)
        return p(use_resource(load, []))

    @component
    def Real(name: str): return b(name)

    async def real():
        await asyncio.sleep(0)
        return Real

    Later = lazy(real)

    @page("/lazy")
    def Lazy(): return Suspense(Later(name="x"), fallback="wait")

    @action
    async def get_events() -> list[str]: return events
"""


@pytest.fixture
async def client(bundle: ClientBundle) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(make_app(APP, bundle, Settings(time_limit=LIMIT))) as one:
        yield one


async def test_resources_are_loaded_at_once_and_travel_with_the_page(
    client: httpx.AsyncClient,
) -> None:
    response = await client.get("/together")

    assert content_of(response) == "<b>2024-01-01</b><b>2024-01-02</b>"
    values = [value for row in payload_of(response)["hooks"].values() for value in row]
    assert [kind for kind, _ in values] == [1, 1]
    assert "2024-01-02" in str(values)


@pytest.mark.parametrize(
    "cookies, status, text",
    [({}, 401, "log in"), ({"user": "x"}, 200, "for members, None True")],
    ids=["nobody", "member"],
)
async def test_a11_a_resource_calls_an_action_no_further_than_its_guard(
    client: httpx.AsyncClient, cookies: dict[str, str], status: int, text: str
) -> None:
    client.cookies.update(cookies)
    response = await client.get("/members")

    assert response.status_code == status
    assert text in text_of(response)


async def test_a_redirect_of_an_action_that_a_component_calls_is_one_of_the_page(
    client: httpx.AsyncClient,
) -> None:
    response = await client.get("/moved")

    assert (response.status_code, response.headers["location"]) == (303, "/together")


async def test_an_error_of_a_resource_is_for_the_boundary_around(
    client: httpx.AsyncClient,
) -> None:
    response = await client.get("/caught")

    assert (response.status_code, content_of(response)) == (200, "log in")


async def test_what_does_not_come_in_time_is_left_to_the_browser(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = await client.get("/never")
    events = await client.post("/_reactor/actions/get_events", content=b"{}", headers=JSON_HEADERS)

    assert content_of(response) == "<div>wait 7<p>beside</p></div>"
    assert 0 in next(row for row in payload_of(response)["hooks"].values() if 0 in row)
    assert "a resource of page NeverThere took more than 0.3 s" in caplog.text
    assert events.json() == {"result": ["cancelled", "cancelled"]}


async def test_a_resource_with_other_dependencies_each_time_comes_to_an_end(
    client: httpx.AsyncClient,
) -> None:
    assert content_of(await client.get("/endless")) == "1"


async def test_a_value_that_cannot_travel_is_loaded_anew_in_the_browser(
    client: httpx.AsyncClient,
) -> None:
    response = await client.get("/odd")

    assert content_of(response) == "<p>True</p>"
    assert payload_of(response)["hooks"] == {"0/0": [0]}


async def test_a_resource_reads_the_state_of_its_own_page(client: httpx.AsyncClient) -> None:
    assert content_of(await client.get("/state")) == "<p>of the page</p>"


async def test_a_resource_that_ends_the_process_does_not(client: httpx.AsyncClient) -> None:
    """A15"""
    response = await client.get("/exit")

    assert response.status_code == 500
    assert (await client.get("/_reactor/health")).status_code == 200


async def test_a_lazy_component_is_there_on_the_server(client: httpx.AsyncClient) -> None:
    assert content_of(await client.get("/lazy")) == "<b>x</b>"
