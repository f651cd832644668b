from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from reactor_nb.errors import NotebookError
from reactor_nb.export.bundle import Build
from reactor_nb.export.exporter import Exporter
from reactor_nb.export.prepare import Prepared, prepare
from reactor_nb.model.diagnostics import Span
from reactor_nb.server import create_app
from reactor_nb.server.assets import read_export
from tests.cli.conftest import COUNTER, write_notebook
from tests.server.sites import browser

KEY = "AKIA" + "IOSFODNN7EXAMPLE"


def prepared(tmp_path: Path, build: Build | None, *cells: str, name: str = "app") -> Prepared:
    return prepare(write_notebook(tmp_path / f"nb/{name}.ipynb", *cells), build)


def told(app: Prepared) -> list[tuple[str, int | None, int | None]]:
    return [(one.code, one.span.cell, one.span.line) for one in app.errors]


def test_a_good_notebook_has_a_model_and_no_problems(tmp_path: Path, build: Build) -> None:
    app = prepared(tmp_path, build, *COUNTER)

    assert app.model is not None
    assert app.diagnostics == ()


def test_a_file_that_is_no_notebook_raises(tmp_path: Path, build: Build) -> None:
    (tmp_path / "bad.ipynb").write_text("{")

    with pytest.raises(NotebookError):
        prepare(tmp_path / "bad.ipynb", build)


def test_a_package_the_browser_cannot_have_is_named_at_its_import(
    tmp_path: Path, build: Build
) -> None:
    page = COUNTER[1].replace("Count: ", "{pydantic_core.__version__}: ")

    app = prepared(tmp_path, build, COUNTER[0], "import json\nimport pydantic_core", page)

    assert told(app) == [("RNB060", 2, 2)]
    assert "'pydantic_core' has compiled parts" in app.errors[0].message.replace("-", "_")


@pytest.mark.parametrize(
    "install",
    [
        "%pip install --index-url https://example.invalid/simple internal-name",
        "%pip install internal-name",
        "import micropip\nawait micropip.install('internal-name')",
    ],
)
def test_s10_no_package_comes_from_an_index_that_nobody_knows(
    tmp_path: Path, build: Build, install: str
) -> None:
    page = COUNTER[1].replace("Count: ", "{internal_name.NAME}: ")

    app = prepared(tmp_path, build, COUNTER[0], install, "import internal_name", page)

    assert told(app) == [("RNB060", 3, 1)]
    assert "'internal_name'" in app.errors[0].message
    assert "example.invalid" not in "".join(map(str, app.model.requirements if app.model else ()))


def test_s10_a_page_that_would_install_packages_itself_is_refused(
    tmp_path: Path, build: Build
) -> None:
    page = COUNTER[1].replace("return", "import micropip\n    return")

    app = prepared(tmp_path, build, COUNTER[0], page)

    assert [(code, cell) for code, cell, _ in told(app)] == [("RNB060", 2)]
    assert "'micropip'" in app.errors[0].message


def test_without_the_browser_half_packages_are_not_looked_at(tmp_path: Path) -> None:
    page = COUNTER[1].replace("Count: ", "{no_such_package.NAME}: ")

    app = prepared(tmp_path, None, COUNTER[0], "import no_such_package", page)

    assert app.errors == ()


def test_a_package_of_the_server_alone_is_not_packed(tmp_path: Path, build: Build) -> None:
    loader = "import pydantic_core\ndef load() -> str:\n    return pydantic_core.__version__"
    page = '@page("/", loader=load)\ndef Show(data: str):\n    return p(data)'

    app = prepared(tmp_path, build, COUNTER[0], loader, page)

    assert app.errors == ()
    assert app.packages.files == {}


@pytest.mark.parametrize("side", ["browser", "server"])
def test_a_secret_is_told_wherever_it_stands_and_never_repeated_s12(
    tmp_path: Path, build: Build, side: str
) -> None:
    loader = f"def load() -> str:\n    return '{KEY if side == 'server' else ''}'"
    text = KEY if side == "browser" else ""
    page = f'@page("/", loader=load)\ndef Show(data: str):\n    return p(data, "{text}")'

    app = prepared(tmp_path, build, COUNTER[0], loader, page)

    place = ("RNB061", 2, 2) if side == "server" else ("RNB061", 3, 3)
    assert told(app) == [place]
    assert KEY not in app.errors[0].message


def test_a_secret_in_a_public_file_is_told_with_its_line_s12(tmp_path: Path, build: Build) -> None:
    notebook = write_notebook(tmp_path / "nb/app.ipynb", *COUNTER)
    (notebook.parent / "public").mkdir()
    (notebook.parent / "public/keys.txt").write_text(f"one\n{KEY}\n")

    refused = prepare(notebook, build)
    allowed = prepare(notebook, build, ["aws-key"])

    assert [one.code for one in refused.errors] == ["RNB061"]
    assert "in public/keys.txt, line 2" in refused.errors[0].message
    assert allowed.errors == ()


