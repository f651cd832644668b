"""The preview's conversation with a real ipykernel, over its comm."""

from __future__ import annotations

import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.real import Kernel

CELLS = {
    "imports": (
        "from reactor_nb import action, component, page, use_state\nfrom reactor_nb.html import p"
    ),
    "secret": "password = 'CANARY_7f3a'\nnotes = ['one']",
    "action": """
@action
async def add(text: str) -> int:
    notes.append(text + password[:0])
    return len(notes)
""".strip(),
    "row": """
@component
def Row(text: str):
    count, set_count = use_state(0)
    return p(text, count, on_click=lambda: add(text))
""".strip(),
    "page": """
async def load():
    return notes

@page("/", loader=load)
def Home(data: list[str]):
    return [Row(text=one) for one in data]
""".strip(),
}
ALL = tuple(CELLS)


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Kernel]:
    with Kernel(tmp_path, dict(CELLS)) as started:
        yield started


@pytest.fixture
def running(kernel: Kernel) -> Kernel:
    """Return a kernel in which every cell has run, and whose preview is open."""
    assert kernel.run(*ALL) == "ok"
    assert kernel.open()["kind"] == "hello"
    return kernel


def sources(shown: dict[str, Any]) -> str:
    """Return the code that goes to the frame."""
    [archive] = [content for name, content in shown["contents"].items() if name.startswith("app-")]
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return "\n".join(opened.read(name).decode() for name in opened.namelist())


def test_what_runs_is_shown_with_the_values_of_the_kernel(running: Kernel) -> None:
    shown = running.show()

    assert [one["code"] for one in shown["problems"]] == ["RNB052"]
    body = shown["document"]["body"]
    assert '<main id="reactor-root"><p>one0</p></main>' in body
    assert f'"app":"/static/{shown["files"][0]}"' in body


def test_the_frame_gets_the_client_half_alone(running: Kernel) -> None:
    """S1, S4: no byte of what runs on the server only, and of an action its stub."""
    shown = running.show()

    code = sources(shown)
    assert "def Row" in code and "async def add(text: str) -> int: ..." in code
    assert "CANARY_7f3a" not in code + shown["document"]["body"]


def test_an_action_runs_in_the_kernel_behind_the_checks_of_production(running: Kernel) -> None:
    running.show()

    done, answer = running.request("/_reactor/actions/add", '{"text": "two"}')
    wrong, refusal = running.request("/_reactor/actions/add", '{"text": 2, "other": 1}')

    assert (done["status"], json.loads(answer)) == (200, {"result": 2})
    assert wrong["status"] == 422
    assert set(json.loads(refusal)["error"]["fields"]) == {"text", "other"}
    assert "<p>two0</p>" in running.show()["document"]["body"]


def test_a_form_with_bytes_is_posted_as_it_is(running: Kernel) -> None:
    """What is in parts travels in base64; other texts are refused."""
    running.show()
    parts = b'--x\r\ncontent-disposition: form-data; name="text"\r\n\r\n\xc3\xa9\r\n--x--\r\n'
    ask: dict[str, Any] = {"kind": "request", "method": "POST", "url": "/_reactor/actions/add"}
    ask["headers"] = {"content-type": "multipart/form-data; boundary=x"}

    done, _ = running.ask(**ask, body=b64encode(parts).decode(), base64=True)
    refused, _ = running.ask(**ask, body="no base64!", base64=True)

    assert (done["status"], done["headers"]["location"]) == (303, "/")
    assert (refused["kind"], refused["message"]) == ("refused", "a body of bytes is in base64")
    assert "<p>é0</p>" in running.show()["document"]["body"]


@pytest.mark.parametrize(
    ("url", "headers", "status"),
    [
        ("/_reactor/actions/load", None, 404),
        ("/_reactor/actions/__import__", None, 404),
        ("/_reactor/actions/add", {"content-type": "application/json"}, 403),
        ("/_reactor/actions/add", {"origin": "https://evil.example", "host": "evil"}, 415),
        ("/elsewhere", None, 405),
    ],
)
def test_a_page_reaches_the_routes_of_its_app_and_nothing_else(
    running: Kernel, url: str, headers: dict[str, str] | None, status: int
) -> None:
    running.show()

    answer, _ = running.request(url, '{"text": "x"}', headers)

    assert answer["status"] in {status, 404}


