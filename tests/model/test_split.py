"""Which definitions the server gets, and which the browser gets."""

from __future__ import annotations

import pytest

from tests.model.app_cells import HEAD, TODOS, defined, model_of
from tests.model.shapes import SHAPES, Shape

HEAD_NAMES = defined(HEAD)
ALONE = "its result is not kept; mark the cell '# reactor: server' if the app needs what it does"


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_each_side_gets_what_it_needs(shape: Shape) -> None:
    model = model_of(HEAD, *shape.cells)

    assert defined(model.server_source) - HEAD_NAMES == set(shape.server.split())
    assert defined(model.client_source) - HEAD_NAMES == set(shape.client.split())


def test_the_todo_app_is_split_by_definition() -> None:
    """API.md, section 1: a cell may hold an action, a loader and shared state."""
    model = model_of(*TODOS)

    server = defined(model.server_source)
    client = defined(model.client_source)
    assert server - client == {"sqlite3", "data_dir", "connect", "action", "load_todos"}
    assert client - server == set()
    assert {"Todo", "add_todo", "filter_text", "TodoItem", "Todos"} <= client
    assert [(each.path, each.component, each.loader, each.cell) for each in model.routes] == [
        ("/", "Todos", "load_todos", 4)
    ]
    assert [(each.name, each.cell, each.line, each.public) for each in model.actions] == [
        ("add_todo", 3, 2, True)
    ]
    assert model.client_imports == ("dataclasses",)
    assert (model.name, model.title) == ("app_app", "App")


def test_imports_are_filtered_by_name() -> None:
    model = model_of(HEAD, "@page('/')\ndef Home(): return p('x')")

    imports = [line for line in model.client_source.split("\n") if "import" in line]
    assert imports == ["from reactor_nb import page", "from reactor_nb.html import p"]


def test_marks_force_a_cell() -> None:
    model = model_of(
        HEAD,
        "# reactor: server\nprint('start')\nPOOL = 1\n@action\ndef save() -> None: ...",
        "\n#reactor:client\nimport js\nBROWSER = js.window",
        "# Reactor: Shared\nimport sqlite3\nBOTH = 1",
        "# reactor: skip\nthis is not Python",
        "# reactor: test\nassert POOL",
        "@page('/')\ndef Home(): return p(on_click=lambda: (BROWSER, save()))",
    )

    assert "print('start')" in model.server_source
    assert {"POOL", "save", "BOTH", "sqlite3", "Home"} <= defined(model.server_source)
    assert {"js", "BROWSER", "save", "BOTH", "sqlite3", "Home"} <= defined(model.client_source)
    assert not {"js", "BROWSER"} & defined(model.server_source)
    assert not {"POOL", "print"} & defined(model.client_source)
    assert [(each.cell, each.reason) for each in model.left_out if "marked" in each.reason] == [
        (5, "it is marked as skip"),
        (6, "it is marked as test"),
    ]


def test_each_side_may_have_its_own_version() -> None:
    model = model_of(
        HEAD,
        "# reactor: server\ndef now(): return 'server'",
        "# reactor: client\ndef now(): return 'client'",
        "@page('/')\ndef Home(): return p(now())",
    )

    assert "return 'server'" in model.server_source and "'client'" not in model.server_source
    assert "return 'client'" in model.client_source and "'server'" not in model.client_source


def test_a_call_for_its_effect_goes_with_its_object() -> None:
    """The last line of a cell is there to be looked at, unless its method's name says more."""
    model = model_of(
        HEAD,
        "import random\nrandom.seed(1)\nclass Store: ...\nstore = Store()",
        "store.migrate()\nstore.head()",
        "store.execute('create table x')",
        "@action\ndef save() -> None: store, random",
        "@page('/')\ndef Home(): return p(random.random())",
    )

    assert "store.migrate()" in model.server_source
    assert "store.execute('create table x')" in model.server_source
    assert "store.head()" not in model.server_source
    assert "random.seed(1)" in model.server_source
    assert "seed" not in model.client_source


def test_a_star_import_stays_on_the_server() -> None:
    """N47: what comes of it cannot be known, so the browser must not need it."""
    model = model_of(
        HEAD,
        "from os import *\n@component\ndef Leaf(): return p('x')",
        "def load() -> str: return getcwd()",
        "@page('/', loader=load)\ndef Home(data: str): return Leaf()",
    )

    assert "from os import *" in model.server_source
    assert "import *" not in model.client_source


def test_what_is_left_out_is_told_with_its_reason() -> None:
    model = model_of(
        HEAD,
        "%pip install pandas 'rich>=13'\n!ls\nfiles = !ls",
        "%%bash\nrm -rf /",
        "import numpy as np\nnp.zeros(3)",
        "start()\nx = 1\nHome()",
        "@page('/')\ndef Home(): return p(x)\ndef start(): ...\ndef unused(): ...",
    )

    told = [each for each in model.left_out if each.cell != 1]
    assert [(each.cell, each.line, each.what, each.reason) for each in told] == [
        (2, 1, "%pip install pandas 'rich>=13'", "its packages are among the requirements"),
        (2, 2, "!ls", "it is a command to the notebook, not Python"),
        (2, 3, "files = !ls", "it is a command to the notebook, not Python"),
        (3, 1, "%%bash", "it is a command to the notebook, not Python"),
        (4, 1, "the whole cell", ALONE),
        (5, 1, "start()", ALONE),
        (5, 3, "Home()", "it only shows something in the notebook"),
        (6, 3, "start", "nothing that is exported needs it"),
        (6, 4, "unused", "nothing that is exported needs it"),
    ]
    assert [each.what for each in model.left_out[:2]] == ["import action", "import component"]
    assert model.requirements == ("pandas", "rich>=13")


def test_an_await_at_the_top_is_kept_on_the_server() -> None:
    """N44."""
    model = model_of(
        HEAD,
        "import asyncio\nROWS = await asyncio.sleep(0, [1])",
        "def load(): return ROWS",
        "@page('/', loader=load)\ndef Home(data): return p(data)",
    )

    assert "ROWS = await asyncio.sleep(0, [1])" in model.server_source
    assert "await" not in model.client_source
