"""The conversation with a panel, whichever thread its messages come in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from reactor_nb.html import p
from reactor_nb.kernel.comm import Conversation, open_preview
from reactor_nb.kernel.gate import Gate
from reactor_nb.kernel.preview import Preview
from reactor_nb.kernel.ran import Ran
from reactor_nb.kernel.views import Views
from reactor_nb.runtime.registry import current


class Comm:
    """One end of a comm: what the kernel says is noted, with the thread it was said in."""

    def __init__(self) -> None:
        self.said: list[tuple[dict[str, Any], int]] = []
        self.heard = asyncio.Event()

    def on_msg(self, receive: Callable[[Any], None]) -> None:
        self.receive = receive

    def on_close(self, close: Callable[[Any], None]) -> None:
        self.close = close

    def send(self, message: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
        self.said.append((message, threading.get_ident()))
        self.heard.set()


def converse(shell: InteractiveShell, tmp_path: Any) -> Comm:
    comm, ran = Comm(), Ran(shell)
    preview = Preview(ran, current.get(), shell.user_ns, tmp_path)
    Conversation(comm, ran, asyncio.get_running_loop()).begin(preview)
    return comm


async def test_what_comes_in_another_thread_is_done_where_the_cells_run(
    shell: InteractiveShell, tmp_path: Any
) -> None:
    """JupyterLab has comms answered by a subshell, which is a thread with a loop of its own."""
    comm = converse(shell, tmp_path)

    async def receive() -> None:
        comm.receive({"content": {"data": {"kind": "ping", "number": 5}}})

    thread = threading.Thread(target=lambda: asyncio.run(receive()))
    thread.start()
    await comm.heard.wait()
    thread.join()

    assert comm.said == [({"kind": "pong", "number": 5}, threading.get_ident())]


async def test_an_output_is_mounted_where_the_cells_run(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    comm, views = Comm(), Views(shell, Ran(shell))
    [view] = views.bundle(p("x", on_click=print)).values()
    kernel = SimpleNamespace(io_loop=SimpleNamespace(asyncio_loop=asyncio.get_running_loop()))
    monkeypatch.setattr(shell, "kernel", kernel, raising=False)

    async def opened() -> None:
        views.opened(comm, {"content": {"data": view}})

    thread = threading.Thread(target=lambda: asyncio.run(opened()))
    thread.start()
    await comm.heard.wait()
    thread.join()

    assert {where for _, where in comm.said} == {threading.get_ident()}


async def test_an_output_that_is_gone_before_its_turn_is_not_mounted(
    shell: InteractiveShell,
) -> None:
    """J5: its cell has run again meanwhile, and nobody would ever close it."""
    comm, views = Comm(), Views(shell, Ran(shell))
    [view] = views.bundle(p("x", on_click=print)).values()
    vars(comm)["_closed"] = True

    views.opened(comm, {"content": {"data": view}})

    assert comm.said == []


HEARD = {"content": {"data": {"kind": "ping", "number": 5}}}


async def test_a_flood_is_dropped_and_said_once(shell: InteractiveShell, tmp_path: Any) -> None:
    """J3: ten thousand messages in a moment; what the panel says next is heard."""
    comm = converse(shell, tmp_path)

    for _ in range(10_000):
        comm.receive(HEARD)

    pongs = [one for one, _ in comm.said if one["kind"] == "pong"]
    refusals = [one for one, _ in comm.said if one["kind"] == "refused"]
    assert 1000 <= len(pongs) < 10_000
    assert refusals[0] == {
        "kind": "refused",
        "number": None,
        "message": "more messages come than a page can have; they are dropped",
    }
    assert len(refusals) < 10


def test_a_gate_opens_again_with_time() -> None:
    """J3."""
    now = 0.0
    gate = Gate(lambda: now)

    first = [gate.lets() for _ in range(1500)]
    now = 1.0
    second = [gate.lets() for _ in range(1500)]
    now = 1e6
    third = [gate.lets() for _ in range(1500)]

    assert (sum(first), sum(second), sum(third)) == (1000, 500, 1000)


def test_a_gate_says_once_in_a_second_that_it_is_shut() -> None:
    """J3."""
    now = 0.0
    gate = Gate(lambda: now)

    told = [gate.tells(), gate.tells()]
    now = 1.5
    told += [gate.tells(), gate.tells()]

    assert told == [True, False, True, False]


@pytest.mark.parametrize(
    "data",
    [
        None,
        "text",
        [1, 2],
        {},
        {"kind": "cells"},
        {"kind": "ping", "number": "1"},
        {"kind": "__init__", "number": 1},
        {"kind": "page", "page": 1, "message": ["event"]},
        {"kind": "request", "number": 1, "method": "GET", "url": "https://evil.example/"},
        {"kind": "request", "number": 1, "method": "GET", "url": "/", "headers": {}, "body": 1},
    ],
)
async def test_what_is_no_message_of_ours_does_nothing(
    shell: InteractiveShell, tmp_path: Any, data: object
) -> None:
    """J3: forged by what an output brought along."""
    comm = converse(shell, tmp_path)

    comm.receive({"content": {"data": data}})

    assert {one["kind"] for one, _ in comm.said} <= {"refused"}


@pytest.mark.parametrize("kind", ["request", "cells"])
async def test_ten_megabytes_are_refused(shell: InteractiveShell, tmp_path: Any, kind: str) -> None:
    """J3."""
    comm = converse(shell, tmp_path)
    large = "x" * 10_000_000
    request = {"method": "POST", "url": "/", "headers": {}, "body": large}
    cell = {"index": 1, "id": "one", "source": large, "tags": []}
    cells = {"name": "app", "title": "", "url": "/", "known": "", "cells": [cell]}
    data = {"kind": kind, "number": 1, **(request if kind == "request" else cells)}

    comm.receive({"content": {"data": data}})

    [(told, _)] = comm.said
    assert (told["kind"], told["number"]) == ("refused", 1)
    assert "at most 8 MiB" in told["message"]


async def test_after_its_end_a_conversation_hears_nothing(
    shell: InteractiveShell, tmp_path: Any
) -> None:
    """J3."""
    comm = converse(shell, tmp_path)

    comm.close(None)
    comm.receive(HEARD)

    assert comm.said == []


@pytest.mark.parametrize("data", [None, "text", [], 3])
def test_a_comm_that_is_opened_with_something_else_is_closed(
    shell: InteractiveShell, data: object
) -> None:
    """J3: a forged comm_open."""
    closed: list[bool] = []

    class Forged(Comm):
        def __init__(self) -> None:
            super().__init__()
            self.close = lambda *_: closed.append(True)

    comm = Forged()
    open_preview(shell, Ran(shell), comm, {"content": {"data": data}})

    assert (closed, comm.said) == ([True], [])