def test_a_cell_that_has_not_run_is_named(kernel: Kernel) -> None:
    kernel.run("imports")
    kernel.open()

    shown = kernel.show()

    errors = [one for one in shown["problems"] if one["severity"] == "error"]
    assert shown["document"] is None
    assert [(one["id"], one["cell"], one["line"]) for one in errors] == [
        ("page", 5, 5),
        ("action", 3, 2),
    ]


def test_a_cell_shows_once_it_has_run_and_not_while_it_is_written(running: Kernel) -> None:
    """J5: an edit that has not run is not shown."""
    running.show()
    row = CELLS["row"].replace("p(text", 'p("new ", text')
    running.cells = {**CELLS, "row": row}

    before = running.show()["document"]["body"]
    running.run("row")
    after = running.show()["document"]["body"]

    assert "<p>one0</p>" in before
    assert "<p>new one0</p>" in after


def test_a_cell_that_fails_is_told_and_what_was_there_stays(running: Kernel) -> None:
    """J11: with the cell and the line; once it is mended, the page goes on."""
    running.cells["row"] = "x = 1\nraise ValueError('no row')"

    assert running.run("row") == "error"
    broken = running.show()
    running.cells["row"] = CELLS["row"]
    running.run("row")
    mended = running.show()

    problem = broken["problems"][0]
    assert broken["document"] is None
    assert (problem["id"], problem["line"]) == ("row", 2)
    assert problem["message"] == "ValueError: no row"
    assert mended["document"]["status"] == 200


def test_what_a_render_raises_is_told_with_its_cell(running: Kernel) -> None:
    running.cells["row"] = "@component\ndef Row(text: str):\n    return p(1 / 0)"
    running.run("row")

    problem = running.show()["problems"][-1]

    assert (problem["id"], problem["cell"], problem["line"]) == ("row", 4, 3)
    assert problem["component"] == "Home › Row"
    assert problem["message"] == "ZeroDivisionError: division by zero"


def test_a_diagnostic_is_told_with_its_cell(running: Kernel) -> None:
    """A component that needs what only the server has."""
    running.cells["row"] = (
        "import os\n@component\ndef Row(text: str):\n    return p(os.environ['X'])"
    )
    running.run("row")

    [problem] = [one for one in running.show()["problems"] if one["severity"] == "error"]

    assert (problem["code"], problem["id"], problem["line"]) == ("RNB021", "row", 4)


def test_a_cell_that_was_deleted_is_no_longer_shown(running: Kernel) -> None:
    more = '@page("/more")\ndef More():\n    return p("more")'
    running.cells["more"] = more
    running.run("more")
    there = running.show("/more")["document"]

    del running.cells["more"]
    gone = running.show("/more")["document"]

    assert (there["status"], gone["status"]) == (200, 404)


def test_types_and_states_that_were_defined_again_cross_over(running: Kernel) -> None:
    kind = "from dataclasses import dataclass\n@dataclass\nclass Note:\n    text: str"
    running.cells |= {
        "kind": kind,
        "state": "from reactor_nb import state\nchosen = state(0)",
        "notes": (
            "async def load_notes():\n    return Note('a')\n"
            "@page('/notes', loader=load_notes)\n"
            "def Notes(data: Note):\n    return p(data.text, chosen.value)"
        ),
    }
    for _ in range(2):
        running.run("kind", "state", "notes")

        document = running.show("/notes")["document"]

        assert "<p>a0</p>" in document["body"]
        assert '"state":{"chosen":0}' in document["body"]


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "cells"},
        {"kind": "eval", "number": 1},
        {"kind": "cells", "number": 1, "name": "x", "title": "", "url": "//evil", "cells": []},
        {"kind": "cells", "number": 1, "name": "x", "title": "", "url": "/", "cells": [{"id": 1}]},
        {"kind": "request", "number": 1, "method": "PUT", "url": "/", "headers": {}, "body": ""},
        {"kind": "request", "number": 1, "method": "GET", "url": "/", "headers": [], "body": ""},
    ],
)
def test_what_the_protocol_does_not_know_is_refused(
    running: Kernel, message: dict[str, Any]
) -> None:
    """J3: and the conversation goes on."""
    running.say(message)

    assert running.hear()[0]["kind"] == "refused"
    assert running.show()["document"]["status"] == 200


def test_a_panel_of_another_version_is_told_and_left_alone(kernel: Kernel) -> None:
    kernel.run("imports")

    assert kernel.open(version=99)["version"] == 1


