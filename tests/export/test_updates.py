from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reactor_nb.export.updates import Updates, Version
from reactor_nb.model.app import AppModel, AppModule, Route
from reactor_nb.model.build import build_model
from reactor_nb.model.cell import Cell

CELLS = (
    "import json\nfrom dataclasses import dataclass\n"
    "from reactor_nb import action, page\nfrom reactor_nb.html import p",
    "PATH = 'a.json'\n\n@dataclass\nclass Item:\n    name: str\n\n"
    "def read():\n    return json.loads(PATH)",
    "def load() -> list[Item]:\n    return [Item(read())]",
    "@action\ndef save() -> int:\n    return 1",
    '@page("/", loader=load)\ndef Show(data: list[Item]):\n    return p(len(data), on_click=save)',
)


def model_of(*cells: str) -> AppModel:
    built = build_model([Cell(at, text, str(at)) for at, text in enumerate(cells, 1)], "app")
    assert built.model is not None, built.diagnostics
    return built.model


def update(new: Version, *, of: Version | None = None) -> dict[str, Any]:
    """Return what a page of the first version is told."""
    updates = Updates()
    updates.add("1", of or Version(model_of(*CELLS), {"app": "a", "core": "c"}))
    updates.add("2", new)
    return updates.since("1")


# For each edit: whether the page takes new code, and whether it asks for new data.
EDITS = {
    "nothing": ("", "", False, False),
    "the page": ("len(data)", "len(data) + 1", True, False),
    "the loader": ("Item(read())", "Item('b')", False, True),
    "what the loader calls": ("json.loads(PATH)", "json.loads(PATH + 'b')", False, True),
    "a value that it reads": ("a.json", "b.json", False, True),
    "an action": ("return 1", "return 2", False, False),
    "a type of both": ("name: str", "name: str\n    size: int = 0", True, True),
}


@pytest.mark.parametrize("old, new, code, data", EDITS.values(), ids=EDITS)
def test_a_page_is_told_no_more_than_it_must_do(old: str, new: str, code: bool, data: bool) -> None:
    model = model_of(*(cell.replace(old, new) if old else cell for cell in CELLS))

    found = update(Version(model, {"app": "b", "core": "c"}))

    wanted = [["", model.client_source, model.client_cells]] if code else None
    assert found == {"version": "2", "reload": False, "code": wanted, "data": data}


def test_a_cell_that_moves_is_told_for_the_places_of_errors() -> None:
    model = model_of(CELLS[0], "'a remark'", *CELLS[1:])

    found = update(Version(model, {"app": "a", "core": "c"}))

    assert found["code"] == [["", model.client_source, model.client_cells]]


FILES = {"app": "a", "core": "c"}
MODEL = AppModel("app", "App", routes=(Route("/", "Show", None, 1, 1),))
OTHERS = {
    "another file": Version(MODEL, {**FILES, "core": "d"}),
    "a public file": Version(MODEL, FILES, {"public/a": 1}),
    "a title": Version(replace(MODEL, title="Other"), FILES),
    "a new module": Version(
        replace(MODEL, modules=(AppModule("m", "m.py", client_source=""),)), FILES
    ),
    "a page is gone": Version(replace(MODEL, routes=()), FILES),
}


@pytest.mark.parametrize("new", OTHERS.values(), ids=OTHERS)
def test_what_cannot_be_taken_is_loaded_anew(new: Version) -> None:
    assert update(new, of=Version(MODEL, FILES))["reload"] is True


def test_a_page_of_an_unknown_version_is_loaded_anew() -> None:
    updates = Updates()
    assert updates.since("x")["reload"] is True
    for number in range(1000):
        updates.add(str(number), Version(MODEL, FILES))

    assert updates.since("0")["reload"] is True
    assert updates.since("998")["reload"] is False
