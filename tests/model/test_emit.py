"""The two modules that are written: the author's own text, and nothing of the other side."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from reactor_nb.core.location import CELLS_NAME
from reactor_nb.model.app import AppModel
from reactor_nb.model.build import Build, build_model
from tests.model.app_cells import HEAD, TODOS, cells, model_of
from tests.work import growth_of

SERVER = """# cell 1
import sqlite3
from reactor_nb import data_dir


def connect():
    return sqlite3.connect(data_dir() / "todos.db")


# cell 2
from dataclasses import dataclass
from reactor_nb import action, component, page, state, use_state, Head
from reactor_nb.html import button, div, form, input, li, ul


@dataclass(frozen=True)
class Todo:
    id: int
    title: str
    done: bool = False


# cell 3
@action
async def add_todo(title: str) -> Todo:
    with connect() as database:
        return Todo(database.execute("insert into todos").lastrowid, title)


async def load_todos() -> list[Todo]:
    with connect() as database:
        return [Todo(*row) for row in database.execute("select * from todos")]


filter_text = state("")


# cell 4
@component
def TodoItem(todo: Todo):
    return li({"class": {"done": todo.done}}, todo.title)


@page("/", loader=load_todos)
"""

CLIENT = """from reactor_nb.runtime.registry import stub as __reactor_stub
from dataclasses import dataclass
from reactor_nb import component, page, state, use_state, Head
from reactor_nb.html import button, div, form, input, li, ul


@dataclass(frozen=True)
class Todo:
    id: int
    title: str
    done: bool = False


@__reactor_stub
async def add_todo(title: str) -> Todo: ...


filter_text = state("")


@component
def TodoItem(todo: Todo):
    return li({"class": {"done": todo.done}}, todo.title)


@page('/')
def Todos(data: list[Todo]):
    todos, set_todos = use_state(data)
    title, set_title = use_state("")
    async def submit(event):
        todo = await add_todo(title)                  # in the browser: one POST
        set_todos(lambda current: [*current, todo])
    return div(
        Head(title=f"{len(todos)} todos"),
        form(input(name="title", value=title), button("Add"), action=add_todo, on_submit=submit),
        ul(*[TodoItem(todo=t, key=t.id) for t in todos if filter_text.value in t.title]),
    )
"""


def test_the_todo_app_is_written_as_its_author_wrote_it() -> None:
    model = model_of(*TODOS)

    assert model.server_source.startswith(SERVER)
    assert model.client_source == CLIENT


def rows_of(model: AppModel) -> tuple[tuple[int, int, int], ...]:
    """Return the line table that the server's module ends with."""
    names: dict[str, tuple[tuple[int, int, int], ...]] = {}
    table = model.server_source[model.server_source.rindex(CELLS_NAME) :]
    exec(table, names)
    return names[CELLS_NAME]


def test_the_line_tables_lead_back_to_the_cells() -> None:
    model = model_of(*TODOS)

    for source, rows in (
        (model.server_source, rows_of(model)),
        (model.client_source, model.client_cells),
    ):
        lines = source.split("\n")
        assert {cell for _, cell, _ in rows} <= {1, 2, 3, 4}
        for line, cell, first in rows:
            assert isinstance(cell, int)
            written = TODOS[cell - 1].split("\n")[first - 1]
            assert lines[line - 1].split("(")[0].split(" ")[0] in {
                written.split("(")[0].split(" ")[0],
                "@__reactor_stub",
            }


def test_lines_inside_a_piece_keep_their_distance() -> None:
    source = '''@page(
    "/",  # the path
    loader=load,
)

def Home(data: list[
    Missing
]):
    """Text.

    More."""
    here = 1
    return p(here)'''
    model = model_of(HEAD, "class Missing: ...\ndef load(): ...", source)
    body = model_of(HEAD, "class Missing: ...", source.replace("loader=load,", ""))

    for each in (model, body):
        piece = each.client_source[each.client_source.index("@page") :].split("\n")
        assert piece.index("    here = 1") == source.split("\n").index("    here = 1")


