"""Small notebooks of every shape, and which of their names each side must get."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """A notebook after the first cell, and the names that each side gets beside the head's."""

    cells: tuple[str, ...]
    server: str
    client: str


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
    "N56 components wherever Python defines them": Shape(
        (
            "c = component\nfew = component(memo=True)\nlib = __import__('reactor_nb')",
            "@c\ndef A(): return p('a')\n@few\ndef B(): return p('b')\n@component(memo=False)\n"
            "@component\ndef C(): return p('c')",
            "if A:\n    @component\n    def D(): return p('d')\nelse:\n    D = A",
            "E = component(lambda: p('e'))\nF = few(lambda: p('f'))",
            "class Box:\n    @staticmethod\n    @component\n    def G(): return p('g')",
            "def make():\n    @component\n    def H(): return p('h')\n    return H\nH = make()",
            "@page('/')\ndef Home(): return div(A(), B(), C(), D(), E(), F(), Box.G(), H())",
        ),
        "c few A B C D E F Box make H Home",
        "c few A B C D E F Box make H Home",
    ),
    "N56 pages and actions under other names": Shape(
        (
            "import reactor_nb as rn\nfrom reactor_nb import page as pg, action as act",
            "q = rn.page",
            "@rn.page('/a')\ndef A(): return p(on_click=save)\n@pg('/b')\ndef B(): return p('b')",
            "@q('/c')\n@q('/d')\ndef C(): return p('c')",
            "@act\ndef save() -> None: ...\n@rn.action(guard=rn.public)\ndef go() -> None: ...",
        ),
        "rn pg act q A B C save go",
        "rn pg q A B C save",
    ),
    "a name that is made, used and deleted": Shape(
        (
            "raw = 'a b'\nwords = raw.split()\ndel raw",
            "raw = 'c'\ndel raw",
            "list = [1]\nsize = len(list)\ndel list, raw",
            "@page('/')\ndef Home(): return ul(list(words), size)\ndef ul(*a): return p(*a)",
        ),
        "raw words list size Home ul",
        "raw words list size Home ul",
    ),
    "a name that is made again after it was deleted": Shape(
        ("import sqlite3 as X\ndel X", "X = 1", "@page('/')\ndef Home(): return p(X)"),
        "X Home",
        "X Home",
    ),
    "a function that is called between two meanings": Shape(
        (
            "x = 1\ndef f(): return x\ny = f()\nx = 2",
            "@page('/')\ndef Home(): return p(y, x)",
        ),
        "x f y Home",
        "x f y Home",
    ),
    "a match": Shape(
        (
            "A, B, OTHER = 1, 2, 3",
            "match A:\n    case 1 if B: found = B\n    case [first, *_]: found = first",
            "@page('/')\ndef Home(): return p(found)",
        ),
        "A B OTHER found Home",
        "A B OTHER found Home",
    ),
    "a walrus and what is unpacked": Shape(
        (
            "rest = [n for n in range(3) if (last := n)]\nif (limit := len(rest)) > 1: pass",
            "(head, *tail), third = [1, 2], 3",
            "@page('/')\ndef Home(): return p(last, limit, tail)",
        ),
        "rest last limit n head tail third Home",
        "rest last limit n head tail third Home",
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
