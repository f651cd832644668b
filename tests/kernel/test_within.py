"""Components that run in the notebook's own kernel: an ipykernel, and one in Pyodide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.real import Kernel
from tests.nodekernel.conftest import make_manager

CELLS = {
    "imports": (
        "from pathlib import Path\n"
        "from reactor_nb import action, component, data_dir, error_page, page\n"
        "from reactor_nb import use_effect, use_state\n"
        "from reactor_nb import NotFound\n"
        "from reactor_nb.html import button, p"
    ),
    "notes": "notes = ['one']\nseen = []",
    "action": """
@action
async def add(text: str) -> int:
    # On the server, though a component has called it.
    (data_dir() / "noted").write_text(text)
    notes.append(text)
    return len(notes)
""".strip(),
    "row": """
@component
def Row(text: str):
    count, set_count = use_state(0)
    said, say = use_state("")
    use_effect(lambda: lambda: Path("cleaned").write_text(text), [])
    async def more():
        set_count(count + 1)
        say(await add(text))
    return p(text, " ", count, " ", said, on_click=more)
""".strip(),
    "page": """
async def load(q: str = ""):
    return [one for one in notes if q in one]

@page("/", loader=load)
def Home(data: list[str]):
    return [Row(text=one) for one in data]

@page("/of/{number:int}")
def Of(number: int, times: int = 1):
    if number > 9:
        raise NotFound("too many")
    return p(number * times)

@error_page("/of")
def Wrong(status: int, message: str):
    return p(status, " ", message)
""".strip(),
    "other": "p('nothing of the app')",
}
ALL = tuple(CELLS)


@pytest.fixture(params=["python3", "pyodide-node"])
def kernel(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Kernel]:
    manager = make_manager(monkeypatch) if request.param == "pyodide-node" else None
    with Kernel(tmp_path, dict(CELLS), manager) as started:
        yield started


@pytest.fixture
def running(kernel: Kernel) -> Kernel:
    """Return a kernel in which every cell has run, and whose preview is open."""
    assert kernel.run(*ALL) == "ok"
    hello = kernel.open(render="kernel")
    assert hello["render"] == "kernel"
    return kernel


class Page:
    """A page that is rendered in the kernel."""

    def __init__(self, kernel: Kernel, url: str = "/") -> None:
        self.kernel = kernel
        self.shown = kernel.show(url)
        self.number = self.shown["page"]
        self._events = 0
        kernel.say({"kind": "start", "page": self.number})
        self.first = self.hear()
        self.say("hydrated")

    @property
    def html(self) -> str:
        """What was inside the root element at first."""
        return body_of(self.shown)

    def say(self, *message: Any) -> None:
        """Say something, as the page's script does."""
        self.kernel.say({"kind": "page", "page": self.number, "message": list(message)})

    def hear(self) -> list[Any]:
        """Return the next message to the page."""
        while True:
            data, _ = self.kernel.hear()
            if data["kind"] == "page":
                assert data["page"] == self.number
                message: list[Any] = data["message"]
                return message

    def click(self, node: int = 1) -> None:
        """Click on an element; the first one has the number 1."""
        self._events += 1
        self.say("event", self._events, "click", [node], {"target": {}, "currents": [0]})

    def until(self, text: str) -> list[Any]:
        """Return the first message with a text in it."""
        message = self.hear()
        while text not in json.dumps(message):
            message = self.hear()
        return message


def body_of(shown: dict[str, Any]) -> str:
    """Return what is inside the root element."""
    found = re.search(r'<main id="reactor-root">(.*?)</main>', shown["document"]["body"], re.DOTALL)
    assert found is not None
    return found[1]


def test_a_page_is_live_and_its_actions_run_in_the_same_kernel(running: Kernel) -> None:
    page = Page(running)

    page.click()

    assert page.html == "<p>one 0 </p>"
    assert page.first[0] == "hydrate"
    page.until("one 1 2")
    assert body_of(running.show()) == "<p>one 0 </p><p>one 0 </p>"


