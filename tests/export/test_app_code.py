"""The browser's code in pieces: what all pages need, and what one page alone needs."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from reactor_nb.core.compile import compile_source
from reactor_nb.core.splice import splice
from reactor_nb.export.app_code import AppCode
from reactor_nb.model.app import AppModel
from reactor_nb.model.build import build_model
from reactor_nb.notebook.read import read_notebook

EXAMPLE = Path(__file__).parents[2] / "examples" / "04-pages.ipynb"


@pytest.fixture(scope="module")
def model() -> AppModel:
    built = build_model(read_notebook(EXAMPLE).cells, "recipes")
    assert built.model is not None
    return built.model


def members(content: bytes) -> dict[str, str]:
    """Return the files of an archive, by the ends of their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name.rpartition(".")[2]: archive.read(name).decode() for name in archive.namelist()}


def test_the_pieces_together_are_the_source_of_the_app(model: AppModel) -> None:
    code = AppCode(model)
    pieces = [members(code.shared({})), *(members(code.part(part)) for part in code.parts)]

    assert len(pieces) == 6
    assert "".join(one["py"] for one in pieces) == model.client_source


def test_each_piece_is_compiled_as_it_is_in_the_whole(model: AppModel) -> None:
    code = AppCode(model)
    pieces = [members(code.shared({})), *(members(code.part(part)) for part in code.parts)]
    whole = compile_source(model.client_source)
    plans: dict[str, object] = {}

    made = ""
    for one in pieces:
        edits, added = json.loads(one["json"])[:2]
        made += splice(one["py"], edits)
        plans |= added

    assert made == whole.source
    assert plans == json.loads(json.dumps(whole.plans))
    assert len(plans) >= 5


def test_a_part_knows_its_place_in_the_source(model: AppModel) -> None:
    lines = model.client_source.splitlines(keepends=True)

    for part in model.client_parts:
        found = members(AppCode(model).part(part))
        first = json.loads(found["json"])[2]
        assert lines[first - 1 :][: found["py"].count("\n")] == found["py"].splitlines(True)
        assert f"def {part.component}(" in found["py"]
