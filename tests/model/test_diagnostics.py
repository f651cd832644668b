"""Every mistake of an author: its code, its place, and words that help."""

from __future__ import annotations

import pytest

from reactor_nb.model.diagnostics import CODES, Diagnostic, Span
from tests.model.app_cells import HEAD, build, codes

HOME = "@page('/')\ndef Home(): return p('x')"

# cells after the first; code, cell and line; words of the message
MISTAKES: dict[str, tuple[tuple[str, ...], tuple[str, int, int], str]] = {
    "N41 a syntax error": (("x = 1\ndef A(:", HOME), ("RNB001", 2, 2), "not valid Python"),
    "N42 10,000 minuses": ((f"x = {'-' * 10_000}1", HOME), ("RNB001", 2, 1), "nested too deeply"),
    "N43 300 brackets": ((f"x = {'(' * 300}1{')' * 300}", HOME), ("RNB001", 2, 1), "parenthes"),
    "N33 tabs and spaces": (("if 1:\n\tx\n        y", HOME), ("RNB001", 2, 3), "tabs and spaces"),
    "a return at the top": (("\nreturn 1", HOME), ("RNB001", 2, 2), "'return' outside function"),
    "pip without a sign": (("pip install x", HOME), ("RNB001", 2, 1), "Write %pip install"),
    "N57 a name from the kernel": (
        ("@page('/')\ndef Home():\n    return p(total)",),
        ("RNB002", 2, 3),
        "'total' is defined nowhere in the notebook, only in the kernel's memory",
    ),
    "N57 cells in another order": (
        ("Y = X + 1", "X = 1", "@page('/')\ndef Home(): return p(Y)"),
        ("RNB002", 2, 1),
        "'X' is used before it is defined in cell 3",
    ),
    "a name that is deleted": (
        ("X = 1", "del X", "@page('/')\ndef Home(): return p(X)"),
        ("RNB002", 4, 2),
        "'X' is deleted in cell 3, and 'Home' uses it",
    ),
    "a name that is deleted before its use": (
        ("X = 1\ndel X\nY = X", "@page('/')\ndef Home(): return p(Y)"),
        ("RNB002", 2, 3),
        "'X' is deleted in cell 2",
    ),
    "a name that a function may use when it is deleted": (
        ("X = 1\ndef f(): return X\nY = f()\ndel X", "@page('/')\ndef Home(): return p(Y)"),
        ("RNB002", 2, 2),
        "'X' is deleted in cell 2, and 'f' uses it",
    ),
    "a name of a skipped cell": (
        ("# reactor: skip\nX = 1", "@page('/')\ndef Home(): return p(X)"),
        ("RNB002", 3, 2),
        "'X' is defined only in cell 2, which is marked as skip",
    ),
    "N45 a name set by a shell": (
        ("files = !ls", "@page('/')\ndef Home(): return p(files)"),
        ("RNB002", 3, 2),
        "'files' is set only by 'files = !ls' in cell 2",
    ),
    "a name that Jupyter gives": (
        ("@page('/')\ndef Home(): return display(1)",),
        ("RNB002", 2, 2),
        "'display' exists only in a notebook",
    ),
    "a type that is for checkers only": (
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from x import T",
            "@page('/')\ndef Home(data: T): return p('x')",
        ),
        ("RNB002", 3, 2),
        "'T'",
    ),
    "N48 a component twice": (
        ("@component\ndef A(): ...", "@component\ndef A(): ...", HOME),
        ("RNB003", 3, 2),
        "'A' is defined in cell 2, too",
    ),
    "N48 a component and something else": (
        ("@component\ndef A(): ...", "A = 1", HOME),
        ("RNB003", 3, 1),
        "'A' is the component of cell 2, and is defined anew",
    ),
    "N48 an action and a function in one cell": (
        ("@action(guard=print)\ndef a() -> None: ...\ndef a(): ...", HOME),
        ("RNB003", 2, 3),
        "'a' is the action of the same cell",
    ),
    "N48 a page and an action of one name": (
        (HOME, "@action\ndef Home() -> None: ..."),
        ("RNB003", 3, 2),
        "'Home' is defined in cell 2, too",
    ),
    "an ambiguous name": (
        ("X = 1", "X = 2", "@page('/')\ndef Home(): return p(X)"),
        ("RNB004", 4, 2),
        "'X' is defined in cells 2 and 3, and 'Home' uses it",
    ),
    "N60 twins": (
        ("\uff21\uff22 = 1", "@page('/')\ndef Home(): return p(AB)"),
        ("RNB005", 3, 2),
        "'AB' and '\uff21\uff22' are one name",
    ),
    "N50 a component named print": (
        ("@component\ndef print(): ...", HOME),
        ("RNB006", 2, 2),
        "hides the 'print' of Python",
    ),
    "N51 a dunder action": (
        ("@action\ndef __init__() -> None: ...", HOME),
        ("RNB007", 2, 2),
        "private name",
    ),
    "a page without a call": (("@page\ndef Home(): ...",), ("RNB008", 2, 1), "has no path"),
    "a computed path": (("@page('/' + 'x')\ndef Home(): ...",), ("RNB008", 2, 1), "not written"),
    "a relative path": (("@page('x')\ndef Home(): ...",), ("RNB008", 2, 1), 'Write "/x"'),
    "a nameless loader": (
        ("@page('/', loader=lambda: 1)\ndef Home(): ...",),
        ("RNB008", 2, 1),
        "has no name",
    ),
    "hidden arguments": (("@page(*a)\ndef Home(): ...",), ("RNB008", 2, 1), "cannot be read"),
    "an action and a page": (
        ("@page('/')\n@action\ndef Home(): ...",),
        ("RNB008", 2, 3),
        "decorated as an action and once more",
    ),
    "one path twice": (
        ("@page('/a/{id}')\ndef A(id): ...", "@page('/a/{ name}')\ndef B(name): ..."),
        ("RNB009", 3, 1),
        "is that of 'A' in cell 2",
    ),
    "N56 a page in a block": (
        ("if True:\n    @page('/a')\n    def A(): ...", HOME),
        ("RNB010", 2, 2),
        "'page'",
    ),
    "N56 an action in a class": (
        ("class A:\n    @action\n    def save(self): ...", HOME),
        ("RNB010", 2, 2),
        "'action'",
    ),
    "N56 a call instead of a decorator": (
        ("def save(): ...\nsaving = action(save)", HOME),
        ("RNB010", 2, 2),
        "Decorate a function with @action",
    ),
    "N56 a decorator with a name": (
        ("deco = page('/a')\n@deco\ndef A(): ...", HOME),
        ("RNB010", 2, 1),
        "'page'",
    ),
    "N56 a page by way of getattr": (
        ("import reactor_nb as rn\ngetattr(rn, 'page')('/a')(print)", HOME),
        ("RNB010", 2, 2),
        "'rn.page'",
    ),
    "N56 a page by way of a table": (
        ("d = {'p': page}\n@d['p']('/a')\ndef A(): ...", HOME),
        ("RNB010", 2, 1),
        "'page'",
    ),
    "N56 a page by way of a walrus": (
        ("@(pg := page)('/a')\ndef A(): ...", HOME),
        ("RNB010", 2, 1),
        "'page'",
    ),
    "N56 a page of a lambda": (("A = page('/a')(lambda: 1)", HOME), ("RNB010", 2, 1), "'page'"),
    "N56 a page in a function that imports for itself": (
        ("def f():\n    from reactor_nb import page as q\n    @q('/a')\n    def A(): ...", HOME),
        ("RNB010", 2, 3),
        "'reactor_nb.page'",
    ),
    "N56 a page in a block that imports for itself": (
        ("if 1:\n    from reactor_nb import page as q\n    @q('/a')\n    def A(): ...", HOME),
        ("RNB010", 2, 3),
        "'q'",
    ),
    "N56 a class as a component": (
        ("@component\nclass A: ...", HOME),
        ("RNB010", 2, 1),
        "the class 'A' is decorated as a component",
    ),
    "N56 a page that exec makes": (
        ("exec('@page(\"/a\")\\ndef A(): ...')", HOME),
        ("RNB010", 2, 1),
        "the page that exec() makes",
    ),
    "N56 code that exec reads": (
        ("exec(open('a.py').read())", HOME),
        ("RNB015", 2, 1),
        "what exec() defines is not seen",
    ),
    "an unknown mark": (("# reactor: sever\nX = 1", HOME), ("RNB011", 2, 1), "'reactor: sever'"),
    "N47 a star import": (
        ("from os import *", "@page('/')\ndef Home(): return p(getcwd())"),
        ("RNB012", 3, 2),
        "Import it by its name from os",
    ),
    "N44 an await that the browser needs": (
        ("import asyncio\nX = await asyncio.sleep(0)", "@page('/')\ndef Home(): return p(X)"),
        ("RNB013", 2, 2),
        "awaits outside a function",
    ),
    "parameters without names": (
        ("@action\ndef save(a, /, *b) -> None: ...", HOME),
        ("RNB014", 2, 2),
        "without a name to send: a",
    ),
    "a loader in the browser": (
        (
            "def load(): ...",
            "def again(): return load()",
            "@page('/', loader=load)\ndef Home(data): return p(on_click=again)",
        ),
        ("RNB020", 3, 1),
        "the loader 'load', which runs on the server only: Home → again → load",
    ),
    "an endpoint in a handler": (
        (
            "from reactor_nb import api\n@api('/rows')\ndef rows(): return 1",
            "@page('/')\ndef Home(): return p(on_click=lambda: rows())",
        ),
        ("RNB020", 3, 2),
        "'rows', which answers requests on the server only",
    ),
    "a layout in a block": (
        (
            "from reactor_nb import layout\nif True:\n    @layout('/')\n"
            "    def Site(children): return div(children)",
            "@page('/')\ndef Home(): return p()",
        ),
        ("RNB010", 2, 3),
        "'layout' is used where its result cannot be exported",
    ),
    "S2 an environment value": (
        ("import os\nURL = os.environ['DB_URL']", "@page('/')\ndef Home(): return p(URL)"),
        ("RNB021", 2, 2),
        "'os.environ', a value of the server's environment: Home → URL → os.environ",
    ),
    "S2 getenv under another name": (
        ("from os import getenv as g", "@page('/')\ndef Home():\n    return p(g('X'))"),
        ("RNB021", 3, 3),
        "Home → g",
    ),
    "S2 by way of getattr": (
        ("import os", "@page('/')\ndef Home(): return p(getattr(os, 'environ'))"),
        ("RNB021", 3, 2),
        "Home → os.environ",
    ),
    "S2 data_dir": (
        ("import reactor_nb as rn", "@page('/')\ndef Home(): return p(rn.data_dir())"),
        ("RNB021", 3, 2),
        "Home → rn.data_dir",
    ),
    "S2 a value put into a shared object": (
        ("import os\nC = {}\nC['a'] = os.getenv('A')", "@page('/')\ndef Home(): return p(C)"),
        ("RNB021", 2, 3),
        "Home → C → os.getenv",
    ),
    "S3 a module of the server": (
        (
            "import sqlite3\ndef connect(): return sqlite3.connect('x')",
            "def rows(): return connect()",
            "@page('/')\ndef Home(): return p(rows())",
        ),
        ("RNB022", 2, 2),
        "Home → rows → connect → sqlite3",
    ),
    "S3 imported where it is used": (
        ("def rows():\n    import subprocess", "@page('/')\ndef Home(): return p(rows())"),
        ("RNB022", 2, 2),
        "Home → rows → subprocess",
    ),
    "S3 by way of importlib": (
        ("import importlib as i", "@page('/')\ndef Home(): i.import_module('fastapi.responses')"),
        ("RNB022", 3, 2),
        "Home → fastapi.responses",
    ),
    "S3 an action's type": (
        (
            "from sqlalchemy import Row",
            "@action\ndef save(row: Row) -> None: ...",
            "@page('/')\ndef Home(): return p(on_click=save)",
        ),
        ("RNB022", 3, 2),
        "Home → save → Row",
    ),
    "a server cell": (
        (
            "# reactor: server\nKEY = 'x'\nDERIVED = KEY",
            "def show(): return DERIVED",
            "@page('/')\ndef Home(): return p(show())",
        ),
        ("RNB023", 3, 1),
        "'DERIVED' from cell 2, which is marked as server: Home → show → DERIVED",
    ),
    "a page in a server cell": ((f"# reactor: server\n{HOME}",), ("RNB023", 2, 3), "'Home'"),
    "a client cell": (
        ("# reactor: client\nX = 1", "Y = X", "@page('/')\ndef Home(): return p(Y)"),
        ("RNB025", 3, 1),
        "the server needs 'X' from cell 2",
    ),
    "an action in a client cell": (
        ("# reactor: client\n@action\ndef save() -> None: ...", HOME),
        ("RNB025", 2, 3),
        "'save'",
    ),
    "a requirement that is no name": (
        ("\n%pip install git+https://x.example/y", HOME),
        ("RNB031", 2, 2),
        "'git+https://x.example/y' is not used",
    ),
    "S11 a list of the module that handlers change": (
        (
            "SEEN = []\nNOTED = state([])",
            "def note(): SEEN.append(1); NOTED.update(list)",
            "@page('/')\ndef Home(): return p(on_click=note)",
        ),
        ("RNB052", 3, 1),
        "'SEEN' is shared by all users",
    ),
}


