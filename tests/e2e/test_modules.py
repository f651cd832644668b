"""A notebook with modules beside it, at work in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.real import Serve, Watch, write_notebook

CELLS = (
    "import helpers\nfrom kinds.colors import Color, shown as color_state",
    "from reactor_nb import page, use_state\nfrom reactor_nb.html import button, div, p",
    '@page("/", loader=helpers.load)\n'
    "def Home(data: list[helpers.Item]):\n"
    "    items, set_items = use_state(data)\n"
    "    async def more():\n"
    "        added = await helpers.add('two')\n"
    "        set_items(lambda now: [*now, added])\n"
    "    return div(\n"
    "        *[helpers.Row(item=each, key=each.name) for each in items],\n"
    '        p(color_state.value.name, id="color"),\n'
    '        button("more", id="more", on_click=more),\n'
    '        button("blue", id="blue", on_click=lambda: color_state.set(Color.BLUE)),\n'
    '        button("break", id="break", on_click=lambda: helpers.broken()),\n'
    "    )",
)
HELPERS = '''"""CANARY_7f3a"""
import os
from dataclasses import dataclass

from reactor_nb import action, component
from reactor_nb.html import p

KEY = "CANARY_7f3a"


@dataclass
class Item:
    name: str


def load() -> list[Item]:
    return [Item(f"one{KEY[:0]}{os.sep[:0]}")]


@action
async def add(name: str) -> Item:
    return Item(name + KEY[:0])


@component
def Row(item: Item):
    return p(shout(item.name), class_="row")


def shout(text: str) -> str:
    from kinds import loud

    return loud.loud(text)


def broken():
    raise ValueError("on purpose")
'''
COLORS = """from enum import Enum

from reactor_nb import state


class Color(Enum):
    RED = 1
    BLUE = 2


shown = state(Color.RED)
"""


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("modules")
    (folder / "kinds").mkdir()
    (folder / "helpers.py").write_text(HELPERS)
    (folder / "kinds/__init__.py").touch()
    (folder / "kinds/colors.py").write_text(COLORS)
    (folder / "kinds/loud.py").write_text("def loud(text):\n    return text.upper()\n")
    return write_notebook(folder / "app.ipynb", *CELLS)


def test_modules_work_on_both_sides(notebook: Path, serve: Serve, watch: Watch) -> None:
    server = serve(notebook=notebook)
    watched = watch()
    watched.page.goto(f"{server.url}/")
    page = watched.page
    assert page.locator(".row").all_inner_texts() == ["ONE"]

    watched.wait_for("live")
    page.click("#more")
    watched.until(lambda: page.locator(".row").all_inner_texts() == ["ONE", "TWO"])
    page.click("#blue")
    watched.until(lambda: page.inner_text("#color") == "BLUE")

    assert (watched.errors, watched.warnings, watched.foreign) == ([], [], [])
    for path in (server.folder / "static").glob("app-*"):
        assert b"CANARY" not in path.read_bytes()

    page.click("#break")
    watched.until(lambda: bool(watched.errors))
    assert "helpers.py, line 37" in watched.errors[0]
