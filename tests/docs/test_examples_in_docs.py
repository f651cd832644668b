"""The Python in the texts works: the blocks of one page are the cells of one notebook."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

import reactor_nb
from reactor_nb.model.build import build_model
from reactor_nb.model.cell import Cell
from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.render import render_page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def cells_of(path: Path) -> list[Cell]:
    """Return the blocks of a page that are marked ``python``, as cells."""
    blocks = BLOCK.findall(path.read_text(encoding="utf-8"))
    return [Cell(index, source, f"block-{index}") for index, source in enumerate(blocks, 1)]


PAGES = [
    path
    for path in (
        ROOT / "README.md",
        *sorted(DOCS.glob("tutorial/*")),
        *sorted(DOCS.glob("how-to/*")),
    )
    if cells_of(path)
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
async def test_the_blocks_of_a_page_are_an_app_that_renders(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACTOR_NB_DATA", str(tmp_path))
    name = f"docs_{path.stem.replace('-', '_').lower()}"

    built = build_model(cells_of(path), name)

    assert [one for one in built.diagnostics if one.severity == "error"] == []
    assert built.model is not None
    registry = load_app(built.model.server_source, f"{name}_server")
    load_app(built.model.client_source, f"{name}_client")
    for page in registry.pages:
        rendered = render_page(registry, page, await props_of(page))
        assert "<" in rendered.html


async def props_of(page: Any) -> dict[str, Any]:
    """Return what a page gets when it is opened without a query."""
    if page.loader is None:
        return {}
    data = page.loader()
    return {"data": await data if inspect.isawaitable(data) else data}


def test_every_public_name_is_in_the_reference() -> None:
    text = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    documented = re.findall(r"\{py:(?:function|class|exception)\} (\w+)", text)

    missing = {name for name in reactor_nb.__all__ if not name.startswith("_")} - set(documented)

    assert missing == set()


def test_the_reference_names_nothing_that_is_not_public() -> None:
    text = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    documented = re.findall(r"\{py:(?:function|class|exception)\} (\w+)(?![\w.])", text)

    assert set(documented) - set(reactor_nb.__all__) == set()