def test_modules_beside_the_notebook_go_along(tmp_path: Path, build: Build) -> None:
    """S1: of a module, too, browsers get what they need."""
    (tmp_path / "nb/pkg").mkdir(parents=True)
    (tmp_path / "nb/helpers.py").write_text("import pkg.deep\nNAME = pkg.deep.NAME\nKEY = 'hid'\n")
    (tmp_path / "nb/pkg/__init__.py").touch()
    (tmp_path / "nb/pkg/deep.py").write_text("import pydantic_core\nNAME = 'x'\n")
    loader = "import helpers\ndef load() -> str:\n    return helpers.KEY"
    page = '@page("/", loader=load)\ndef Show(data: str):\n    return p(data, helpers.NAME)'

    app = prepared(tmp_path, build, COUNTER[0], loader, page)
    files = Exporter(build).files(app)

    assert app.diagnostics == ()
    assert {path for path in files if path.startswith("generated/")} == {
        f"generated/{side}{file}"
        for side in ("client", "server")
        for file in (".py", "/helpers.py", "/pkg/__init__.py", "/pkg/deep.py")
    }
    archive = next(content for path, content in files.items() if re.search("/app-.*zip$", path))
    assert isinstance(archive, bytes)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        names = opened.namelist()
        assert b"KEY" not in opened.read("app_app_client/helpers.py")
    assert {"app_app_client.py", "app_app_client/pkg/deep.py"} <= set(names)
    assert "_reactor_more.pyc" in names


async def test_an_export_with_modules_is_served_from_its_folder(
    tmp_path: Path, build: Build
) -> None:
    (tmp_path / "nb").mkdir()
    (tmp_path / "nb/helpers.py").write_text("def greet(name): return f'hello {name}'\n")
    page = '@page("/")\ndef Show():\n    return p(helpers.greet("x"))'
    app = prepared(tmp_path, build, COUNTER[0], "import helpers", page)
    out = tmp_path / "out"

    Exporter(build).export(app, out)
    (tmp_path / "nb/helpers.py").unlink()
    model, bundle = read_export(out)
    async with browser(create_app(model, bundle)) as client:
        answer = await client.get("/")

    assert "<p>hello x</p>" in answer.text
    assert '"modules":[["helpers","helpers.py",[[1,"helpers.py",1]]]]' in answer.text


def test_what_a_module_of_the_browser_needs_is_packed(tmp_path: Path, build: Build) -> None:
    (tmp_path / "nb").mkdir()
    (tmp_path / "nb/helpers.py").write_text("\nimport pydantic_core\nV = pydantic_core.VERSION\n")
    page = COUNTER[1].replace("Count: ", "{helpers.V}: ")

    app = prepared(tmp_path, build, COUNTER[0], "import helpers", page)

    assert [(one.code, one.span.file, one.span.line) for one in app.errors] == [
        ("RNB060", "helpers.py", 2)
    ]


@pytest.mark.parametrize("side", ["browser", "server"])
def test_a_secret_in_a_module_is_told_with_its_file_s12(
    tmp_path: Path, build: Build, side: str
) -> None:
    (tmp_path / "nb").mkdir()
    (tmp_path / "nb/helpers.py").write_text(f"\nKEY = '{KEY}'\n")
    loader = "import helpers\ndef load() -> str:\n    return helpers.KEY"
    shown = "helpers.KEY" if side == "browser" else "data"
    page = f'@page("/", loader=load)\ndef Show(data: str):\n    return p({shown})'

    app = prepared(tmp_path, build, COUNTER[0], loader, page)

    assert [(one.code, one.span) for one in app.errors] == [
        ("RNB061", Span(None, 2, None, "helpers.py"))
    ]


def test_a_module_with_the_name_of_another_is_told(tmp_path: Path, build: Build) -> None:
    (tmp_path / "nb").mkdir()
    for name in ("json", "nbformat", "unused"):
        (tmp_path / f"nb/{name}.py").touch()
    loader = "import json, nbformat\ndef load() -> str:\n    return str([json, nbformat])"
    page = '@page("/", loader=load)\ndef Show(data: str):\n    return p(data)'

    app = prepared(tmp_path, build, COUNTER[0], loader, page)

    assert [(one.code, one.span.file, one.severity) for one in app.diagnostics] == [
        ("RNB066", "json.py", "error"),
        ("RNB066", "nbformat.py", "warning"),
    ]


NAMES = ("con", "a:b", "trailing.", "import", "1", "..x", "-rf", "Ünï", "x" * 200, "a b;rm", "$(x)")


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_the_author_is_used_as_a_path_e5(
    tmp_path: Path, build: Build, name: str
) -> None:
    app = prepared(tmp_path, build, *COUNTER, name=name)

    files = Exporter(build).files(app)
    archive = next(content for path, content in files.items() if "/app-" in path)

    plain = Exporter(build).files(prepared(tmp_path, build, *COUNTER))
    assert {path for path in files if "/app-" not in path} == {
        path for path in plain if "/app-" not in path
    }
    assert isinstance(archive, bytes)
    blocks, module = zipfile.ZipFile(io.BytesIO(archive)).namelist()
    assert module.removesuffix("_client.py").isidentifier()
    assert blocks == module.replace(".py", ".json")


def test_what_stands_beside_the_notebook_is_not_exported_s7(tmp_path: Path, build: Build) -> None:
    notebook = write_notebook(tmp_path / "nb/app.ipynb", *COUNTER)
    for name in (".env", ".git/config", "__pycache__/x.pyc", ".ipynb_checkpoints/app.ipynb"):
        (notebook.parent / name).parent.mkdir(exist_ok=True)
        (notebook.parent / name).write_text("CANARY_7f3a")

    files = Exporter(build).files(prepare(notebook, build))

    contents = [one if isinstance(one, bytes) else one.read_bytes() for one in files.values()]
    assert not any(b"CANARY_7f3a" in content for content in contents)
