"""Which definitions the server gets, and which the browser gets."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.model.app_cells import HEAD, TODOS, defined, model_of


@dataclass(frozen=True)
class Shape:
    """A notebook after the first cell, and the names that each side gets beside the head's."""

    cells: tuple[str, ...]
    server: str
    client: str


HEAD_NAMES = defined(HEAD)
ALONE = "its result is not kept; mark the cell '# reactor: server' if the app needs what it does"

SHAPES = {
    "action, loader, state and component in one cell": Shape(
        (
            """DATABASE = []
@action
async def save(text: str) -> int:
    DATABASE.append(text)
    return len(DATABASE)
def load(): return DATABASE
chosen = state("")
@component
def Row(text: str): return p(text, on_click=lambda: chosen.set(text))
@page("/", loader=load)
def Home(data): return div(*[Row(text=t) for t in data], button("+", on_click=save))""",
        ),
        "DATABASE save load chosen Row Home",
        "save chosen Row Home",
    ),
    "aliased imports": Shape(
        (
            "import reactor_nb as rn\nfrom reactor_nb import component as c\nactive = rn.action",
            "@c\ndef Row(): return p('x')",
            "@active\nasync def save() -> None: secret()\ndef secret(): ...",
            "@rn.page('/')\ndef Home(): return Row(), save",
        ),
        "rn c active Row save secret Home",
        "rn c Row save Home",
    ),
    "a dataclass with a factory": Shape(
        (
            "from dataclasses import dataclass, field\nfrom uuid import uuid4",
            "def new_id(): return uuid4().hex\ndef unused(): return new_id()",
            "@dataclass\nclass Item:\n    id: str = field(default_factory=new_id)",
            "@page('/')\ndef Home(): return p(Item().id)",
        ),
        "dataclass field uuid4 new_id Item Home",
        "dataclass field uuid4 new_id Item Home",
    ),
    "a constant for both": Shape(
        (
            "LIMIT = 3\nSERVER_LIMIT = LIMIT * 2",
            "@action\ndef save(n: int) -> bool: return n < min(LIMIT, SERVER_LIMIT)",
            "@page('/')\ndef Home(): return p(LIMIT, on_click=save)",
        ),
        "LIMIT SERVER_LIMIT save Home",
        "LIMIT save Home",
    ),
    "a chain of helpers": Shape(
        (
            "import math\ndef a(): return b()\ndef b(): return [math.pi for _ in c()]",
            "def c(): return D\nD = 1\ndef e(): return a()",
            "@page('/')\ndef Home(): return p(a())",
        ),
        "math a b c D Home",
        "math a b c D Home",
    ),
    "helpers in classes": Shape(
        (
            "class Base:\n    def total(self): return TAX\nTAX = 1",
            "class Cart(Base):\n    def show(self): return p(self.total())",
            "class Store:\n    def read(self): return Cart()",
            "def load(store=Store()): return 1",
            "@page('/', loader=load)\ndef Home(data: int): return Cart().show()",
        ),
        "Base TAX Cart Store load Home",
        "Base TAX Cart Home",
    ),
    "an import that may fail": Shape(
        (
            "try:\n    import ujson as json\nexcept ImportError:\n    import json",
            "import csv",
            "@action\ndef save() -> None: csv.writer",
            "@page('/')\ndef Home(): return p(json.dumps(1))",
        ),
        "json csv save Home",
        "json Home",
    ),
    "a component made in a function": Shape(
        (
            "def make(color):\n    @component\n    def Box(): return div(color)\n    return Box",
            "Red = make('red')\nBlue = make('blue')",
            "@page('/')\ndef Home(): return Red()",
        ),
        "make Red Home",
        "make Red Home",
    ),
    "a pydantic model for both": Shape(
        (
            "from pydantic import BaseModel, Field",
            "from decimal import Decimal\nfrom datetime import date",
            "class Order(BaseModel):\n    total: Decimal = Field(gt=0)\n    at: 'date'",
            "class Row(BaseModel):\n    order: Order\n    password_hash: str",
            "@action\nasync def buy(order: Order) -> Decimal: return Row(order=order).order.total",
            "@page('/')\ndef Home(): return p(on_click=lambda: buy(Order(total=1)))",
        ),
        "BaseModel Field Decimal date Order Row buy Home",
        "BaseModel Field Decimal date Order buy Home",
    ),
    "a context": Shape(
        (
            "Theme = create_context('light')",
            "@component\ndef Leaf(): return p(Theme)",
            "@page('/')\ndef Home(): return Theme('dark', Leaf())",
        ),
        "Theme Leaf Home",
        "Theme Leaf Home",
    ),
    "computed state": Shape(
        (
            "items = state([])\nrate = state(2)\nunused = state(0)",
            "total = computed(lambda: sum(items.value) * rate.value)",
            "@page('/')\ndef Home(): return p(total.value)",
        ),
        "items rate total Home",
        "items rate total Home",
    ),
    "an author's decorator around a component": Shape(
        (
            "import functools\ndef framed(f):\n    @functools.wraps(f)\n"
            "    def inner(**k): return div(f(**k))\n    return inner",
            "def limited(f): return f",
            "@component\n@framed\ndef Row(): return p('x')",
            "@limited\n@action\nasync def save() -> None: ...",
            "@page('/')\ndef Home(): return Row(), save",
        ),
        "functools framed limited Row save Home",
        "functools framed Row save Home",
    ),
    "changes go where their object goes": Shape(
        (
            "KINDS = {}\nSECRETS = {}",
            "KINDS['a'] = 1\nKINDS.update(b=2)\nSECRETS['c'] = 3",
            "for key in 'xy':\n    KINDS[key] = 4",
            "@action\ndef save() -> None: SECRETS['d'] = 1",
            "@page('/')\ndef Home(): return p(KINDS)",
        ),
        "KINDS SECRETS key save Home",
        "KINDS key Home",
    ),
    "annotations alone pull nothing into the browser": Shape(
        (
            "from typing import Any, Callable\nclass Row:\n    secret: str",
            "@component\ndef Leaf(row: Row, on: Callable[[Any], None]) -> 'Row': return p(row)",
            "@page('/')\ndef Home() -> Row: return Leaf(row=1, on=2)",
        ),
        "Any Callable Row Leaf Home",
        "Leaf Home",
    ),
    "layouts and error pages are needed on both sides though nothing names them": Shape(
        (
            "from reactor_nb import error_page, layout, not_found as missing\nMENU = ['a']",
            "@layout('/')\ndef Site(children): return div(MENU, children)",
            "@error_page('/')\ndef Failed(status: int): return p(status)",
            "@missing\ndef Nothing(): return p()",
            "@page('/')\ndef Home(): return p()",
        ),
        "error_page layout missing MENU Site Failed Nothing Home",
        "error_page layout missing MENU Site Failed Nothing Home",
    ),
    "endpoints and middleware stay on the server": Shape(
        (
            "from reactor_nb import api, middleware\nimport reactor_nb as rn\nTOKEN = 'x'",
            "@api('/rows')\ndef rows(): return TOKEN",
            "async def around(request, call_next): return await call_next(request)",
            "rn.middleware(around)",
            "@middleware\nasync def inner(request, call_next): return TOKEN",
            "@page('/')\ndef Home(): return p()",
        ),
        "api middleware rn TOKEN rows around inner Home",
        "Home",
    ),
    "a guard stays on the server": Shape(
        (
            "def allowed(request): return TOKEN\nTOKEN = 'x'",
            "@action(guard=allowed)\ndef save() -> None: ...",
            "@page('/')\ndef Home(): return p(on_click=save)",
        ),
        "allowed TOKEN save Home",
        "save Home",
    ),
    "an action that nothing in the browser names": Shape(
        ("@action\ndef save() -> None: ...", "@page('/')\ndef Home(): return p('x')"),
        "save Home",
        "Home",
    ),
    "code for type checkers": Shape(
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from secret import Thing",
            "@component\ndef Leaf(a: 'Thing'): return p(a)",
            "@page('/')\ndef Home(): return Leaf(a=1)",
        ),
        "Leaf Home",
        "Leaf Home",
    ),
    "a condition": Shape(
        (
            "import sys\nif sys.platform == 'emscripten':\n    PLACE = 'browser'\n"
            "else:\n    PLACE = 'server'",
            "@page('/')\ndef Home(): return p(PLACE)",
        ),
        "sys PLACE Home",
        "sys PLACE Home",
    ),
    "scratch names that nothing exported needs": Shape(
        (
            "x = 1\nx",
            "x = 2\nfor i in range(x): pass",
            "y = 3",
            "x = y\n@page('/')\ndef Home(): return p(y)",
        ),
        "y Home",
        "y Home",
    ),
    "a name that is made in steps": Shape(
        (
            "rows = [1]",
            "rows = sorted(rows)\nrows = rows + [2]",
            "@page('/')\ndef Home(): return p(rows)",
        ),
        "rows Home",
        "rows Home",
    ),
    "submodules of one package": Shape(
        (
            "import xml.sax\nimport xml.dom\nimport json",
            "@action\ndef save() -> None: xml.sax.parse",
            "@page('/')\ndef Home(): return p(xml.dom.Node)",
        ),
        "xml save Home",
        "xml Home",
    ),
    "a global of a function": Shape(
        (
            "def count():\n    global total\n    total = 1\n    return total",
            "@page('/')\ndef Home(): return p(count())",
        ),
        "count Home",
        "count Home",
    ),
    "recursion": Shape(
        (
            "@component\ndef Tree(n: int): return p(n and Tree(n=n - 1), Leaf())",
            "@component\ndef Leaf(): return p(Tree)",
            "@page('/')\ndef Home(): return Tree(n=3)",
        ),
        "Tree Leaf Home",
        "Tree Leaf Home",
    ),
    "the same import in two cells": Shape(
        (
            "import json\nfrom math import pi as PI",
            "import json\nfrom math import pi as PI",
            "@page('/')\ndef Home(): return p(json.dumps(PI))",
        ),
        "json PI Home",
        "json PI Home",
    ),
}


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


def test_what_is_left_out_is_told_with_its_reason() -> None:
    model = model_of(
        HEAD,
        "%pip install pandas 'rich>=13'\n!ls\nfiles = !ls",
        "%%bash\nrm -rf /",
        "import numpy as np\nnp.zeros(3)",
        "start()\nx = 1\nHome()",
        "@page('/')\ndef Home(): return p(x)\ndef start(): ...\ndef unused(): ...",
    )

    told = [each for each in model.left_out if each.cell > 1]
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
