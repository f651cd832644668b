"""S8: what can never run is not in the app, and neither is what only it needs."""

from __future__ import annotations

import pytest

from reactor_nb.model.cell import Cell
from reactor_nb.model.parse import parse_cell
from tests.model.app_cells import model_of

IMPORTS = (
    "from typing import TYPE_CHECKING\nfrom reactor_nb import page\nfrom reactor_nb.html import p"
)
SECRET = "import internal_books\ndef audit(): return internal_books.open('hunter2 was here')"


def plain(source: str) -> str:
    """Return the text of a cell as the analysis takes it."""
    return parse_cell(Cell(1, source, "id", ())).source


@pytest.mark.parametrize(
    "body",
    [
        "if False:\n        audit()  # hunter2\n        # hunter2\n    return p('x')",
        "if 0: audit(); audit()\n    return p('x')",
        "if not True:\n        # hunter2\n        audit(\n 'hunter2'\n )\n    return p('x')",
        "if TYPE_CHECKING:\n        from internal_books import Hunter2\n    return p('x')",
        "if False:\n        with audit() as hunter2: pass\n    else:\n        return p('x')",
        "if p is None:\n        pass\n    elif None:\n        audit()\n    return p('x')",
        "return [p('x') for _ in 'x'] if False else p('x')\n    if False:\n        return audit()",
    ],
)
def test_a_branch_that_never_runs_brings_nothing_along(body: str) -> None:
    model = model_of(IMPORTS, SECRET, f"@page('/')\ndef Home():\n    {body}")

    for source in (model.client_source, model.server_source):
        assert "hunter2" not in source.lower()
        assert "internal_books" not in source
        assert "audit" not in source


def test_s8_imports_for_type_checkers_are_left_out() -> None:
    typed = "if TYPE_CHECKING:\n    from internal_books import Customer"
    page = "@page('/')\ndef Home(who: 'Customer' = None):\n    return p('x')"

    model = model_of(f"{IMPORTS}\n{typed}", page)

    assert "internal_books" not in model.client_source
    assert "internal_books" not in model.server_source


def test_every_line_and_every_column_stays_where_it_was() -> None:
    source = "x = 1\nif False:\n    a('é')\n    b()\nelse:\n    c()\nd()"

    assert plain(source) == "x = 1\nif False:\n    pass\n\nelse:\n    c()\nd()"


@pytest.mark.parametrize(
    "source",
    [
        "def rows():\n    if False:\n        yield 1",
        "def f():\n    if False:\n        x = 1\n    return x",
        "def f():\n    if False:\n        import x\n    return x",
        "def f():\n    if False:\n        global x\n    x = 2",
        "while False:\n    a()",
        "if x and False:\n    a()",
        "if TYPE_CHECKING:\n    from x import Y",
        "text = '''\nif False:\n    a()\n'''",
        "x = a() if False else b()",
    ],
)
def test_what_makes_a_difference_or_cannot_be_told_stays(source: str) -> None:
    assert plain(source) == source


def test_a_branch_inside_a_decorated_function_that_never_runs() -> None:
    source = "if False:\n    @cache\n    def f():\n        pass\n    # why\n\n# after\ng()"

    assert plain(source) == "if False:\n    pass\n\n\n\n\n# after\ng()"