def test_state_goes_on_over_runs_of_cells(running: Kernel) -> None:
    page = Page(running)
    page.click()
    page.until("one 1 2")

    running.cells["row"] = running.cells["row"].replace('text, " "', 'text.upper(), " "')
    running.run("row")

    page.until("ONE 1 2")
    done = page.until('"done"')
    assert done == ["dev", "done", {"taken": True, "notes": []}]
    page.click()
    page.until("ONE 2 3")


def test_what_a_loader_gives_now_is_shown_by_the_page_that_is_there(running: Kernel) -> None:
    page = Page(running)

    running.cells["other"] = "notes.append('another')"
    running.run("other")

    page.until("another 0")


def test_a_page_can_say_no_more_than_pages_say(running: Kernel) -> None:
    """J3: what only a host may say, forged; a page that is gone; an element that is gone."""
    page = Page(running)
    told = {"kind": "page", "page": page.number}

    for message in (["refresh", {"code": [["", "1/0", []]], "data": None}], [], ["hydrate", 1]):
        refused, _ = running.ask(**told, message=message)
        assert refused["kind"] == "refused"
    running.say({"kind": "page", "page": page.number + 1, "message": ["hydrated"]})
    running.say({"kind": "start", "page": page.number})
    page.say("event", 1, "click", [99], {"target": {}, "currents": [0]})

    assert page.hear() == ["patch", 1, []]


def test_a_page_that_ends_cleans_up(running: Kernel, tmp_path: Path) -> None:
    Page(running)

    running.close()
    running.cells["other"] = "import sys; sorted(one for one in sys.modules if '_client' in one)"
    running.run("other")

    assert (tmp_path / "cleaned").read_text() == "one"


def test_an_error_in_the_authors_code_is_told_and_the_page_stays(running: Kernel) -> None:
    page = Page(running)

    running.cells["row"] = running.cells["row"].replace("return p(text,", "return p(1 / 0,")
    running.run("row")

    fault = page.until('"fault"')[2]
    assert fault["message"] == "ZeroDivisionError: division by zero"
    assert "cell 4 › line" in fault["place"]
    page.click()
    assert page.hear()[0] in ("patch", "dev", "report")


EVER = "any(0 for _ in iter(int, 1))"
ENDLESS = {
    "a render": ("    return p(", f"    {EVER}\n    return p("),
    "an effect": ("use_effect(", f"use_effect(lambda: {EVER}, [])\n    use_effect("),
    "a handler": ("on_click=more", f"on_click=lambda: {EVER}"),
    "an async handler": ("        set_count(count + 1)", f"        {EVER}"),
}


@pytest.mark.parametrize("place", ENDLESS)
def test_an_interrupt_ends_what_a_page_does_without_end(running: Kernel, place: str) -> None:
    """J6: once, also where each of several rows would go on; and the kernel has all it had."""
    cells = running.cells
    cells["other"] = "notes.append('two')"
    running.run("other")
    well = cells["row"]
    cells["row"] = well.replace(*ENDLESS[place])
    if place == "a render":
        Page(running)
        running.begin("row")
    else:
        running.run("row")
        page = Page(running)
        if place != "an effect":
            page.click()

    said = [one for one in running.interrupted() if "interrupted" in json.dumps(one)]

    if place != "an async handler":
        assert [one["kind"] for one in said] == ["refused"]
    cells["row"] = well
    assert running.run("row") == "ok"
    page = Page(running)
    assert page.html == "<p>one 0 </p><p>two 0 </p>"
    page.click()
    page.until("one 1 3")


def test_addresses_give_typed_properties_and_errors_have_their_pages(running: Kernel) -> None:
    assert body_of(running.show("/of/7?times=3")) == "<p>21</p>"
    assert body_of(running.show("/?q=nothing")) == ""
    assert body_of(running.show("/of/12")) == "<p>404 too many</p>"
    assert running.show("/of/12")["document"]["status"] == 404
    assert running.show("/nowhere")["document"]["status"] == 404
    assert running.show("/of/7?times=x")["document"]["status"] == 422


