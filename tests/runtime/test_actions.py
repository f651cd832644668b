from __future__ import annotations

import inspect
import logging
import threading
from typing import Any

import anyio.to_thread
import pytest

from reactor_nb.runtime.actions import ActionReply, Calling, call_action, call_action_form
from reactor_nb.runtime.registry import Registry
from tests.runtime.apps import load

APP = """
    import threading
    from datetime import date
    from enum import Enum

    class Color(Enum):
        RED = "red"

    @dataclass(frozen=True)
    class Todo:
        id: int
        title: str

    @dataclass(frozen=True)
    class Secret(Todo):
        password_hash: str = "CANARY_7f3a"

    class HTTPError(Exception):
        status_code = 401
        detail = "log in first"

    calls = []

    def only_admin(request):
        if request != "admin":
            raise ActionError("not for you", status=403)

    async def only_known(request):
        if request is None:
            raise HTTPError

    def broken_guard(request):
        raise KeyError("password=hunter2")

    @action
    async def add(title: str, count: int = 1, done: bool = False, color: Color | None = None,
                  due: date | None = None, tags: list[str] = []) -> Todo:
        calls.append((title, count, done, color, due, tags))
        return Secret(count, title)

    @action(guard=only_admin)
    def wipe() -> int:
        return len(calls)

    @action(guard=only_known)
    def greet() -> str:
        return threading.current_thread().name

    @action(guard=broken_guard)
    def closed(): pass

    @action(guard=public)
    def fail(how: str) -> int:
        if how == "field":
            raise ActionError("too long", fields={"how": "at most 3"})
        if how == "status":
            raise ActionError("odd", status=200)
        raise {"missing": NotFound, "exit": SystemExit, "interrupt": KeyboardInterrupt,
               "memory": MemoryError, "deep": RecursionError}.get(how, RuntimeError)("hunter2")

    @action
    def go(): raise Redirect("/done")

    @action
    def lie() -> int: return "not a number: hunter2"

    @action
    def leak(): return Secret(1, "x")

    def plain(): pass
"""


@pytest.fixture
def app() -> Registry:
    return load(APP)


async def in_a_thread(function: Any) -> Any:
    return await anyio.to_thread.run_sync(function)


def failure(reply: ActionReply) -> tuple[int, str, str, dict[str, str]]:
    error = reply.body["error"]
    return reply.status, error["code"], error["message"], error["fields"]


async def test_a_call_gives_its_result_as_declared_fields_only(app: Registry) -> None:
    """S5"""
    reply = await call_action(app, "add", {"title": "milk", "count": 2})

    assert reply == ActionReply(200, {"result": {"id": 2, "title": "milk"}})


@pytest.mark.parametrize(
    "name", ["unknown", "plain", "__init__", "os.system", "add.func", "Todo", "x" * 10_000, ""]
)
async def test_only_actions_can_be_called(app: Registry, name: str) -> None:
    """A2, A3"""
    reply = await call_action(app, name, {})

    assert failure(reply) == (404, "not_found", "there is nothing of this name", {})


ARGUMENTS: dict[str, tuple[object, dict[str, str]]] = {
    "missing": ({}, {"title": "is missing"}),
    "extra": ({"title": "", "evil": 1}, {"evil": "is not a parameter of add"}),
    "self": ({"title": "", "self": 1}, {"self": "is not a parameter of add"}),
    "request": ({"title": "", "request": 1}, {"request": "is not a parameter of add"}),
    "int for bool": ({"title": "", "done": 1}, {"done": "must be true or false, not an integer"}),
    "text for int": ({"title": "", "count": "1"}, {"count": "must be an integer, not text"}),
    "an unknown enum": ({"title": "", "color": "blue"}, {"color": 'must be one of "red"'}),
    "no date": (
        {"title": "", "due": "0000-00-00"},
        {"due": "must be a date such as 2031-12-24"},
    ),
    "A9: a path as a name": (
        {"title": "", "a.__init__.__globals__.X": 1},
        {"a.__init__.__globals__.X": "is not a parameter of add"},
    ),
    "A9: a reference": (
        {"title": {"0": "$1:__proto__:then"}},
        {"title": "must be text, not an object"},
    ),
    "several": (
        {"title": 1, "tags": ["a", 2]},
        {"title": "must be text, not an integer", "tags[1]": "must be text, not an integer"},
    ),
}


