"""A15: what takes too long is given up, and the app goes on."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextvars import ContextVar
from functools import partial
from textwrap import dedent
from threading import Barrier, Thread, current_thread
from typing import Any

import anyio
import httpx
import pytest

from reactor_nb.server import ClientBundle, Settings, time_limit
from reactor_nb.server.time_limit import TimeLimit
from tests.server.sites import JSON_HEADERS, ORIGIN, browser, make_app, text_of

LIMIT = 0.3
APP = """
    import asyncio
    import threading
    import time

    ended = []
    release = threading.Event()

    @action
    async def wait_for_ever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    @action
    async def go_on_all_the_same() -> None:
        while not release.is_set():
            try:
                await asyncio.sleep(0.05)
            except asyncio.CancelledError:
                ended.append("not yet")

    @action
    def compute_for_ever() -> None:
        while not release.is_set():
            pass

    def slow_guard(request): release.wait(5)

    @action(guard=slow_guard)
    def guarded() -> None: ended.append("guarded")

    @action
    async def quick() -> list[str]: return ended

    @action
    def quick_too() -> str: return "done"

    @action
    async def let_go() -> None: release.set()

    async def wait(request: Request) -> str:
        await asyncio.Event().wait()

    def block(request: Request, q: str = "") -> str:
        release.wait(5)

    async def exit(q: str) -> str:
        raise SystemExit(3)

    @page("/wait", loader=wait)
    def Wait(data: str): return p(data)

    @page("/block", loader=block)
    def Block(data: str): return p(data)

    @page("/exit", loader=exit)
    def Exit(data: str): return p(data)
"""
URL = "/_reactor/actions/"


@pytest.fixture
async def client(bundle: ClientBundle) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(make_app(APP, bundle, Settings(time_limit=LIMIT))) as one:
        yield one
        # Async, so that it comes through however many threads are taken.
        await one.post(f"{URL}let_go", content=b"{}", headers=JSON_HEADERS)


async def call(client: httpx.AsyncClient, name: str) -> Any:
    return await client.post(URL + name, content=b"{}", headers=JSON_HEADERS)


NEVER = ["wait_for_ever", "go_on_all_the_same", "compute_for_ever", "guarded"]


@pytest.mark.parametrize("name", NEVER)
async def test_an_action_that_never_ends_is_given_up(
    client: httpx.AsyncClient, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A15"""
    start = time.monotonic()
    response = await call(client, name)
    seconds = time.monotonic() - start
    after = await call(client, "quick")

    assert (response.status_code, response.json()) == (
        504,
        {
            "error": {
                "code": "timeout",
                "message": "the server did not answer in time; it may have been done or not",
                "fields": {},
            }
        },
    )
    assert seconds >= LIMIT
    assert f"action {name} took more than 0.3 s and was given up" in caplog.text
    assert "guarded" not in after.json()["result"]


async def test_what_awaits_is_cancelled(client: httpx.AsyncClient) -> None:
    """A15"""
    await call(client, "wait_for_ever")
    await anyio.sleep(0)

    assert (await call(client, "quick")).json() == {"result": ["cancelled"]}


async def test_others_do_not_wait_for_a_loop_without_an_end(client: httpx.AsyncClient) -> None:
    """A15"""
    answered: list[str] = []

    async def compute() -> None:
        await call(client, "compute_for_ever")
        answered.append("compute_for_ever")

    async def watch() -> None:
        while "compute_for_ever" not in answered:
            assert (await client.get("/_reactor/health")).status_code == 200
            answered.append("health")

    async with anyio.create_task_group() as together:
        together.start_soon(compute)
        together.start_soon(watch)

    assert answered[0] == "health"