def test_a_type_that_the_browser_lacks_becomes_object() -> None:
    source = """class Secret_Type: ...
@component
def Leaf(a: Secret_Type, b: "list[Secret_Type]" = 1, *, c: int = 2) -> Secret_Type:
    d: Secret_Type = a
    def inner(e: dict[
        str, Secret_Type
    ]): ...
    return p(d)
@page("/")
def Home(): return Leaf()"""

    client = model_of(HEAD, source).client_source

    assert "Secret_Type" not in client
    assert (
        "def Leaf(a: object, b: object = 1, *, c: int = 2) -> object:\n    d: object = a" in client
    )
    assert "def inner(e: (object\n\n)): ..." in client


def test_columns_are_counted_in_bytes_and_statements_share_lines() -> None:
    source = 'A = "é→🎉"; KEY = "hidden"; B = "ü" + A  # KEY'

    client = model_of(HEAD, source, "@page('/')\ndef Home(): return p(B)").client_source

    assert 'A = "é→🎉"\nB = "ü" + A\n' in client
    assert "KEY" not in client


STUBS = {
    "async def save(a: int, b: str = 'x', *, c: float = 1.0) -> int: return 1": (
        "async def save(a: int, b: str=..., *, c: float=...) -> int: ..."
    ),
    "def save(): 'doc'": "async def save(): ...",
    "def save(a, *,\n  b,  # comment\n): pass": "async def save(a, *, b): ...",
    "def save(a: 'list[int]' = [open]) -> None: pass": (
        "async def save(a: 'list[int]'=...) -> None: ..."
    ),
}


@pytest.mark.parametrize("source, stub", STUBS.items(), ids=STUBS.values())
def test_an_action_becomes_a_stub(source: str, stub: str) -> None:
    """S4."""
    home = "@page('/')\ndef Home(): return p(on_click=save)"

    client = model_of(HEAD, f"@action(guard=print)\n{source}", home).client_source

    assert f"\n\n@__reactor_stub\n{stub}\n\n" in client
    compile(client, "<client>", "exec")


def test_future_imports_come_first() -> None:
    late = "import json\nfrom __future__ import annotations, division\nx = json"
    model = model_of(HEAD, "from __future__ import annotations", "@page('/')\ndef Home(): ...")
    wrong = build_model(cells(HEAD, late), "app")

    for source in (model.server_source, model.client_source):
        assert source.startswith("from __future__ import annotations\n")
        assert source.count("__future__") == 1
    assert [each.code for each in wrong.diagnostics] == ["RNB001"]


def test_the_model_goes_through_json() -> None:
    model = model_of(*TODOS)

    assert AppModel.from_json(json.loads(json.dumps(model.to_json()))) == model


def test_the_same_cells_give_the_same_model() -> None:
    assert model_of(*TODOS) == model_of(*TODOS)


CANARY = "CANARY_7f3a"
PLANTED = f'''
import secretlib_{CANARY} as hidden_{CANARY}
from vault_{CANARY} import fetch as fetch_{CANARY}, other
KEY_{CANARY} = "key-{CANARY}"  # comment {CANARY}
NUMBERS_{CANARY} = {{"{CANARY}": f"{{KEY_{CANARY}}}-{CANARY}"}}
# a comment of its own, {CANARY}
class Store_{CANARY}(dict):
    """{CANARY}"""
    attribute = "{CANARY}"
    def read(self, default="{CANARY}"):
        return hidden_{CANARY}, fetch_{CANARY}
def traced(label):
    return lambda function: function
NUMBERS_{CANARY}["{CANARY}"] = 1
class Plan: ...
'''
FRONT = f'''
@action(
    guard=lambda request: KEY_{CANARY},  # {CANARY}
)
@traced("{CANARY}")
async def save(
    title: str = "{CANARY}",  # {CANARY}
    *, limit: int = len(KEY_{CANARY}),
) -> int:
    """{CANARY}"""
    local_{CANARY} = "{CANARY}"  # {CANARY}
    def closure(): return local_{CANARY}
    return Store_{CANARY}().read(closure)
def load_{CANARY}(): return NUMBERS_{CANARY}
SHARED = 1
@component
def Leaf(plan: "Store_{CANARY}", other: Store_{CANARY} = None) -> Store_{CANARY}:
    here: Store_{CANARY} = 1
    return p(SHARED)
@page("/", loader=load_{CANARY})  # {CANARY}
def Home(data: int):
    return div(Leaf(plan=1), on_click=lambda: save("x"))
'''


