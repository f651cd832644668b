from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import COUNTER, get, started, write_notebook

Listen = Callable[[str], "Listener"]

OTHER = (COUNTER[0], COUNTER[1].replace("Count: ", "Number: "))
BROKEN = (COUNTER[0], COUNTER[1], "def f(:\n")


class Listener:
    """What a page hears from the server."""

    def __init__(self, url: str) -> None:
        self._stream = urllib.request.urlopen(f"{url}_reactor/dev/events", timeout=20)

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def next(self) -> dict[str, Any]:
        for line in self._stream:
            if line.startswith(b"data: "):
                data: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                return data
        raise AssertionError("the server hung up")


@pytest.fixture
def listen() -> Iterator[Callable[[str], Listener]]:
    """Return a function that starts to listen; all of it ends with the test."""
    with ExitStack() as stack:
        yield lambda url: stack.enter_context(Listener(url))


@pytest.fixture
def served(counter: Path) -> Iterator[str]:
    with started("dev", counter) as (url, _):
        yield url


def until(what: Callable[[], bool], seconds: float) -> None:
    """Wait until something is so."""
    start = time.monotonic()
    while not what():
        assert time.monotonic() - start < seconds
        time.sleep(0.02)


def shows(url: str, text: str) -> bool:
    return text in get(url)


def test_a_notebook_is_served_as_an_app(served: str) -> None:
    page = get(served)

    assert "Count: 0" in page
    assert 'data-reactor="server"' in page


@pytest.mark.parametrize("path", ["", "_reactor/dev/events", "_reactor/dev/client.js"])
def test_another_sites_name_that_leads_here_is_refused(served: str, path: str) -> None:
    """A17: a page of that site could read the app otherwise."""
    request = urllib.request.Request(f"{served}{path}", headers={"host": "evil.example"})

    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=20)

    assert caught.value.code == 400
    assert caught.value.read().decode() == (
        "this app does not answer under this name; open it as localhost, start it with --host "
        "and the name, or list the name in REACTOR_NB_HOSTS.\n"
    )