@pytest.mark.parametrize("sources, place, words", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place_and_a_cure(
    sources: tuple[str, ...], place: tuple[str, int, int], words: str
) -> None:
    built = build(HEAD, *sources)

    told = [each for each in built.diagnostics if each.severity != "info"]
    assert [(each.code, each.span.cell, each.span.line) for each in told] == [place]
    assert words in told[0].describe("app.ipynb")
    assert told[0].hint or told[0].code == "RNB001"
    assert (built.model is None) == (told[0].severity == "error")


def test_a_notebook_without_a_page_says_so() -> None:
    (told,) = build(HEAD).diagnostics

    assert (told.code, told.severity) == ("RNB050", "error")
    assert build().diagnostics == (told,)


def test_public_actions_are_told_once() -> None:
    actions = "@action\ndef a() -> None: ...\n@action(guard=None)\ndef b() -> None: ..."
    guarded = (
        "@action(guard=public)\ndef c() -> None: ...\n@action(guard=lambda r: 1)\ndef d(): ..."
    )
    public = "from reactor_nb import public"

    built = build(HEAD, actions, public, guarded, HOME)

    (told,) = built.diagnostics
    assert (told.code, told.severity, told.span) == ("RNB051", "info", Span(2, 2, 1))
    assert "'a', 'b'" in told.message
    assert built.model is not None
    assert [each.public for each in built.model.actions] == [True, True, True, False]


def test_a_broken_cell_does_not_hide_the_others() -> None:
    """N41: each is told, in the order of the cells."""
    sources = ("def A(:", "@page('/')\ndef Home(): return p(missing)", "x = ")

    assert codes(HEAD, *sources) == [("RNB001", 2, 1), ("RNB002", 3, 2), ("RNB001", 4, 1)]


def test_nothing_is_wrong_with_what_is_not_exported() -> None:
    scratch = "import sqlite3, os\nx = undefined\nrows = sqlite3.connect(os.environ['X'])\nrows.y"

    assert codes(HEAD, HOME, scratch, "x = display(rows)", "await x") == []


def test_star_imports_of_this_package_are_found() -> None:
    """N47 and N56: never silently missing."""
    sources = ("from reactor_nb import *", "@page('/')\ndef Home(): return 1")

    assert codes(*sources) == [("RNB012", 2, 1)]


def test_a_diagnostic_is_one_line() -> None:
    told = Diagnostic("RNB003", "'total' is\ndefined twice.", Span(4, 7), hint="rename one")

    line = told.describe("app.ipynb")

    assert line == "app.ipynb › cell 4 › line 7: RNB003 'total' is defined twice. Rename one."


def test_every_code_has_a_title_and_no_two_are_alike() -> None:
    assert list(CODES) == sorted(CODES)
    assert len(set(CODES.values())) == len(CODES)
    assert {place[0] for _, place, _ in MISTAKES.values()} <= set(CODES)
