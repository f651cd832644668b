from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import brotli
import pytest

from reactor_nb.errors import ExportError
from reactor_nb.export.bundle import Build, Packages, make_bundle
from tests.export.conftest import make_model, write_both


def test_each_file_is_named_by_its_content(build: Build) -> None:
    content = (build.folder / "client.js").read_bytes()

    bundle = make_bundle(make_model(), build)

    name = f"client-{hashlib.sha256(content).hexdigest()[:12]}.js"
    assert bundle.client["client"] == name
    assert bundle.files[name] == build.folder / "client.js"
    assert bundle.files[f"{name}.br"] == build.folder / "client.js.br"
    assert bundle.files[f"{name}.gz"] == build.folder / "client.js.gz"


def test_every_file_that_the_page_names_is_there(build: Build) -> None:
    bundle = make_bundle(make_model(), build)

    named = [
        bundle.client[key]
        for key in ("client", "worker", "early", "style", "core", "rest", "app", "stdlib")
    ]
    named += [f"{bundle.client['pyodide']}{name}" for name in ("pyodide.mjs", "pyodide.asm.wasm")]
    assert [name for name in named if name not in bundle.files] == []


def test_pyodide_keeps_its_names_in_a_folder_named_by_all_of_them(build: Build) -> None:
    before = make_bundle(make_model(), build).client["pyodide"]

    write_both(build.folder / "pyodide/stdlib.zip", b"another")
    after = make_bundle(make_model(), build).client["pyodide"]

    assert before.startswith("pyodide-")
    assert before.endswith("/")
    assert before != after


def test_the_rest_of_the_standard_library_stands_apart(build: Build) -> None:
    bundle = make_bundle(make_model(), build)

    assert bundle.client["rest"].startswith("rest-")
    assert [path for path in bundle.files if path.endswith("/rest.zip")] == []


def test_the_app_is_an_archive_of_its_client_module(build: Build) -> None:
    model = make_model()

    bundle = make_bundle(model, build)

    content = bundle.files[bundle.client["app"]]
    assert isinstance(content, bytes)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["todos_client.py"]
        assert archive.read("todos_client.py").decode() == model.client_source
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


@pytest.mark.parametrize(
    ("source", "is_there"),
    [
        ("from reactor_nb import use_state\n", False),
        ("from reactor_nb import use_resource as load\n", True),
        ("import reactor_nb as rn\nview = rn.Suspense()\n", True),
        ("from reactor_nb.html import form\n", True),
        ("def add(text: str | None): ...\n", True),
        ("from typing import Optional as Maybe\n", True),
        ("from reactor_nb import *\n", True),
        ("import reactor_nb\nview = getattr(reactor_nb, 'la' + 'zy')\n", True),
    ],
)
def test_what_few_apps_use_is_in_the_archives_of_those_that_may(
    build: Build, source: str, is_there: bool
) -> None:
    bundle = make_bundle(make_model(client_source=source), build)

    content = bundle.files[bundle.client["app"]]
    assert isinstance(content, bytes)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert ("_reactor_more.pyc" in archive.namelist()) == is_there


def test_the_app_is_compressed_in_both_ways(build: Build) -> None:
    bundle = make_bundle(make_model(), build)

    name = bundle.client["app"]
    small, smaller = bundle.files[f"{name}.gz"], bundle.files[f"{name}.br"]
    assert isinstance(small, bytes)
    assert isinstance(smaller, bytes)
    assert gzip.decompress(small) == brotli.decompress(smaller) == bundle.files[name]


def test_a_change_of_server_code_alone_leaves_every_byte_of_the_bundle_s9(build: Build) -> None:
    one = make_bundle(make_model(), build)
    other = make_bundle(make_model(server_source="SERVER = 2\n"), build)

    assert one == other


def test_the_rest_is_fetched_at_once_when_the_app_imports_from_it(build: Build) -> None:
    lazy = make_bundle(make_model(client_imports=("json", "math")), build)
    eager = make_bundle(make_model(client_imports=("csv",)), build)

    assert lazy.client["eager_rest"] is False
    assert eager.client["eager_rest"] is True


def test_an_app_without_packages_has_no_lock_file(build: Build) -> None:
    bundle = make_bundle(make_model(), build)

    assert bundle.client["lock"] is None
    assert bundle.client["packages"] == []


def test_packages_stand_in_a_folder_with_their_lock_file(build: Build) -> None:
    files = {"lock.json": b"{}", "one-1.0-py3-none-any.whl": b"wheel"}

    bundle = make_bundle(make_model(), build, Packages(("one",), files))

    folder = bundle.client["lock"].removesuffix("lock.json")
    assert folder.startswith("packages-")
    assert bundle.client["packages"] == ["one"]
    assert bundle.files[f"{folder}one-1.0-py3-none-any.whl"] == b"wheel"
    assert f"{folder}one-1.0-py3-none-any.whl.br" in bundle.files


def test_the_licences_of_what_is_shipped_go_along(build: Build) -> None:
    bundle = make_bundle(make_model(), build)

    assert "licenses/pyodide.txt" in bundle.files


def test_an_installation_without_its_browser_half_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no browser half") as caught:
        Build.load(tmp_path)

    assert "\n" not in str(caught.value)


def test_a_file_missing_in_the_browser_half_is_named(build: Build) -> None:
    (build.folder / "worker.js").unlink()

    with pytest.raises(ExportError, match=r"worker\.js is missing"):
        make_bundle(make_model(), build)


def test_compressed_files_of_another_state_are_made_anew(build: Build) -> None:
    (build.folder / "client.js").write_text("built anew")
    (build.folder / "worker.js.br").unlink()

    bundle = make_bundle(make_model(), build)

    small = bundle.files[f"{bundle.client['client']}.gz"]
    smaller = bundle.files[f"{bundle.client['worker']}.br"]
    assert isinstance(small, bytes)
    assert isinstance(smaller, bytes)
    assert gzip.decompress(small) == b"built anew"
    assert brotli.decompress(smaller) == (build.folder / "worker.js").read_bytes()


def test_a_broken_description_of_the_browser_half_is_told(build: Build) -> None:
    (build.folder / "build.json").write_text(json.dumps(["not", "it"]))

    with pytest.raises(ExportError, match="no browser half"):
        Build.load(build.folder)
