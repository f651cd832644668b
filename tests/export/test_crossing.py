from __future__ import annotations

from pathlib import Path

from reactor_nb.export.prepare import Prepared, prepare
from tests.cli.conftest import write_notebook

HEAD = (
    "from dataclasses import dataclass\nfrom typing import TypedDict\n"
    "from reactor_nb import action, computed, page, state\nfrom reactor_nb.html import p"
)
PAGE = "@page('/', loader=load)\ndef Home(data: list[User]):\n    return p(shown.value)"


def prepared(tmp_path: Path, *cells: str) -> Prepared:
    return prepare(write_notebook(tmp_path / "app.ipynb", HEAD, *cells), None)


def test_the_types_that_cross_are_told_with_their_fields_s5(tmp_path: Path) -> None:
    app = prepared(
        tmp_path,
        "shown = state('')\ntwice = computed(lambda: shown.value * 2)",
        "@dataclass\nclass Address:\n    town: str",
        "@dataclass\nclass Person:\n    name: str",
        "@dataclass\nclass User(Person):\n    id: int\n    home: 'Address | None' = None",
        "class Unused(TypedDict):\n    other: int",
        "def load() -> list[User]: return []",
        "@action\nasync def rename(user: User, name: str) -> Person: ...",
        PAGE,
    )

    assert app.crossing.to_json() == {
        "pages": {"/": {"data": "list[User]"}},
        "results": {"rename": "Person"},
        "states": ["shown"],
        "types": {
            "User": {"id": "int", "home": "'Address | None'"},
            "Person": {"name": "str"},
            "Address": {"town": "str"},
        },
    }


def test_a_field_with_the_name_of_a_secret_is_told_s5(tmp_path: Path) -> None:
    app = prepared(
        tmp_path,
        "shown = state('')",
        "@dataclass\nclass User:\n    name: str\n    password_hash: str",
        "def load(): return []",
        PAGE,
    )

    found = [one.describe("app.ipynb") for one in app.diagnostics if one.code == "RNB063"]
    assert found == [
        "app.ipynb › cell 3 › line 4: RNB063 the field 'password_hash' of 'User' is sent to the "
        "browser. Return a type that has only what the page shows."
    ]


def test_a_secret_that_only_goes_to_the_server_is_no_problem(tmp_path: Path) -> None:
    app = prepared(
        tmp_path,
        "@dataclass\nclass Login:\n    name: str\n    password: str",
        "@action\nasync def log_in(login: Login) -> bool: return True",
        "@page('/')\ndef Home():\n    return p('x', on_click=log_in)",
    )

    assert "RNB063" not in {one.code for one in app.diagnostics}
