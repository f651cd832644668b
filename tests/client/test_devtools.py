"""The devtools of a page in a preview: bytes, times and output, told and bounded."""

from __future__ import annotations

import asyncio
import io
import json
import re
from contextlib import redirect_stdout
from typing import Any

import anyio
import pytest

from reactor_nb.client.output import console
from reactor_nb.client.transport import WorkerTransport
from reactor_nb.devtools.console import MOST_LINES, Console, Line, Tee
from reactor_nb.devtools.looking import Looking
from reactor_nb.errors import ActionError
from reactor_nb.runtime.info import PageInfo
from reactor_nb.runtime.page import page_node
from reactor_nb.runtime.session import Session
from tests.runtime import apps

APP = """
    @action
    async def save(text: str) -> list[str]: ...

    @page("/")
    def Home():
        count, set_count = use_state(0)
        return p(f"ä {count}", button("more", on_click=lambda: set_count(count + 1)))
"""

pytestmark = pytest.mark.anyio


class Opened:
    """A page whose devtools are open; ``posted`` went to the page, ``told`` to the panel."""

    def __init__(self) -> None:
        self.registry = apps.load(APP)
        self.posted: list[str] = []
        self.told: list[Any] = []
        self.transport = WorkerTransport(self.posted.append)
        self.session = Session(
            self.transport, page_node(self.registry, self.registry.page("Home"), {}, PageInfo(""))
        )
        self.session.hydrate("")
        self.session.receive(["hydrated"])
        self.looking = Looking(
            self.session,
            self.registry,
            lambda told: self.told.append(json.loads(json.dumps(told))),
            console,
        )

    def of(self, kind: str) -> list[Any]:
        return [message[1:] for message in self.told if message[0] == kind]

    def click(self) -> None:
        nodes = list(self.session.root.mounted.handlers)
        self.session.receive(["event", 1, "click", nodes, {"target": {}, "currents": []}])

    async def printed(self) -> Any:
        with anyio.fail_after(10):
            while not self.of("printed"):
                await asyncio.sleep(0)
        [printed] = self.of("printed")
        return printed


@pytest.fixture
async def opened() -> Opened:
    console.take()
    return Opened()


async def test_an_update_has_the_bytes_and_the_time_of_its_patch(opened: Opened) -> None:
    opened.click()

    [[update]] = opened.of("update")
    assert update["bytes"] == len(opened.posted[-1].encode()) > len(opened.posted[-1])
    assert (update["patch"], update["causes"]) == (1, [["click", "Home"]])
    assert update["send"] > 0
    opened.looking.close()


async def test_nothing_is_left_when_they_are_closed(opened: Opened) -> None:
    assert "send" in vars(opened.transport)
    opened.looking.close()
    opened.click()

    assert "send" not in vars(opened.transport)
    assert opened.registry.remote is None
    assert console.heard is None
    assert opened.of("update") == []


async def test_what_is_printed_is_told_when_there_is_time(opened: Opened) -> None:
    stream = io.StringIO()
    out = Tee(stream, "stdout", console)
    for number in range(3 * MOST_LINES):
        print(number, file=out)
    assert opened.of("printed") == []

    lines, left_out = await opened.printed()
    assert lines[-1] == ["stdout", str(3 * MOST_LINES - 1), "", ""]
    assert (len(lines), left_out) == (MOST_LINES, 2 * MOST_LINES)
    assert stream.getvalue().count("\n") == 3 * MOST_LINES
    opened.looking.close()


async def test_errors_of_the_page_are_in_the_console(opened: Opened) -> None:
    opened.session.root._report(ValueError("broken"))

    lines, _ = await opened.printed()
    assert lines == [["error", "ValueError: broken", "", ""]]
    assert json.loads(opened.posted[-1])[:2] == ["report", "error"]
    opened.looking.close()


def test_what_was_printed_before_is_there_and_half_a_line_is_not() -> None:
    kept = Console()
    out = Tee(io.StringIO(), "stderr", kept)
    out.write("one\ntwo")
    out.flush()

    assert kept.take() == ([Line("stderr", "one")], 0)
    out.write(" and\n" + "x" * 1_000_000)
    assert kept.take() == ([Line("stderr", "two and")], 0)
    assert not out.isatty()  # type: ignore[operator]


async def test_a_line_is_told_with_the_component_and_the_place_that_printed_it() -> None:
    registry = apps.load(
        """
        def note(text):
            print(text)

        @component
        def Row():
            print("renders")
            return p(on_click=lambda: note("clicked"))

        @page("/")
        def Home():
            note("begins")
            return Row()
        """
    )
    console.take()
    posted: list[str] = []
    transport = WorkerTransport(posted.append)
    session = Session(transport, page_node(registry, registry.page("Home"), {}, PageInfo("")))
    with redirect_stdout(Tee(io.StringIO(), "stdout", console)):
        session.hydrate("")
        session.receive(["hydrated"])
        for node in list(session.root.mounted.handlers):
            session.receive(["event", 1, "click", [node], {"target": {}, "currents": []}])

    lines, _ = console.take()
    assert [(line.text, line.component) for line in lines] == [
        ("begins", "Home"),
        ("renders", "Row"),
        ("clicked", "Row"),
    ]
    assert all(re.fullmatch(r".+, line \d+", line.place) for line in lines)
    session.close()


async def test_a_call_is_told_when_it_starts_and_when_it_has_answered() -> None:
    told: list[Any] = []
    registry = apps.load(APP)

    async def remote(name: str, arguments: Any) -> Any:
        assert told[-1]["name"] == name == "save"
        if arguments["text"] == "no":
            raise ActionError("not now", 409, {"text": "taken"})
        return [arguments["text"]]

    registry.remote = remote
    from reactor_nb.devtools.calls import Calls

    calls = Calls(registry, lambda call: told.append(dict(call)))
    calls.open()
    assert await registry.actions["save"]("milk") == ["milk"]
    with pytest.raises(ActionError):
        await registry.actions["save"]("no")
    calls.close()

    assert registry.remote is remote
    assert [(one["number"], "time" in one) for one in told] == [
        (1, False),
        (1, True),
        (2, False),
        (2, True),
    ]
    assert told[1]["given"] == [["text", "'milk'"]]
    assert told[1]["result"] == "['milk']"
    assert told[3]["error"] == {"status": 409, "message": "not now", "fields": {"text": "taken"}}