async def test_threads_that_never_end_keep_their_places(
    bundle: ClientBundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A15"""
    monkeypatch.setattr(time_limit, "_MOST_THREADS", 1)

    async with browser(make_app(APP, bundle, Settings(time_limit=LIMIT))) as client:
        first = await call(client, "guarded")
        second = await call(client, "quick_too")
        quick = await call(client, "quick")
        await call(client, "let_go")
        await anyio.sleep(0.05)
        third = await call(client, "quick_too")

    assert (first.status_code, second.status_code, quick.status_code) == (504, 504, 200)
    assert third.json() == {"result": "done"}


async def test_a_form_is_told_on_a_page(client: httpx.AsyncClient) -> None:
    """A15, C8"""
    headers = {"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded"}
    response = await client.post(f"{URL}wait_for_ever", content=b"", headers=headers)

    assert response.status_code == 504
    assert "This took too long" in text_of(response)
    assert "it may have been done or not" in text_of(response)


@pytest.mark.parametrize("path", ["/wait", "/block"])
async def test_a_loader_that_never_ends_is_given_up(
    client: httpx.AsyncClient, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A15"""
    response = await client.get(path)

    assert response.status_code == 504
    assert "This took too long" in text_of(response)
    assert f"the loader of page {path[1:].title()} took more than 0.3 s" in caplog.text


async def test_a_loader_that_ends_the_process_does_not(client: httpx.AsyncClient) -> None:
    """A15"""
    response = await client.get("/exit?q=1")

    assert response.status_code == 500
    assert (await client.get("/_reactor/health")).status_code == 200


async def test_without_a_limit_an_action_may_take_its_time(bundle: ClientBundle) -> None:
    source = """
        import time

        @action
        def add(n: int) -> int:
            time.sleep(0.2)
            return n + 1
    """

    async with browser(make_app(source, bundle, Settings(time_limit=0))) as client:
        response = await client.post(
            f"{URL}add", content=json.dumps({"n": 1}), headers=JSON_HEADERS
        )

    assert response.json() == {"result": 2}


async def test_one_call_after_another_has_one_thread_and_its_own_context() -> None:
    limit = TimeLimit(10)
    visitor: ContextVar[str] = ContextVar("visitor", default="nobody")

    def visit(name: str) -> tuple[Thread, str]:
        before = visitor.get()
        visitor.set(name)
        return current_thread(), before

    first, nobody = await limit.run_sync(lambda: visit("ada"))
    second, again = await limit.run_sync(lambda: visit("bob"))

    assert first is second
    assert (nobody, again) == ("nobody", "nobody")


async def test_calls_at_the_same_time_have_threads_of_their_own() -> None:
    limit = TimeLimit(10)
    together = Barrier(3)

    def meet() -> Thread:
        together.wait(10)
        return current_thread()

    found = await asyncio.gather(*(limit.run_sync(meet) for _ in range(3)))

    assert len(set(found)) == 3


async def test_a_thread_without_work_ends_and_loses_no_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time_limit, "_IDLE_SECONDS", 1e-6)
    limit = TimeLimit(10)

    def tell(number: int) -> tuple[Thread, int]:
        return current_thread(), number

    found = [await limit.run_sync(partial(tell, number)) for number in range(500)]

    assert [number for _, number in found] == list(range(500))

    for thread, _ in found:
        thread.join(10)
        assert not thread.is_alive()


ENDS = {
    "in time": (10, 1, "begun\nwritten\n"),
    "too late": (0.3, 60, "begun\n"),
}


@pytest.mark.parametrize("limit, needs, printed", ENDS.values(), ids=ENDS)
def test_the_process_waits_for_what_is_in_time_and_for_nothing_else(
    limit: float, needs: float, printed: str
) -> None:
    """A15, A16"""
    program = f"""
        import asyncio, time
        from reactor_nb.server.time_limit import TimeLimit

        def work():
            print("begun", flush=True)
            time.sleep({needs})
            print("written", flush=True)

        async def main():
            asyncio.ensure_future(TimeLimit({limit}).run_sync(work))
            await asyncio.sleep(0.1)

        asyncio.run(main())
    """

    ended = subprocess.run(
        [sys.executable, "-c", dedent(program)], capture_output=True, text=True, timeout=30
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, printed, "")
