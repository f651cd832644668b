"""Cells are compiled to blocks when they run, and nobody can tell but by the time it takes."""

from __future__ import annotations

import ast
import json
import shutil
import traceback
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from reactor_nb.core.vnode import VBlock, VElement
from reactor_nb.testing import html_of

IMPORTS = "from reactor_nb import component\nfrom reactor_nb.html import li, p, ul\n"
EXAMPLES = sorted(Path("examples").glob("*.ipynb"))


def value(shell: InteractiveShell, *cells: str) -> Any:
    """Run cells, and return what the last one gives."""
    for cell in cells:
        result = shell.run_cell(cell)
        result.raise_error()
    return result.result


def as_shown(shell: InteractiveShell, found: Any) -> Any:
    """Return what a value looks like in a notebook."""
    assert shell.display_formatter is not None
    return shell.display_formatter.format(found)[0]


def test_a_cell_uses_elements_that_another_one_imported(shell: InteractiveShell) -> None:
    found = value(shell, IMPORTS, "name = 'Ada'\np('Hello ', name, class_='x')")

    assert isinstance(found, VBlock)
    assert html_of(found) == '<p class="x">Hello Ada</p>'


def test_elements_of_a_module_are_known_too(shell: InteractiveShell) -> None:
    found = value(shell, "import reactor_nb.svg as shapes", "n = 2\nshapes.g(shapes.circle(r=n))")

    assert isinstance(found, VBlock)
    assert html_of(found) == '<g><circle r="2"></circle></g>'


def test_a_name_that_another_cell_binds_anew_is_the_new_one(shell: InteractiveShell) -> None:
    card = f"{IMPORTS}def card(n): return p('n ', n)"

    assert html_of(value(shell, card, "card(1)")) == "<p>n 1</p>"
    assert value(shell, "def p(*parts): return ['mine', *parts]", "card(1)") == ["mine", "n ", 1]
    assert value(shell, "q = 3\np('n ', q)") == ["mine", "n ", 3]


def test_functions_of_an_earlier_run_go_on_with_their_blocks(shell: InteractiveShell) -> None:
    value(shell, IMPORTS, "def card(n): return p('one ', n)", "old = card")

    assert html_of(value(shell, "def card(n): return ul(li(n))", "card(1)")) == (
        "<ul><li>1</li></ul>"
    )
    assert html_of(value(shell, "old(1)")) == "<p>one 1</p>"


def test_the_names_of_blocks_are_not_among_the_authors(shell: InteractiveShell) -> None:
    value(shell, IMPORTS, "def card(n): return p('n ', n)")

    listed = shell.run_line_magic("who_ls", "")

    assert listed is not None
    assert "card" in listed
    assert not [name for name in listed if name.startswith("_rnb")]


def test_errors_point_at_what_the_author_wrote(shell: InteractiveShell) -> None:
    cell = "@component\ndef Card(n):\n    return ul(\n        li('n is ', 10 / n),\n    )"
    value(shell, IMPORTS, cell)

    with pytest.raises(ZeroDivisionError) as caught:
        html_of(value(shell, "Card(n=0)"))

    frame = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (frame.name, frame.lineno, frame.line) == ("Card", 4, "li('n is ', 10 / n),")
    assert "        li('n is ', 10 / n),"[frame.colno : frame.end_colno] == "10 / n"


def test_nothing_is_compiled_where_it_is_turned_off(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACTOR_NB_COMPILE", "0")

    found = value(shell, IMPORTS, "name = 'Ada'\np('Hello ', name)")

    assert type(found) is VElement


def test_magics_and_cells_that_await_run_as_ever(shell: InteractiveShell) -> None:
    shell.autoawait = True
    cell = "import asyncio\n%who_ls\nwait = await asyncio.sleep(0, 5)\np('n ', wait)"

    assert html_of(value(shell, IMPORTS, cell)) == "<p>n 5</p>"


def test_a_tree_that_another_extension_changed_is_left_alone(shell: InteractiveShell) -> None:
    class Double(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.Constant:
            return ast.copy_location(ast.Constant(repr(node.value)), node)

    shell.ast_transformers.insert(0, Double())

    found = value(shell, IMPORTS.replace("'", '"'), "p('n', 1)")

    assert html_of(found) == "<p>'n'1</p>"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_shows_the_same(
    example: Path, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cells = [
        "".join(cell["source"])
        for cell in json.loads(example.read_text())["cells"]
        if cell["cell_type"] == "code"
    ]
    folder = shutil.copytree(example.parent, tmp_path / "examples")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.chdir(folder)
    shown = []
    for mode in ("0", "1"):
        monkeypatch.setenv("REACTOR_NB_COMPILE", mode)
        shell.reset()
        shown.append([as_shown(shell, value(shell, cell)) for cell in cells])

    assert shown[0] == shown[1]