def test_files_of_the_public_folder_are_given_out_and_no_others(
    running: Kernel, tmp_path: Path
) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "dot.png").write_bytes(b"\x89PNG\xff")
    (tmp_path / "public" / ".hidden").write_text("CANARY")
    (tmp_path / "secret.txt").write_text("CANARY")
    running.show()

    def ask(url: str) -> tuple[dict[str, Any], bytes]:
        message, [content] = running.ask(kind="request", method="GET", url=url, headers={}, body="")
        return message, content

    shown, content = ask("/public/dot.png")
    assert (shown["status"], shown["headers"]["content-type"]) == (200, "image/png")
    assert content == b"\x89PNG\xff"
    for name in (".hidden", "none.png", "../secret.txt", "%2e%2e/secret.txt", ""):
        answer, told = ask(f"/public/{name}")
        assert (answer["status"], b"CANARY" in told) == (404, False), name


@pytest.mark.parametrize(
    ("url", "body", "status"),
    [
        ("/_reactor/actions/load", "{}", 404),
        ("/_reactor/actions/__import__", "{}", 404),
        ("/_reactor/actions/add", "{", 400),
        ("/_reactor/actions/add", '{"text": 2, "other": 1}', 422),
        ("/_reactor/actions/add", '{"text": "two"}', 200),
    ],
)
def test_actions_are_called_behind_checks(
    running: Kernel, url: str, body: str, status: int
) -> None:
    running.show()

    answer, _ = running.request(url, body)

    assert answer["status"] == status


def test_the_devtools_look_into_the_page_that_the_kernel_renders(running: Kernel) -> None:
    page = Page(running)

    def ask(*message: Any) -> None:
        running.say({"kind": "devtools", "page": page.number, "message": list(message)})

    def told(kind: str) -> list[Any]:
        while True:
            data, _ = running.hear()
            if data["kind"] == "devtools" and data["message"][0] == kind:
                message: list[Any] = data["message"]
                return message

    ask("tree")
    tree = told("tree")[1]
    [row] = [number for number, _, name, _, _ in tree if name == "Row"]
    ask("component", row, [])
    component = told("component")[2]
    assert [hook["kind"] for hook in component["hooks"]] == ["use_state", "use_state", "use_effect"]
    assert component["place"] == "cell 4, line 1"

    ask("edit", 1, row, [1, 0], "41", "0")
    assert told("edited") == ["edited", 1, ""]
    update = told("update")[1]
    assert (update["causes"], update["rendered"]) == ([["edit", ""]], 1)
    assert update["bytes"] > 0

    page.click()
    call = told("call")[1]
    assert (call["name"], call["given"]) == ("add", [["text", "'one'"]])

    ask()
    page.click()
    assert page.until("43")[0] == "patch"


def test_what_components_print_is_in_their_console_and_what_else_is_printed_is_not(
    running: Kernel,
) -> None:
    cells = running.cells
    cells["action"] = cells["action"].replace("    notes.app", "    print('saved')\n    notes.app")
    cells["row"] = cells["row"].replace(
        "        say(await", '        print("clicked", text)\n        say(await'
    )
    cells["other"] = "print('of the notebook')"
    assert running.run(*ALL) == "ok"
    page = Page(running)

    page.click()
    page.until("one 1 2")
    running.run("other")
    page.click()
    page.until("one 2 3")
    running.say({"kind": "devtools", "page": page.number, "message": ["tree"]})
    lines: list[Any] = []
    while len(lines) < 2:
        data, _ = running.hear()
        if data["kind"] == "devtools" and data["message"][0] == "printed":
            lines += data["message"][1]

    assert lines == [["stdout", "clicked one", "Row", "cell 4, line 8"]] * 2
