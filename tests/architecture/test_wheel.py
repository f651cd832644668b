"""The wheel: everything a user needs, without Node and without a network."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reactor_nb._version import __version__
from tests.architecture.paths import PACKAGE, REPOSITORY, STATIC


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    done = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=500
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    [built] = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def contents(wheel: Path) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(wheel) as archive:
        yield archive


def test_the_wheel_is_for_every_platform(wheel: Path) -> None:
    assert wheel.name == f"reactor_nb-{__version__}-py3-none-any.whl"


def test_the_wheel_holds_every_module_and_every_built_file(contents: zipfile.ZipFile) -> None:
    files = [
        path
        for path in PACKAGE.rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and path.suffix != ".pyc"
        # JupyterLab looks for its extension elsewhere.
        and path.relative_to(PACKAGE).parts[0] != "labextension"
    ]

    expected = {path.relative_to(REPOSITORY).as_posix() for path in files}

    shipped = {name for name in contents.namelist() if not name.startswith("reactor_nb-")}
    examples = {name for name in shipped if name.startswith("reactor_nb/lite/examples/")}
    assert shipped - examples == expected
    assert {Path(name).name for name in examples if name.endswith(".ipynb")} == {
        path.name for path in (REPOSITORY / "examples").glob("*.ipynb")
    }
    assert "reactor_nb/py.typed" in shipped


def test_the_wheel_brings_the_extensions_of_jupyterlab_and_its_server(
    contents: zipfile.ZipFile,
) -> None:
    data = f"reactor_nb-{__version__}.data/data"
    extension = f"{data}/share/jupyter/labextensions/reactor-nb"
    enabled = f"{data}/etc/jupyter/jupyter_server_config.d/reactor_nb.json"

    about = json.loads(contents.read(f"{extension}/package.json"))
    install = json.loads(contents.read(f"{extension}/install.json"))

    assert about["version"] == __version__
    assert f"{extension}/{about['jupyterlab']['_build']['load']}" in contents.namelist()
    assert install["packageName"] == "reactor_nb"
    assert json.loads(contents.read(enabled)) == {
        "ServerApp": {"jpserver_extensions": {"reactor_nb.labserver": True}}
    }


@pytest.mark.parametrize(
    "name",
    [
        "client.js",
        "worker.js",
        "early.js",
        "router.js",
        "style.css",
        "core.bin",
        "pyodide/pyodide.asm.wasm",
    ],
)
def test_the_wheel_holds_what_a_page_loads_in_three_forms(
    contents: zipfile.ZipFile, name: str
) -> None:
    for ending in ("", ".br", ".gz"):
        packed = contents.read(f"reactor_nb/static/{name}{ending}")
        assert packed == (STATIC / f"{name}{ending}").read_bytes()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pyodide.txt", "Mozilla Public License Version 2.0"),
        ("cpython.txt", "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2"),
        ("pico.txt", "MIT License"),
        ("NOTICE.txt", "github.com/pyodide/pyodide"),
    ],
)
def test_the_wheel_carries_the_licences_of_what_it_ships(
    contents: zipfile.ZipFile, name: str, words: str
) -> None:
    assert words in contents.read(f"reactor_nb/static/licenses/{name}").decode()


def test_the_wheel_carries_our_own_licence(contents: zipfile.ZipFile) -> None:
    folder = f"reactor_nb-{__version__}.dist-info"

    assert b"BSD 3-Clause" in contents.read(f"{folder}/licenses/LICENSE")


def test_the_wheel_installs_the_kernel_of_pyodide_under_node(contents: zipfile.ZipFile) -> None:
    place = f"reactor_nb-{__version__}.data/data/share/jupyter/kernels/pyodide-node/kernel.json"

    kernel = (REPOSITORY / "kernels" / "pyodide-node" / "kernel.json").read_bytes()
    assert contents.read(place) == kernel
    for name in ("host.mjs", "worker.mjs"):
        assert f"reactor_nb/nodekernel/{name}" in contents.namelist()


def test_an_installed_wheel_can_be_imported_and_has_its_files(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    python = tmp_path / "venv" / "bin" / "python"
    site = next((tmp_path / "venv" / "lib").glob("python3*")) / "site-packages"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index"]
    subprocess.run([*install, "--no-deps", "--quiet", str(wheel)], check=True, timeout=300)

    code = "import reactor_nb; print(reactor_nb.__version__, reactor_nb.__file__)"
    done = subprocess.run(
        [str(python), "-I", "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert done.stdout.split() == [__version__, str(site / "reactor_nb" / "__init__.py")]
    assert (site / "reactor_nb" / "static" / "pyodide" / "stdlib.zip.br").is_file()
    assert (tmp_path / "venv" / "bin" / "reactor-nb").is_file()