@pytest.mark.parametrize("payload, fields", ARGUMENTS.values(), ids=ARGUMENTS)
async def test_wrong_arguments_are_named(
    app: Registry, payload: object, fields: dict[str, str]
) -> None:
    """A10"""
    status, code, _, found = failure(await call_action(app, "add", payload))

    assert (status, code, found) == (422, "invalid", fields)


@pytest.mark.parametrize("payload", [None, [], "title", 3, ["$@0"]])
async def test_a_body_that_is_no_object_is_refused(app: Registry, payload: object) -> None:
    status, code, message, _ = failure(await call_action(app, "add", payload))

    assert (status, code, message) == (
        422,
        "invalid",
        "the body must be an object of parameter names",
    )


async def test_a_guard_decides_before_arguments_are_looked_at(app: Registry) -> None:
    """A11"""
    assert failure(await call_action(app, "wipe", {"evil": 1}, "guest"))[:3] == (
        403,
        "failed",
        "not for you",
    )
    assert (await call_action(app, "wipe", {}, "admin")).body == {"result": 0}
    assert failure(await call_action(app, "greet", {}))[:3] == (401, "failed", "log in first")


async def test_what_may_block_runs_where_the_host_says(app: Registry) -> None:
    reply = await call_action(app, "greet", {}, "ada", Calling(run_sync=in_a_thread))

    assert reply.body["result"] != threading.current_thread().name


async def test_an_action_error_reaches_the_caller(app: Registry) -> None:
    assert failure(await call_action(app, "fail", {"how": "field"})) == (
        400,
        "failed",
        "too long",
        {"how": "at most 3"},
    )
    assert (await call_action(app, "fail", {"how": "status"})).status == 400


async def test_a_redirect_is_part_of_the_answer(app: Registry) -> None:
    reply = await call_action(app, "go", {})

    assert reply == ActionReply(200, {"result": None, "redirect": "/done"})


@pytest.mark.parametrize("how", ["exit", "interrupt", "memory", "deep", "other"])
@pytest.mark.parametrize("run_sync", [None, in_a_thread], ids=["here", "in a thread"])
async def test_whatever_an_action_raises_the_client_gets_an_id(
    app: Registry, how: str, run_sync: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """S6, A15"""
    with caplog.at_level(logging.ERROR):
        reply = await call_action(app, "fail", {"how": how}, calling=Calling(run_sync))

    status, code, message, fields = failure(reply)
    number = caplog.records[0].getMessage().split("error ")[1].rstrip(")")
    assert (status, code, fields) == (500, "internal", {})
    assert message == f"something went wrong on the server (error {number})"
    assert len(caplog.records) == 1


@pytest.mark.parametrize("name", ["lie", "leak", "closed"])
async def test_a_result_that_is_not_of_its_type_is_the_authors_error(
    app: Registry, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """S5, S6"""
    reply = await call_action(app, name, {})

    assert reply.status == 500
    assert "hunter2" not in str(reply.body)
    assert "CANARY" not in str(reply.body)
    assert len(caplog.records) == 1


async def test_not_found_looks_like_an_unknown_name(app: Registry) -> None:
    assert await call_action(app, "fail", {"how": "missing"}) == await call_action(app, "x", {})


async def test_a_form_calls_an_action_with_its_texts(app: Registry) -> None:
    fields = {"title": ["milk"], "count": ["3"], "color": [""], "tags": ["a", "b"], "done": ["on"]}

    reply = await call_action_form(app, "add", fields)

    assert reply.body == {"result": {"id": 3, "title": "milk"}}
    assert inspect.getmodule(app.actions["add"].func).calls[-1] == (  # type: ignore[union-attr]
        "milk",
        3,
        True,
        None,
        None,
        ["a", "b"],
    )


async def test_a_form_with_wrong_fields_names_them(app: Registry) -> None:
    reply = await call_action_form(app, "add", {"count": ["x"]})

    assert failure(reply)[3] == {"title": "is missing", "count": "must be a whole number"}
