"""Modules beside the notebook are part of the app, and are split as cells are."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from types import ModuleType

import pytest

from reactor_nb.model.app import SIDES, AppModel
from reactor_nb.runtime.render import render_page
from tests.model.files import Files, build_with, defined_in, load_side, model_with, told_with

SECRET = "CANARY_7f3a"
HELPERS = f'''"""What the notebook needs."""
import os
import sqlite3
from dataclasses import dataclass

KEY = "{SECRET}"
LIMIT = 3


@dataclass
class Todo:
    title: str
    done: bool = False


def connect():
    return sqlite3.connect(os.environ["{SECRET}"] + KEY)


def rows() -> list[Todo]:
    return [Todo(row) for row in connect()]


def shout(text: str) -> str:
    return text.upper()[:LIMIT]


def unused(): ...


if __name__ == "__main__":
    print(rows())
'''


@dataclass(frozen=True)
class Case:
    """Files and cells, what each module must define on each side, and what the page shows."""

    files: Files
    cells: tuple[str, ...]
    server: dict[str, str]
    client: dict[str, str]
    html: str = "<p>x</p>"


CASES = {
    "import": Case(
        {"helpers.py": HELPERS},
        (
            "import helpers",
            "def load() -> list[helpers.Todo]: return helpers.rows()",
            "@page('/', loader=load)\n"
            "def Home(data: list[helpers.Todo]): return p(helpers.shout(data[0].title))",
        ),
        {"helpers.py": "os sqlite3 dataclass KEY LIMIT Todo connect rows shout"},
        {"helpers.py": "dataclass LIMIT Todo shout"},
        "<p>ABC</p>",
    ),
    "from import, under other names": Case(
        {"helpers.py": HELPERS},
        (
            "from helpers import rows as load, shout as s, Todo",
            "@page('/', loader=load)\ndef Home(data: list[Todo]): return p(s(data[0].title))",
        ),
        {"helpers.py": "os sqlite3 dataclass KEY LIMIT Todo connect rows shout"},
        {"helpers.py": "dataclass LIMIT Todo shout"},
        "<p>ABC</p>",
    ),
    "a star of which all names are known": Case(
        {"helpers.py": HELPERS, "few.py": "__all__ = ['a']\ndef a(): return 'x'\ndef b(): ..."},
        ("from helpers import *\nfrom few import *", "@page('/')\ndef Home(): return p(a())"),
        {"few.py": "a"},
        {"few.py": "a"},
    ),
    "a plain name for a module": Case(
        {"helpers.py": "def a(): return 'x'\ndef b(): return 'y'"},
        ("import helpers as h", "@page('/')\ndef Home(): return p(getattr(h, 'a')())"),
        {"helpers.py": "a"},
        {"helpers.py": "a"},
    ),
    "a module as a value": Case(
        {"helpers.py": "def a(): return 'x'\ndef b(): return 'y'"},
        ("import helpers", "@page('/')\ndef Home(): return p(vars(helpers)['a']())"),
        {"helpers.py": "a b"},
        {"helpers.py": "a b"},
    ),
    "imported in a function": Case(
        {"helpers.py": "def a(): return 'x'\ndef b(): return 'y'", "more.py": "c = 'z'"},
        (
            "def show():\n    import os, helpers as h, \\\n        helpers\n"
            "    from more import (\n        c,\n    )\n    return h.a() and helpers.a()",
            "@page('/')\ndef Home(): return p(show())",
        ),
        {"helpers.py": "a", "more.py": "c"},
        {"helpers.py": "a", "more.py": "c"},
    ),
    "a package with relative imports": Case(
        {
            "pkg/__init__.py": "from .shapes import square\nfrom . import colors as c\nLEFT = 1",
            "pkg/shapes.py": "from . import units\nfrom .deep.down import depth\n"
            "def square(): return units.one() + depth()\ndef circle(): ...",
            "pkg/units.py": "import pkg.colors\ndef one(): return pkg.colors.RED",
            "pkg/colors.py": "RED, BLUE = 'x', 'y'\nGREEN = 'z'",
            "pkg/deep/down.py": "from ..colors import RED as r\nfrom ... import pkg\n"
            "def depth(): return r[1:]",
        },
        ("import pkg", "@page('/')\ndef Home(): return p(pkg.square(), pkg.c.BLUE[1:])"),
        {
            "pkg/__init__.py": "square c",
            "pkg/shapes.py": "units depth square",
            "pkg/units.py": "pkg one",
            "pkg/colors.py": "RED BLUE",
            "pkg/deep/__init__.py": "",
            "pkg/deep/down.py": "r depth",
        },
        {
            "pkg/__init__.py": "square c",
            "pkg/shapes.py": "units depth square",
            "pkg/units.py": "pkg one",
            "pkg/colors.py": "RED BLUE",
            "pkg/deep/__init__.py": "",
            "pkg/deep/down.py": "r depth",
        },
    ),
    "modules of a package by their full names": Case(
        {"pkg/__init__.py": "", "pkg/a.py": "x = 'x'\ny = 1", "pkg/b.py": "z = ''", "pkg/c.py": ""},
        (
            "import pkg.a, pkg.b\nimport pkg.c",
            "from pkg import b as again",
            "@page('/')\ndef Home(): return p(pkg.a.x, again.z)",
        ),
        {"pkg/__init__.py": "", "pkg/a.py": "x", "pkg/b.py": "z"},
        {"pkg/__init__.py": "", "pkg/a.py": "x", "pkg/b.py": "z"},
    ),
    "modules that import each other": Case(
        {
            "a.py": "import b\ndef f(n): return b.g(n - 1) if n else 'x'\ndef only(): ...",
            "b.py": "from a import *\nimport a\ndef g(n): return a.f(n)",
        },
        ("import a", "@page('/')\ndef Home(): return p(a.f(3))"),
        {"a.py": "b f", "b.py": "a g"},
        {"a.py": "b f", "b.py": "a g"},
    ),
    "changes go where their object goes": Case(
        {
            "store.py": "KINDS, SECRETS = {}, {}\nROWS = []\ndef put(name):\n"
            "    def inner(f):\n        KINDS[name] = f\n        return f\n    return inner\n"
            "@put('a')\ndef a(): return 'x'\n",
            "more.py": "import store\nstore.ROWS.append('y')\n@store.put('b')\ndef b(): return ''",
        },
        (
            "import store, more",
            "store.KINDS['c'] = None\nfrom store import ROWS\nROWS.clear()",
            "@page('/')\ndef Home(): return p(store.KINDS['a'](), store.KINDS['b'](), store.ROWS)",
        ),
        {"store.py": "KINDS SECRETS ROWS put a", "more.py": "store b"},
        {"store.py": "KINDS SECRETS ROWS put a", "more.py": "store b"},
    ),
    "what a module does when it is imported": Case(
        {
            "setup.py": "import logging\nimport plugins\nlogging.getLogger('x').disabled = True\n"
            "for _ in range(2): plugins.SEEN.append(1)\nname = 'x'\n'text'",
            "plugins.py": "SEEN = []\nSEEN.append(0)\nprint",
        },
        ("import setup", "@page('/')\ndef Home(): return p(setup.name)"),
        {"setup.py": "logging plugins _ name", "plugins.py": "SEEN"},
        {"setup.py": "name"},
    ),
    "pages and actions in a module": Case(
        {
            "site.py": "from views import Home",
            "views.py": "from reactor_nb import action, page\nfrom reactor_nb.html import p\n"
            "import sqlite3\n@action\nasync def save(text: str) -> None: sqlite3.connect(text)\n"
            "def load() -> str: return sqlite3.sqlite_version[:0] + 'x'\n"
            "@page('/', loader=load)\ndef Home(data: str): return p(data, on_click=save)",
        },
        ("import site as s",),
        {"site.py": "Home", "views.py": "action page p sqlite3 save load Home"},
        {"site.py": "", "views.py": "page p save Home"},
    ),
    "components, state and blocks in a module": Case(
        {
            "parts.py": "import reactor_nb as rn\nfrom reactor_nb.html import b, p\n"
            "c = rn.component\nshown = rn.state('x')\n@c\ndef Part(): return p(shown.value)\n"
            "few = rn.component(memo=True)\n@few\ndef Other(): return b('y')"
        },
        ("from parts import *", "@page('/')\ndef Home(): return Part()"),
        {"parts.py": "rn p c shown Part"},
        {"parts.py": "rn p c shown Part"},
    ),
    "our names by way of a module": Case(
        {"ui.py": "from reactor_nb import component as c, page as pg, use_state\nimport os"},
        (
            "import ui\nfrom ui import c",
            "@c\ndef A(): return p('x')\n@ui.pg('/')\ndef Home(): return A()",
        ),
        {"ui.py": "c pg"},
        {"ui.py": "c pg"},
    ),
    "a module for each side": Case(
        {
            "here.py": "# reactor: server\nimport socket\ndef where(): return socket.gethostname()",
            "there.py": "# reactor: client\nfrom js import window\ndef where(): return window",
            "both.py": "# reactor: shared\nimport socket\nprint\ndef unused(): ...",
        },
        (
            "import here, there, both\n@action\ndef ask() -> str: return here.where()",
            "@page('/')\ndef Home(): return p('x', on_click=lambda: (ask(), there.where()))",
        ),
        {"here.py": "socket where", "there.py": "", "both.py": "socket unused"},
        {"there.py": "window where", "both.py": "socket unused"},
    ),
    "an import that may fail": Case(
        {"slow.py": "def f(): return 'x'", "fast.py": "def g(): ..."},
        (
            "try:\n    from fast import f\nexcept ImportError:\n    from slow import f",
            "@page('/')\ndef Home(): return p(f())",
        ),
        {"slow.py": "f", "fast.py": ""},
        {"slow.py": "f", "fast.py": ""},
    ),
    "names that are made when asked for": Case(
        {"lazy.py": "TABLE = {'x': 'x'}\ndef __getattr__(name): return TABLE[name]"},
        ("import lazy", "@page('/')\ndef Home(): return p(lazy.x)"),
        {"lazy.py": "TABLE __getattr__"},
        {"lazy.py": "TABLE __getattr__"},
    ),
    "a name of a module and of the notebook": Case(
        {"config.py": "config = 'x'\ndef read(): return config"},
        ("from config import config, read", "@page('/')\ndef Home(): return p(config[:0], read())"),
        {"config.py": "config read"},
        {"config.py": "config read"},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_side_gets_what_it_needs_of_each_module(case: Case) -> None:
    model = model_with(case.files, *case.cells)

    for side in SIDES:
        expected = case.server if side == "server" else case.client
        found = defined_in(model, side)
        assert {file: " ".join(sorted(names)) for file, names in found.items()} == {
            file: " ".join(sorted(names.split())) for file, names in expected.items()
        }


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_both_sides_run_and_show_the_same(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "js", ModuleType("js"))
    monkeypatch.setattr("js.window", None, raising=False)
    monkeypatch.setenv(SECRET, ":memory:")
    model = model_with(case.files, *case.cells)

    shown = []
    for side in SIDES:
        app = load_side(model, side)
        props: dict[str, object] = {}
        if "data" in app.pages[0].parameters:
            props["data"] = [app.types["Todo"]("abcd")] if "Todo" in app.types else "x"
        shown.append(render_page(app, app.pages[0], props).html)

    assert [re.sub(r"<!---->|\[.*\]", "", each) for each in shown] == [case.html] * 2


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_line_tables_lead_back_to_the_files(case: Case) -> None:
    model = model_with(case.files, *case.cells)

    for module in model.modules:
        lines = (module.client_source or "").split("\n")
        for line, path, first in module.client_cells:
            assert path == module.path
            written = case.files[str(path)].split("\n")[first - 1]
            word = lines[line - 1].split("(")[0].split()[0]
            assert word in {written.split("(")[0].split()[0], "from", "@__reactor_stub"}


def test_no_word_of_the_servers_part_of_a_module_gets_into_the_browser() -> None:
    """S1 and S9: nor does it change when only that part changes."""
    cells = CASES["import"].cells
    before = model_with({"helpers.py": HELPERS}, *cells)
    changed = HELPERS.replace("def connect():", "def connect():\n    import socket\n")
    after = model_with({"helpers.py": "import json\n\n" + changed}, *cells)

    browser = [each.text for each in before.sources("client")]
    assert SECRET not in "".join(browser)
    for word in ("sqlite3", "KEY", "connect", "rows", "unused", "environ", "What the notebook"):
        assert word not in "".join(browser)
    assert [each.text for each in after.sources("client")] == browser
    assert [each.text for each in after.sources("server")] != [
        each.text for each in before.sources("server")
    ]
    assert before.client_imports == ("dataclasses",)
    assert AppModel.from_json(json.loads(json.dumps(before.to_json()))) == before


# What stands in the cells, how the loader reads and what the page shows.
BESIDE_A_SECRET = {
    "only attributes": ("import helpers", "helpers.rows()", "helpers.shout(data)"),
    "the whole module on the server": (
        "import helpers",
        "vars(helpers)['rows']()",
        "helpers.shout(data)",
    ),
    "under two names": ("import helpers as h, helpers", "helpers.rows()", "h.shout(data)"),
    "an attribute as a value": ("import helpers; s = helpers.shout", "helpers.rows()", "s(data)"),
    "in a handler": (
        "import helpers",
        "helpers.rows()",
        "data, on_click=lambda: helpers.shout(data)",
    ),
    "in a function": (
        "import helpers\ndef show(text):\n    import helpers as h\n    return h.shout(text)",
        "helpers.rows()",
        "show(data)",
    ),
}


@pytest.mark.parametrize("cell, read, shown", BESIDE_A_SECRET.values(), ids=BESIDE_A_SECRET)
def test_a_helper_does_not_drag_along_the_secret_beside_it(
    cell: str, read: str, shown: str
) -> None:
    """S1, S9: of a module that the browser asks for attributes alone, each goes its own way."""
    model = model_with(
        {"helpers.py": HELPERS},
        cell,
        f"def load() -> str: return {read}[0].title",
        f"@page('/', loader=load)\ndef Home(data: str): return p({shown})",
    )

    assert defined_in(model, "client")["helpers.py"] == {"LIMIT", "shout"}
    assert "rows" in defined_in(model, "server")["helpers.py"]
    for word in (SECRET, "sqlite3", "environ", "connect"):
        assert word not in "".join(each.text for each in model.sources("client"))


def test_what_a_module_does_on_the_server_only_is_told() -> None:
    case = CASES["what a module does when it is imported"]

    model = model_with(case.files, *case.cells)

    told = [(each.what, each.cell, each.line) for each in model.left_out if each.cell != 1]
    assert told == [
        ("logging.getLogger('x').disabled = True", "setup.py", 3),
        ("for _ in range(2): …", "setup.py", 4),
    ]


HOME = "@page('/')\ndef Home(): return p({})"
MISTAKES: dict[str, tuple[Files, tuple[str, ...], list[tuple[str, str | int, int]], str]] = {
    "S3 a chain through a module": (
        {"helpers.py": HELPERS},
        ("import helpers as h", HOME.format("h.rows()")),
        [("RNB021", "helpers.py", 17), ("RNB022", "helpers.py", 17)],
        "Home → helpers.rows → connect → os.environ",
    ),
    "S3 a chain through two modules": (
        {"a.py": "from b import f as g", "b.py": "import socket\ndef f(): return socket"},
        ("from a import g", HOME.format("g()")),
        [("RNB022", "b.py", 2)],
        "Home → g → a.g → b.f → socket",
    ),
    "S2 the environment by way of a module": (
        {"a.py": "from os import environ as env\nimport os"},
        ("import a", HOME.format("a.env, a.os.environ")),
        [("RNB021", 3, 2), ("RNB021", 3, 2)],
        "'a.env', a value of the server's environment: Home → a.env",
    ),
    "a loader of a module in the browser": (
        {"a.py": "def load() -> int: return 1\ndef again(): return load()"},
        ("import a", "@page('/', loader=a.load)\ndef Home(data): return p(a.again())"),
        [("RNB020", "a.py", 2)],
        "the loader 'load', which runs on the server only: Home → a.again → load",
    ),
    "a server module in the browser": (
        {"a.py": "# reactor: server\ndef f(): ..."},
        ("from a import f", HOME.format("f()")),
        [("RNB023", 2, 1)],
        "'a.f' from a.py, which is marked as server: Home → f → a.f",
    ),
    "a name that is not there": (
        {"a.py": ""},
        ("import a", HOME.format("a.f()")),
        [("RNB065", 3, 2)],
        "a.py has no 'f'. Define it in a.py",
    ),
    "a name that cannot be imported": (
        {"a.py": "g = 1\ndel g"},
        ("from a import f, g", HOME.format("f, g")),
        [("RNB065", 2, 1), ("RNB065", 2, 1)],
        "a.py has no 'f'",
    ),
    "a module that is not there": (
        {"a/__init__.py": "", "a/b.py": ""},
        ("import a.c", HOME.format("a.c.f")),
        [("RNB065", 3, 2)],
        "a/__init__.py has no 'c'",
    ),
    "a relative import in a cell": (
        {"a.py": "x = 1"},
        ("from .a import x", HOME.format("x")),
        [("RNB065", 2, 1)],
        "the import from '.a' is relative, but nothing is around this",
    ),
    "a relative import that leads out": (
        {"a.py": "from . import b\nx = b", "b.py": ""},
        ("from a import x", HOME.format("x")),
        [("RNB065", "a.py", 1)],
        "the import from '.' is relative",
    ),
    "a module that is no Python": (
        {"a.py": "x = 1\ndef f(:"},
        ("import a", HOME.format("a.x")),
        [("RNB001", "a.py", 2)],
        "a.py › line 2: RNB001 not valid Python",
    ),
    "an await at the top of a module": (
        {"a.py": "import asyncio\nawait asyncio.sleep(0)\nx = 1"},
        ("import a", HOME.format("a.x")),
        [("RNB001", "a.py", 2)],
        "a.py › line 2: RNB001 not valid Python",
    ),
    "a magic in a module": (
        {"a.py": "%pip install x"},
        ("import a", HOME.format("a.x")),
        [("RNB001", "a.py", 1)],
        "not valid Python",
    ),
    "a name that a module does not define": (
        {"a.py": "def f(): return missing"},
        ("import a", HOME.format("a.f()")),
        [("RNB002", "a.py", 1)],
        "'missing' is defined nowhere in a.py",
    ),
    "a name that a module defines later": (
        {"a.py": "y = x\nx = 1"},
        ("import a", HOME.format("a.y")),
        [("RNB002", "a.py", 1)],
        "'x' is used before it is defined",
    ),
    "one action in two modules": (
        {"a.py": "from reactor_nb import action\n@action\ndef save() -> None: ..."},
        ("import a\n@action\ndef save() -> None: ...", HOME.format("'x'")),
        [("RNB003", 2, 3)],
        "the action 'save' is defined in a.py, too",
    ),
    "one path in two modules": (
        {"a.py": "from reactor_nb import page\n@page('/')\ndef A(): ..."},
        ("import a", HOME.format("'x'")),
        [("RNB009", 3, 1)],
        "the path '/' is that of 'A' in a.py",
    ),
    "a page that only a function imports": (
        {"a.py": "from reactor_nb import page\n@page('/a')\ndef A(): ...\ndef f(): ..."},
        ("def g():\n    import a\n    return a.f()", HOME.format("g()")),
        [("RNB010", "a.py", 3)],
        "the page 'A' is in a module that only a function imports. Write 'import a'",
    ),
    "an import by a text": (
        {"a.py": "x = 1"},
        ("import importlib\nm = importlib.import_module('a')", HOME.format("m.x")),
        [("RNB062", 2, 2)],
        "'a' is a module beside the notebook, and is imported by a text. Write 'import a'",
    ),
    "a file that is read beside the module": (
        {"a.py": "from pathlib import Path\nTEXT = Path(__file__).with_name('x').exists()"},
        ("import a", HOME.format("a.TEXT")),
        [("RNB067", "a.py", 2)],
        "in an app '__file__' is another place",
    ),
    "S11 a list of a module that handlers change": (
        {"a.py": "SEEN = []\ndef note(): SEEN.append(1)"},
        (
            "import a\ndef more(): a.SEEN.append(2)",
            HOME.format("on_click=lambda: (a.note(), more())"),
        ),
        [("RNB052", 2, 2), ("RNB052", "a.py", 2)],
        "'a' is shared by all users",
    ),
    "a name that comes of a star": (
        {"a.py": "from math import *\ndef f(): return sin(0)"},
        ("import a", HOME.format("a.f()")),
        [("RNB012", "a.py", 2)],
        "Import it by its name from math",
    ),
    "a skipped module": (
        {"a.py": "# reactor: skip\nx = 1"},
        ("import a", HOME.format("a.x")),
        [("RNB065", 3, 2)],
        "a.py has no 'x'",
    ),
}


@pytest.mark.parametrize("files, sources, places, words", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_file_and_a_cure(
    files: Files, sources: tuple[str, ...], places: list[tuple[str, str | int, int]], words: str
) -> None:
    built = build_with(files, *sources)

    assert told_with(files, *sources) == places
    told = [each for each in built.diagnostics if each.severity != "info"]
    assert words in " ".join(each.describe("app.ipynb") for each in told)
    errors = [each for each in told if each.severity == "error"]
    assert (built.model is None) == bool(errors)


def test_what_nothing_needs_of_a_broken_module_is_no_mistake() -> None:
    files = {"scratch.py": "def f(:", "other.py": "missing()"}

    assert told_with(files, HOME.format("'x'"), "import scratch, other\nscratch.f()") == []
