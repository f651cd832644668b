"""Small notebooks for the tests of the model, and short ways to ask about them."""

from __future__ import annotations

import ast

from reactor_nb.model.app import AppModel
from reactor_nb.model.build import Build, build_model
from reactor_nb.model.cell import Cell

TODOS = (
    """import sqlite3
from reactor_nb import data_dir
def connect():
    return sqlite3.connect(data_dir() / "todos.db")
""",
    """from dataclasses import dataclass
from reactor_nb import action, component, page, state, use_state, ActionError, Head
from reactor_nb.html import button, div, form, h1, input, li, ul

@dataclass(frozen=True)
class Todo:
    id: int
    title: str
    done: bool = False
""",
    """@action
async def add_todo(title: str) -> Todo:
    with connect() as database:
        return Todo(database.execute("insert into todos").lastrowid, title)

async def load_todos() -> list[Todo]:
    with connect() as database:
        return [Todo(*row) for row in database.execute("select * from todos")]

filter_text = state("")
""",
    """@component
def TodoItem(todo: Todo):
    return li({"class": {"done": todo.done}}, todo.title)

@page("/", loader=load_todos)
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
""",
    """Todos(data=[Todo(1, "milk")])""",
)
"""The app of API.md, section 1."""


HEAD = """from reactor_nb import action, component, page, state, computed, create_context, use_state
from reactor_nb.html import button, div, p
"""
"""A first cell that most small notebooks share."""


def cells(*sources: str) -> list[Cell]:
    """Return code cells, numbered from 1."""
    return [Cell(index, source, f"id-{index}") for index, source in enumerate(sources, 1)]


def build(*sources: str) -> Build:
    """Build the model of some cells."""
    return build_model(cells(*sources), "app")


def model_of(*sources: str) -> AppModel:
    """Return the model of cells in which nothing is wrong."""
    built = build(*sources)
    assert [each for each in built.diagnostics if each.severity == "error"] == []
    assert built.model is not None
    return built.model


def defined(source: str) -> set[str]:
    """Return the names that a module binds at its top, our own aside."""
    names = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            continue
        for each in ast.walk(node):
            if isinstance(each, ast.alias):
                names.add(each.asname or each.name.partition(".")[0])
            elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                names.add(each.id)
    return {name for name in names if not name.startswith("__reactor")}


def codes(*sources: str) -> list[tuple[str, int | None, int | None]]:
    """Return code, cell and line of every error and warning."""
    return [
        (each.code, each.span.cell, each.span.line)
        for each in build(*sources).diagnostics
        if each.severity != "info"
    ]
