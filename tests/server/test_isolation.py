"""S11: nothing of one visitor's page is ever in another's."""

from __future__ import annotations

import random
import re

import anyio
import httpx

from reactor_nb.server import ClientBundle
from tests.server.sites import browser, content_of, make_app, payload_of

RENDERS = 2_000
AT_ONCE = 64

APP = """
    import asyncio
    import random
    import time
    from contextvars import ContextVar

    visitor = ContextVar("visitor")
    shown = state("nobody")
    greeting = computed(lambda: f"hello {shown.value}")
    User = create_context("nobody")

    async def pause() -> None:
        await asyncio.sleep(random.random() / 200)

    async def who(user: str) -> str:
        visitor.set(user)
        await pause()
        return user

    async def load(user: str, known: str = Depends(who)) -> list[str]:
        await pause()
        return [user, known, visitor.get()]

    def load_blocking(user: str) -> list[str]:
        time.sleep(random.random() / 500)
        return [user] * 3

    @component
    def Leaf(n: int):
        user = use_context(User)
        kept, _ = use_state(lambda: f"kept {use_memo_free(user)}")
        return li({"id": use_id()}, f"{n} {user} {shown.value} {greeting.value} {kept}")

    def use_memo_free(text):
        time.sleep(0)
        return text

    def body(user, data):
        shown.set(user)
        time.sleep(random.random() / 2000)
        return User(user, p(user, " ", ",".join(data)), ul([Leaf(n=n, key=n) for n in range(4)]))

    @page("/{user}", loader=load)
    def Awaited(user: str, data: list[str]):
        return body(user, data)

    @page("/blocking/{user}", loader=load_blocking)
    def Blocking(user: str, data: list[str]):
        return body(user, data)
"""


def users_in(response: httpx.Response) -> set[str]:
    return set(re.findall(r"user-\d+", response.text))


async def test_renders_that_run_at_once_never_mix(bundle: ClientBundle) -> None:
    """S11"""
    order = random.Random(7)
    numbers = list(range(RENDERS))
    order.shuffle(numbers)
    wrong: list[str] = []
    ids: set[tuple[str, ...]] = set()

    async def visit(client: httpx.AsyncClient) -> None:
        while numbers:
            number = numbers.pop()
            user = f"user-{number}"
            response = await client.get(f"/{'blocking/' if number % 3 == 0 else ''}{user}")
            content = content_of(response)
            ids.add(tuple(re.findall(r' id="([^"]*)"', content)))
            whole = content.count(user) == 20 and "nobody" not in content
            if users_in(response) != {user} or not whole or not _kept(response, user):
                wrong.append(user)

    async with browser(make_app(APP, bundle)) as client, anyio.create_task_group() as visitors:
        for _ in range(AT_ONCE):
            visitors.start_soon(visit, client)

    assert wrong == []
    assert len(ids) == 1


def _kept(response: httpx.Response, user: str) -> bool:
    """Return whether the state that the page carries is that of its user, all of it."""
    payload = payload_of(response)
    hooks = [one for row in payload["hooks"].values() for one in row]
    return payload["state"]["shown"] == user and hooks == [[1, f"kept {user}"]] * 4