def test_names_of_this_machine_and_listed_ones_are_answered(
    counter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A17"""
    monkeypatch.setenv("REACTOR_NB_HOSTS", "*.tunnel.example")

    with started("dev", counter) as (url, _):
        for name in ("localhost", "127.0.0.1:8000", "[::1]", "me.tunnel.example"):
            request = urllib.request.Request(url, headers={"host": name})
            with urllib.request.urlopen(request, timeout=20) as response:
                assert b"Count: 0" in response.read()


def test_pages_carry_the_script_with_the_nonce_of_their_policy(served: str) -> None:
    with urllib.request.urlopen(served, timeout=10) as answer:
        policy = answer.headers["content-security-policy"]
        page = answer.read().decode()

    [nonce] = {part.split("'")[0] for part in policy.split("'nonce-")[1:]}
    assert '<script src="/_reactor/dev/client.js" data-version="' in page
    assert page.count(f'nonce="{nonce}"') == 3
    assert "EventSource" in get(f"{served}_reactor/dev/client.js")


def test_each_save_is_shown(served: str, counter: Path, listen: Listen) -> None:
    listener = listen(served)
    before = listener.next()["version"]

    for word in ("Number: ", "Zahl: ", "Nombre: "):
        write_notebook(counter, COUNTER[0], COUNTER[1].replace("Count: ", word))
        until(partial(shows, served, word), 10)

    assert listener.next()["version"] != before


def test_a_page_is_told_what_it_must_do_to_be_of_the_newest_version(
    served: str, counter: Path, listen: Listen
) -> None:
    listener = listen(served)
    before = listener.next()["version"]
    write_notebook(counter, *OTHER)
    version = listener.next()["version"]

    update = json.loads(get(f"{served}_reactor/dev/update?from={before}"))
    unknown = json.loads(get(f"{served}_reactor/dev/update?from=another-server"))

    [[name, source, cells]] = update.pop("code")
    assert name == ""
    assert "Number: " in source
    assert cells
    assert update == {"version": version, "reload": False, "data": False}
    assert unknown == {"version": version, "reload": True, "code": None, "data": False}


def test_a_save_that_changes_no_code_is_no_new_version(
    served: str, counter: Path, listen: Listen
) -> None:
    listener = listen(served)
    before = listener.next()["version"]

    write_notebook(counter, *COUNTER, "# a remark")

    assert listener.next()["version"] == before


def test_saves_in_quick_succession_end_with_the_last(served: str, counter: Path) -> None:
    for number in range(30):
        write_notebook(counter, COUNTER[0], COUNTER[1].replace("Count: ", f"Take {number % 10}: "))

    until(partial(shows, served, "Take 9: 0"), 10)


def test_a_notebook_that_is_taken_away_and_written_anew_is_shown(
    served: str, counter: Path, listen: Listen
) -> None:
    listener = listen(served)
    listener.next()

    counter.unlink()
    [problem] = listener.next()["problems"]
    write_notebook(counter, *OTHER)

    assert problem["place"].startswith("counter.ipynb")
    assert listener.next()["problems"] == []
    assert "Number: 0" in get(served)


FAILING = (
    "from reactor_nb import page\nfrom reactor_nb.html import p",
    "def load() -> str:\n    password = 'hunter2'\n    raise ValueError('password=hunter2 <b>')",
    '@page("/", loader=load)\ndef Show(data: str):\n    return p(data)',
)


def test_an_error_on_the_server_is_told_to_pages_until_a_save_mends_it(
    tmp_path: Path, listen: Listen
) -> None:
    notebook = write_notebook(tmp_path / "nb/show.ipynb", *FAILING)

    with started("dev", notebook) as (url, _):
        listener = listen(url)
        listener.next()
        with pytest.raises(urllib.error.HTTPError) as caught:
            get(url)
        caught.value.close()
        [fault] = listener.next()["faults"]
        mended = FAILING[1].replace("raise ValueError(", "return (")
        write_notebook(notebook, FAILING[0], mended, FAILING[2])
        after = listener.next()["faults"]

    assert "ValueError" in fault.pop("trace")
    assert fault == {
        "place": "show.ipynb › cell 2 › line 3",
        "line": "raise ValueError('password=[redacted] <b>')",
        "component": "",
        "message": "ValueError: password=[redacted] <b>",
    }
    assert after == []


def post(url: str, body: bytes, **headers: str) -> int:
    request = urllib.request.Request(url, body, headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return int(answer.status)


def test_what_a_page_says_of_new_code_is_told_in_the_terminal(counter: Path) -> None:
    with started("dev", counter) as (url, process):
        notes = f"{url}_reactor/dev/notes"
        post(notes, b'["from elsewhere"]')
        post(notes, b'{"no": "list"}', **{"X-Reactor": "1"})
        post(notes, b"no JSON", **{"X-Reactor": "1"})
        for _ in range(2):
            post(notes, b'["Counter: state not kept\\u001b[2J"]', **{"X-Reactor": "1"})
        process.terminate()
        assert process.stdout is not None
        told = process.stdout.read().splitlines()

    assert [line for line in told if "Counter" in line] == ["Counter: state not kept\\x1b[2J"]
    assert not any("elsewhere" in line for line in told)


def test_a_broken_notebook_leaves_the_last_good_app_and_says_what_is_wrong(
    served: str, counter: Path, listen: Listen
) -> None:
    listener = listen(served)
    before = listener.next()

    write_notebook(counter, *BROKEN)
    told = listener.next()

    assert told["version"] == before["version"]
    assert told["problems"] == [
        {
            "place": "counter.ipynb › cell 3 › line 1",
            "message": "RNB001 not valid Python: invalid syntax",
            "line": "def f(:",
        }
    ]
    assert "Count: 0" in get(served)


def test_a_cell_that_raises_leaves_the_last_good_app(
    served: str, counter: Path, listen: Listen
) -> None:
    listener = listen(served)
    before = listener.next()

    write_notebook(counter, "TOTAL = 1 / 0", COUNTER[0], COUNTER[1].replace("0)", "TOTAL)"))
    told = listener.next()

    assert told["version"] == before["version"]
    assert told["problems"] == [
        {
            "place": "counter.ipynb › cell 1 › line 1",
            "message": "ZeroDivisionError: division by zero",
            "line": "TOTAL = 1 / 0",
        }
    ]
    assert "Count: 0" in get(served)


def test_a_mended_notebook_is_shown_again(served: str, counter: Path, listen: Listen) -> None:
    listener = listen(served)
    listener.next()
    write_notebook(counter, *BROKEN)
    listener.next()

    write_notebook(counter, *OTHER)

    assert listener.next()["problems"] == []
    assert "Number: 0" in get(served)


@pytest.mark.parametrize("content", [b"", b'{"cells": [', b"\xff\xfe"])
def test_a_notebook_cut_off_in_the_middle_of_a_save_leaves_the_last_good_app(
    served: str, counter: Path, content: bytes, listen: Listen
) -> None:
    listener = listen(served)
    listener.next()

    counter.write_bytes(content)

    [problem] = listener.next()["problems"]
    assert problem["place"].startswith("counter.ipynb")
    assert "Count: 0" in get(served)


def test_a_notebook_broken_from_the_start_gives_a_page_that_says_so(
    tmp_path: Path, listen: Listen
) -> None:
    notebook = write_notebook(tmp_path / "nb/<b>.ipynb", *BROKEN)

    with started("dev", notebook) as (url, _):
        with pytest.raises(urllib.error.HTTPError) as caught:
            get(url)
        page = caught.value.read().decode()
        caught.value.close()
        listener = listen(url)
        listener.next()
        write_notebook(notebook, *COUNTER)
        listener.next()
        mended = get(url)

    assert caught.value.code == 500
    assert "&lt;b&gt;.ipynb › cell 3 › line 1: RNB001" in page
    assert "/_reactor/dev/client.js" in page
    assert "Count: 0" in mended


def test_public_files_and_data_stand_beside_the_notebook(tmp_path: Path) -> None:
    cells = (
        "from reactor_nb import data_dir, page\nfrom reactor_nb.html import p",
        "def load() -> str:\n    return data_dir().name",
        '@page("/", loader=load)\ndef Show(data: str):\n    return p(data)',
    )
    notebook = write_notebook(tmp_path / "nb/show.ipynb", *cells)
    (notebook.parent / "public").mkdir()
    (notebook.parent / "public/hello.txt").write_text("hello")

    with started("dev", notebook) as (url, _):
        assert get(f"{url}public/hello.txt") == "hello"
        assert ".show.data" in get(url)


def test_ctrl_c_ends_it_while_pages_listen_and_nothing_is_left(
    counter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listen: Listen
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))

    with started("dev", counter) as (url, process):
        listener = listen(url)
        listener.next()
        assert len(list(temporary.iterdir())) == 1
        process.terminate()
        code = process.wait(10)

    assert code == 0
    assert list(temporary.iterdir()) == []
