"""What the build leaves out of our package, since nothing in a page uses it."""

from __future__ import annotations

import ast
import importlib

import pytest

from tests.architecture.paths import LABEXTENSION

PLAIN = "import sys\nfrom app.tools import cut, glue as join\nfrom app import words\n"

CASES = {
    "what is imported and read stays, under its other name too": (
        {
            "app/main.py": f"{PLAIN}def start(): join()",
            "app/tools.py": "def glue(): 0\ndef cut(): 0",
        },
        {"app/main.py": {"join", "start"}, "app/tools.py": {"glue"}},
    ),
    "two that use only each other go": (
        {"app/main.py": "def start(): 0\ndef one(): two()\ndef two(): one()"},
        {"app/main.py": {"start"}},
    ),
    "a method of the same name is no use of a function": (
        {"app/main.py": "def close(): 0\ndef start(file): file.close()"},
        {"app/main.py": {"start"}},
    ),
    "an attribute of a module is a use of its name": (
        {"app/main.py": f"{PLAIN}def start(): words.one()", "app/words.py": "one = 1\ntwo = 2"},
        {"app/main.py": {"words", "start"}, "app/words.py": {"one"}},
    ),
    "a module that is handed on is used as a whole": (
        {"app/main.py": f"{PLAIN}def start(): vars(words)", "app/words.py": "one = 1\ntwo = 2"},
        {"app/main.py": {"words", "start"}, "app/words.py": {"one", "two"}},
    ),
    "an import within a function counts once the function does": (
        {
            "app/main.py": "def start():\n from app.tools import cut\ndef no():\n import app.words",
            "app/tools.py": "def cut(): 0",
            "app/words.py": "one = 1",
        },
        {"app/main.py": {"start"}, "app/tools.py": {"cut"}},
    ),
    "a text is a use, a value that needs work stays, and so does what is decorated": (
        {"app/main.py": "def start(): 'one'\none = 1\nmade = f()\n@f\ndef done(): 0\ntwo = 2"},
        {"app/main.py": {"start", "one", "made", "done"}},
    ),
}


def defined(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for part in tree.body:
        match part:
            case ast.ImportFrom(names=names):
                found |= {alias.asname or alias.name for alias in names}
            case ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                found.add(name)
            case _:
                pass
    return found


@pytest.mark.parametrize(("sources", "left"), CASES.values(), ids=CASES)
def test_only_what_is_in_use_is_left(
    monkeypatch: pytest.MonkeyPatch, sources: dict[str, str], left: dict[str, set[str]]
) -> None:
    monkeypatch.syspath_prepend(LABEXTENSION / "pyodide")
    modules = importlib.import_module("modules")
    trees = {"app/__init__.py": ast.parse(""), **{p: ast.parse(s) for p, s in sources.items()}}

    found = modules.drop_unused(trees, (), {"app.main": {"start"}})

    del found["app/__init__.py"]
    assert {path: defined(tree) for path, tree in found.items()} == left
