"""Notebooks that are explained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reactor_nb.explain.explain import explain
from reactor_nb.explain.explanation import Explanation
from reactor_nb.export.prepare import prepare
from tests.cli.conftest import write_notebook

Explain = Callable[..., Explanation]

TODOS = (
    """import sqlite3
from reactor_nb import action, component, page
from reactor_nb.html import div, li, p

def connect():
    return sqlite3.connect("todos.db")
""",
    """def fmt(text):
    return text.strip()

@component
def TodoItem(text: str):
    return li(fmt(text))
""",
    """@action
async def add_todo(text: str) -> int:
    return len(connect().execute(text).fetchall())

def load_todos() -> list[str]:
    return [row[0] for row in connect().execute("select title from todos")]

@page("/", loader=load_todos)
def Todos(data: list[str]):
    return div(*[TodoItem(text=each) for each in data], p("+", on_click=add_todo))
""",
    "TodoItem(text='milk')",
)
"""A page with a loader and an action, a helper on each side, and a cell that only explores."""


@pytest.fixture
def explained(tmp_path: Path) -> Explain:
    """Return a function that explains some cells."""

    def make(*cells: str) -> Explanation:
        return explain(prepare(write_notebook(tmp_path / "todos.ipynb", *cells), None))

    return make
