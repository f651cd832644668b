"""S1: nothing of the server's code is in what the browser gets, for every example."""

from __future__ import annotations

import ast
import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import brotli
import pytest

from reactor_nb.export.bundle import Build
from reactor_nb.export.exporter import Exporter
from reactor_nb.export.prepare import prepare

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.ipynb"))
CANARY = "CANARY_7f3a"
EXTRA = f'''
import os as os_{CANARY}
from reactor_nb import action

class Vault_{CANARY}:
    """A docstring with {CANARY}."""
    key = "{CANARY} in a class attribute"

SECRET_{CANARY} = os_{CANARY}.environ.get("{CANARY}_ENVIRONMENT", "{CANARY} as a default")

def helper_{CANARY}(value: str = "{CANARY} as a default value") -> str:
    """Says {CANARY}."""
    # A comment with {CANARY}.
    return f"{{value}} {CANARY} {{SECRET_{CANARY}}} {{Vault_{CANARY}.key}}"

@action
def planted(text: str = "{CANARY} default of an action") -> str:
    """An action's docstring with {CANARY}."""
    local_{CANARY} = helper_{CANARY}(text)
    return local_{CANARY}
'''
PLANTS = (
    f'"{CANARY} in a docstring"',
    f"local_{CANARY} = '{CANARY} in a string'  # {CANARY} in a comment",
    f"assert f'{CANARY} {{local_{CANARY}}}'",
)


def is_server_code(node: ast.AST) -> bool:
    """Return whether a definition stays on the server, as the examples write them."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    decorators = " ".join(map(ast.unparse, node.decorator_list))
    decorated = "action" in decorators or "api(" in decorators
    return decorated or node.name.startswith("load")


def plant(source: str) -> str:
    """Return a cell with canaries in the bodies of its actions and loaders."""
    lines = source.split("\n")
    for node in reversed(list(ast.walk(ast.parse(source)))):
        if is_server_code(node):
            assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            first = node.body[0]
            lines[first.lineno - 1 : first.lineno - 1] = [
                " " * first.col_offset + each for each in PLANTS
            ]
    return "\n".join(lines)


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def planted_notebook(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An example with canaries in all its server-only code."""
    notebook = json.loads(request.param.read_text())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = plant("".join(cell["source"]))
    extra = {"cell_type": "code", "id": "planted", "metadata": {}, "outputs": []}
    notebook["cells"].append({**extra, "execution_count": None, "source": EXTRA})
    path: Path = tmp_path / request.param.name
    path.write_text(json.dumps(notebook))
    return path


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file, and whatever is packed in it."""
    yield name, content
    if name.endswith(".br"):
        yield from unpacked(name[:-3], brotli.decompress(content))
    elif name.endswith(".gz"):
        yield from unpacked(name[:-3], gzip.decompress(content))
    elif name.endswith((".zip", ".whl")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert CANARY.encode() not in archive.comment
            for member in archive.namelist():
                yield from unpacked(f"{name}/{member}", archive.read(member))


def test_no_canary_is_in_any_file_of_the_bundle(planted_notebook: Path, tmp_path: Path) -> None:
    app = prepare(planted_notebook, Build.load())
    folder = tmp_path / "out"

    Exporter().export(app, folder)

    assert CANARY in (folder / "generated/server.py").read_text()
    places = [
        found
        for path in sorted((folder / "static").rglob("*"))
        if path.is_file()
        for found, content in unpacked(str(path.relative_to(folder)), path.read_bytes())
        if CANARY.encode() in content or CANARY in found
    ]
    assert places == []
    assert CANARY not in (folder / "generated/client.py").read_text()


def test_a_change_of_server_code_alone_leaves_every_byte_of_the_browser_s9(
    planted_notebook: Path, tmp_path: Path
) -> None:
    original = next(path for path in EXAMPLES if path.name == planted_notebook.name)
    exporter = Exporter()

    before = exporter.files(prepare(original, Build.load()))
    after = exporter.files(prepare(planted_notebook, Build.load()))

    assert before["generated/server.py"] != after["generated/server.py"]
    browser = {name for name in after if name.startswith("static/")}
    assert {name for name in before if name.startswith("static/")} == browser
    assert [name for name in browser if before[name] != after[name]] == []


def words(tree: ast.AST) -> set[str]:
    """Return every identifier, and every string of at least 8 characters, of some code."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name):
                found.add(name)
            case ast.alias(name=name, asname=other):
                found.update(filter(None, (name, other)))
            case ast.Constant(value=str(text)) if len(text) >= 8:
                found.add(text)
            case _:
                pass
    return found


def names_of(statement: ast.stmt) -> set[str]:
    """Return the names that a definition or an assignment gives."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return {statement.name}
        case ast.Assign(targets=targets):
            return {one.id for target in targets for one in ast.walk(target) if is_name(one)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
        case _:
            return set()


def is_name(node: ast.AST) -> TypeGuard[ast.Name]:
    """Return whether a node is a plain name."""
    return isinstance(node, ast.Name)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_word_of_server_only_code_is_in_the_generated_client(path: Path) -> None:
    model = prepare(path, None).model
    assert model is not None
    client = ast.parse(model.client_source)
    shared = {ast.dump(one) for one in client.body}
    kept = {name for one in client.body for name in names_of(one)}

    server_only: set[str] = set()
    elsewhere: set[str] = set()
    for statement in ast.parse(model.server_source).body:
        if ast.dump(statement) in shared or names_of(statement) & kept:
            elsewhere |= words(statement)
        elif not isinstance(statement, (ast.Import, ast.ImportFrom)):
            server_only |= words(statement)

    # What both halves say by themselves is no leak; the rest must not stand in the client at all.
    leaked = {word for word in (server_only - elsewhere) & words(client) if len(word) >= 4}
    assert leaked - set(dir(__builtins__)) - set(dir(str)) == set()
