"""Every page of every example is the same HTML whether its elements were compiled or not."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from reactor_nb.core.compile import compile_source
from reactor_nb.errors import LoaderError
from reactor_nb.model.build import build_model
from reactor_nb.notebook.read import read_notebook
from reactor_nb.runtime.blocks import with_blocks
from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.registry import Registry
from reactor_nb.runtime.render import render_page

SAMPLES = {"name": "pancakes", "station": "park"}
EXAMPLES = Path(__file__).parents[2] / "examples"


async def pages(source: str, name: str, *, compiled: bool) -> dict[str, Any]:
    def configure(registry: Registry) -> None:
        registry.public = EXAMPLES / "public"

    prepare = with_blocks if compiled else None
    registry = load_app(source, name, configure=configure, prepare=prepare)
    found = {}
    for page in registry.pages:
        try:
            loaded = page.loader(**samples(page.loader)) if page.loader else None
            loaded = await loaded if inspect.isawaitable(loaded) else loaded
        except LoaderError:
            continue
        props = {} if page.loader is None else {"data": loaded}
        found[page.path] = render_page(registry, page, props)
    return found


def samples(loader: Callable[..., Any]) -> dict[str, str]:
    """Return what a loader takes of the address."""
    return {name: text for name, text in SAMPLES.items() if name in signature(loader).parameters}


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.ipynb")), ids=lambda path: path.stem)
async def test_compiled_pages_are_the_same(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACTOR_NB_DATA", str(tmp_path))
    notebook = read_notebook(path)
    built = build_model(notebook.cells, "compiled_for_tests")
    assert built.model is not None
    source = built.model.server_source

    assert len(compile_source(source).plans) >= 5
    plain = await pages(source, "compiled_for_tests", compiled=False)
    compiled = await pages(source, "compiled_for_tests", compiled=True)

    assert plain.keys() == compiled.keys()
    for at, page in plain.items():
        assert (page.html, page.head) == (compiled[at].html, compiled[at].head)