def test_an_interrupted_cell_leaves_what_was_there(running: Kernel) -> None:
    """J4: after it, the preview goes on."""
    running.cells["row"] = "raise KeyboardInterrupt"
    running.run("row")
    broken = running.show()
    running.cells["row"] = CELLS["row"]
    running.run("row")

    assert broken["document"] is None
    assert running.show()["document"]["status"] == 200


def test_a_page_that_is_there_gets_the_new_code_alone(running: Kernel) -> None:
    first = running.show()
    row = CELLS["row"].replace("p(text", 'p("new ", text')
    running.cells = {**CELLS, "row": row}
    running.run("row")

    second = running.show(known=first["version"])
    third = running.show(known=second["version"])

    assert second["document"] is None and second["contents"] == {}
    [[name, source, rows]] = second["refresh"]["code"]
    assert name == ""
    assert 'p("new ", text' in source and rows[0][1] == 1
    assert second["refresh"]["data"]["props"] == {"data": ["one"]}
    assert third["refresh"] == {"code": None, "data": None}


def test_a_page_that_cannot_go_on_is_shown_anew(running: Kernel) -> None:
    """Another address, and a version that the kernel does not know."""
    first = running.show()

    elsewhere = running.show("/?x=1", known=first["version"])
    unknown = running.show("/?x=1", known="77")

    assert elsewhere["document"]["status"] == unknown["document"]["status"] == 200
    assert elsewhere["refresh"] is None


def test_a_page_of_a_preview_before_is_shown_anew(running: Kernel) -> None:
    """J4: after a restart of the kernel versions are counted anew, and may be of other code."""
    before = running.show()
    running.close()
    running.open()

    shown = running.show(known=before["version"])

    assert shown["refresh"] is None
    assert shown["document"]["status"] == 200


def test_what_a_cell_changes_is_told_without_being_asked(running: Kernel) -> None:
    running.show()
    row = CELLS["row"].replace("p(text", 'p("new ", text')
    running.cells = {**CELLS, "row": row}

    running.run("row")
    told, _ = running.hear()
    running.cells["row"] = "1 / 0"
    running.run("row")
    broken, _ = running.hear()

    assert (told["kind"], told["number"]) == ("shown", None)
    assert running.begun == 2
    assert 'p("new ", text' in told["refresh"]["code"][0][1]
    assert broken["problems"][0]["message"] == "ZeroDivisionError: division by zero"
    assert broken["refresh"] is None


def test_a_page_loads_with_its_loader_as_that_ran_last(running: Kernel) -> None:
    """Its cell need not be the one of the page."""
    running.cells["page"] = CELLS["page"].partition("\n\n")[2]
    running.cells = {"load": "async def load():\n    return ['new']", **running.cells}
    running.run("load")

    assert "<p>new0</p>" in running.show()["document"]["body"]


def test_a_page_that_is_too_large_for_a_browser_is_not_sent(running: Kernel) -> None:
    """J6: what was there stays."""
    row = CELLS["row"].replace("p(text", 'p("x" * 21_000_000')
    running.cells = {**CELLS, "row": row}
    running.run("row")

    shown = running.show("/?x=1")

    assert shown["document"] is None
    [problem] = [one for one in shown["problems"] if one["severity"] == "error"]
    assert problem["message"] == "the page is 21 MB of HTML; a preview shows at most 20 MB"


def test_a_message_for_another_comm_reaches_no_preview(running: Kernel) -> None:
    """J3: another notebook's, or none at all; nobody answers, and the preview goes on."""
    for name in ("two", "", "one ", "__proto__"):
        running.say({"kind": "cells", "number": 7}, comm=name)

    assert running.show()["document"]["status"] == 200


def test_a_component_that_no_page_has_is_on_a_page_of_its_own(running: Kernel) -> None:
    """Only those that need nothing, and only while the notebook has them."""
    assert running.show()["components"] == {"Row": False, "Home": False}
    row = CELLS["row"].replace("text: str", 'text: str = "by itself"')
    running.cells = {**CELLS, "row": row}
    running.run("row", "page")

    shown = running.show("/-/Row")

    assert shown["components"] == {"Row": True, "Home": False}
    assert "<p>by itself0</p>" in shown["document"]["body"]
    assert running.show("/-/Row", known=shown["version"])["refresh"] is not None
    for name in ("Home", "add", "notes", "os", "Row()", "Row/x", "Alone_in_the_preview"):
        body = running.show(f"/-/{name}")["document"]["body"]
        assert "by itself" not in body
    assert "<p>one0</p>" in running.show()["document"]["body"]
