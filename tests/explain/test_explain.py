"""Where each piece goes, and by which chain."""

from __future__ import annotations

import json

import pytest

from reactor_nb.explain.explanation import Explanation, Need, Piece
from reactor_nb.explain.text import describe
from tests.explain.conftest import TODOS, Explain


def piece(explained: Explanation, label: str) -> Piece:
    return next(one for one in explained.pieces if one.label == label)


GOES = {
    "connect": "server",
    "sqlite3": "server",
    "load_todos": "server",
    "add_todo": "server",
    "fmt": "shared",
    "TodoItem": "shared",
    "Todos": "shared",
    "div": "shared",
    "TodoItem(text='milk')": "left out",
}


@pytest.mark.parametrize("label", GOES)
def test_every_piece_says_where_it_goes(explained: Explain, label: str) -> None:
    assert piece(explained(*TODOS), label).goes == GOES[label]


def test_a_chain_leads_from_a_page_to_what_it_needs(explained: Explain) -> None:
    todos = explained(*TODOS)

    fmt, connect = piece(todos, "fmt"), piece(todos, "connect")

    assert todos.chain(fmt.browser) == "Todos (page) → TodoItem → fmt"
    assert todos.chain(fmt.server) == "Todos (page) → TodoItem → fmt"
    assert todos.chain(connect.server) == "add_todo (action) → connect"
    assert connect.browser == ()


def test_of_an_action_the_browser_has_a_stub(explained: Explain) -> None:
    todos = explained(*TODOS)

    action = piece(todos, "add_todo")

    assert (action.goes, action.stub, action.kind) == ("server", True, "action")
    assert todos.chain(action.browser) == "Todos (page) → add_todo (action)"


def test_needs_say_on_which_side_they_hold(explained: Explain) -> None:
    todos = explained(*TODOS)
    page, action, connect = (piece(todos, one).id for one in ("Todos", "add_todo", "connect"))

    assert Need(page, action, "add_todo", False, server=True, browser=True) in todos.needs
    assert Need(action, connect, "connect", False, server=True, browser=False) in todos.needs


def test_a_line_that_changes_a_value_follows_it(explained: Explain) -> None:
    head = "from reactor_nb import page\nfrom reactor_nb.html import p"
    found = explained(
        head, "names = []", "names.append('a')", "@page('/')\ndef Home():\n    return p(names[0])"
    )

    change = piece(found, "names.append('a')")

    assert change.goes == "shared"
    assert found.chain(change.browser) == "Home (page) → names → names.append('a')"
    assert [each.changes for each in found.needs if each.target == change.id] == [True]


def test_a_mark_is_the_reason_where_nothing_needs_a_cell(explained: Explain) -> None:
    found = explained(*TODOS, "# reactor: server\nprint('starting')")

    assert piece(found, "print('starting')").reason == "its cell is marked as server"
    assert found.cells[-1].mark == "server"


def test_a_notebook_that_cannot_be_exported_is_explained_too(explained: Explain) -> None:
    found = explained(*TODOS, "@page('/env')\ndef Env():\n    return p(connect().total)")

    assert not found.passed
    assert [each.code for each in found.diagnostics if each.severity == "error"] == ["RNB022"]
    assert piece(found, "Env").goes == "shared"


def test_the_text_has_a_line_for_every_name(explained: Explain) -> None:
    assert list(describe(explained(*TODOS))) == [
        "todos.ipynb: 5 server, 8 shared, 1 left out",
        "cell 1",
        "  sqlite3                server    add_todo (action) → connect → sqlite3",
        "  action                 server    add_todo (action) → action",
        "  2 names                shared    from reactor_nb: component, page",
        "  3 names                shared    from reactor_nb.html: div, li, p",
        "  connect                server    add_todo (action) → connect",
        "cell 2",
        "  fmt                    shared    Todos (page) → TodoItem → fmt",
        "  TodoItem               shared    Todos (page) → TodoItem",
        "cell 3",
        "  add_todo (action)      server, a stub in the browser  Todos (page) → add_todo (action)",
        "  load_todos (loader)    server    Todos (page) → load_todos (loader)",
        "  Todos (page)           shared    /",
        "cell 4",
        "  TodoItem(text='milk')  left out  it only shows something in the notebook",
    ]


def test_the_data_is_plain_json_with_every_piece(explained: Explain) -> None:
    found = explained(*TODOS)

    data = json.loads(json.dumps(found.to_json()))

    assert data["version"] == 1
    assert data["counts"] == {"server": 5, "browser": 0, "shared": 8, "left out": 1}
    assert data["cells"][1] == {"index": 2, "mark": "", "source": TODOS[1]}
    fmt = piece(found, "fmt")
    assert data["pieces"][fmt.id] == {
        "id": fmt.id,
        "names": ["fmt"],
        "label": "fmt",
        "kind": "function",
        "detail": "",
        "cell": 2,
        "line": 1,
        "end_line": 2,
        "goes": "shared",
        "stub": False,
        "server": list(fmt.server),
        "browser": list(fmt.browser),
        "reason": "",
    }


def test_a_notebook_without_anything_is_explained(explained: Explain) -> None:
    found = explained("# only a comment")

    assert list(describe(found)) == ["todos.ipynb: nothing to export", "cell 1"]