def test_no_canary_of_the_server_gets_into_the_browsers_module() -> None:
    """S1: as identifier, text, docstring, default, decorator's argument, attribute, comment."""
    model = model_of(HEAD, PLANTED, FRONT, f"# {CANARY}\nHome(data='{CANARY}')")

    assert model.server_source.count(CANARY) > 20
    assert CANARY not in model.client_source
    assert CANARY not in repr((model.client_imports, model.client_cells, model.name, model.title))
    compile(model.client_source, "<client>", "exec")
    compile(model.server_source, "<server>", "exec")


def words_of(source: str) -> Iterator[str]:
    """Return the identifiers and the texts of 8 characters and more in a module."""
    for node in ast.walk(ast.parse(source)):
        for field in ("id", "attr", "name", "arg", "asname", "module"):
            name = getattr(node, field, None)
            if isinstance(name, str):
                yield name
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) >= 8:
            yield node.value


def test_no_word_of_the_servers_code_gets_into_the_browsers_module() -> None:
    """Every identifier and every longer text in the browser's module is of shared code."""
    model = model_of(HEAD, PLANTED, FRONT)
    shared = ["SHARED", "Leaf", "Home", "save", "title", "limit", "plan", "other", "here", "data"]
    ours = {"reactor_nb", "reactor_nb.html", "reactor_nb.runtime.registry", "__reactor_stub"}
    known = {*shared, *ours, "component", "page", "p", "div", "on_click", "stub", "object"}

    assert set(words_of(model.client_source)) - {"str", "int"} <= known


SERVER_CHANGES = {
    "a longer action": ("    return Store", "    x = 1\n    y = 2\n    return Store"),
    "another default": ('title: str = "', 'title: str = "another'),
    "an action that is not async": ("async def save", "def save"),
    "another guard": ("guard=lambda request:", "guard=lambda request: 1\n    if request else"),
    "a longer loader": ("return NUMBERS_", "\n    print()\n    return NUMBERS_"),
    "a renamed loader": (f"load_{CANARY}", "load_other"),
    "another module": ("hidden_", "more_hidden_"),
    "a new helper": ("class Plan: ...", f"def more(): ...\nKEY_{CANARY} += more()"),
}


@pytest.mark.parametrize("old, new", SERVER_CHANGES.values(), ids=SERVER_CHANGES)
def test_the_browsers_module_is_the_same_when_server_code_changes(old: str, new: str) -> None:
    """S9."""
    before = model_of(HEAD, PLANTED, FRONT)

    after = model_of(HEAD, PLANTED.replace(old, new), FRONT.replace(old, new))
    moved = model_of(HEAD, "import os\nOTHER = os.environ", PLANTED, FRONT)

    assert after.server_source != before.server_source
    assert after.client_source == before.client_source
    assert moved.client_source == before.client_source


def build_many(size: int) -> Callable[[], Build]:
    """Return what builds a notebook of so many cells, of which a page uses every fifth."""
    many = [
        f"x{n} = {n}\ndef f{n}(a, b=x{n}):\n    return [x{n} + c for c in range(a)]\nf{n}(3)"
        for n in range(size)
    ]
    used = f"@page('/')\ndef Home(): return p({', '.join(f'f{n}' for n in range(0, size, 5))})"
    return partial(build_model, cells(HEAD, *many, used), "app")


def test_of_many_cells_the_browser_gets_those_it_needs() -> None:
    built = build_many(1000)()

    assert built.model is not None
    assert built.model.client_source.count("def f") == 200


def test_twice_the_cells_are_twice_the_work() -> None:
    assert growth_of(build_many, 200) < 2.1
