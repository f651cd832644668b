"""What the Jupyter server gives to the preview's frame, and to whom."""

from __future__ import annotations

import gzip
import json

import brotli
import pytest

from reactor_nb._version import __version__
from reactor_nb.labserver.files import NAMES
from tests.architecture.paths import PACKAGE, STATIC
from tests.labserver.real import Lab


def build_of(lab: Lab) -> str:
    _, _, body = lab.get("reactor-nb/build")
    return str(json.loads(body)["build"])


@pytest.mark.parametrize("name", NAMES)
def test_each_file_comes_whole_with_its_type_and_for_good(lab: Lab, name: str) -> None:
    status, headers, body = lab.get(f"reactor-nb/files/{build_of(lab)}/{name}")

    assert (status, body) == (200, (STATIC / name).read_bytes())
    assert headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert headers["X-Content-Type-Options"] == "nosniff"
    types = {"js": "text/javascript; charset=utf-8", "mjs": "text/javascript; charset=utf-8"}
    types |= {"wasm": "application/wasm", "json": "application/json"}
    expected = types.get(name.rpartition(".")[2])
    assert expected is None or headers["Content-Type"] == expected


def test_the_version_is_told_for_the_kernel_may_have_another(lab: Lab) -> None:
    status, headers, body = lab.get("reactor-nb/build")

    assert (status, headers["Cache-Control"]) == (200, "no-store")
    assert json.loads(body)["package"] == __version__


def test_the_previews_own_python_is_there(lab: Lab) -> None:
    _, _, body = lab.get(f"reactor-nb/files/{build_of(lab)}/python.json")

    source = (PACKAGE / "client" / "preview.py").read_text(encoding="utf-8")
    assert json.loads(body)["reactor_nb.client.preview"] == source


def test_a_file_is_packed_for_who_can_unpack_it(lab: Lab) -> None:
    path = f"reactor-nb/files/{build_of(lab)}/core.bin"
    plain = (STATIC / "core.bin").read_bytes()

    _, headers, packed = lab.get(path, {"Accept-Encoding": "gzip, deflate, br"})
    _, older, zipped = lab.get(path, {"Accept-Encoding": "gzip"})

    assert (headers["Content-Encoding"], brotli.decompress(packed)) == ("br", plain)
    assert (older["Content-Encoding"], gzip.decompress(zipped)) == ("gzip", plain)


def test_a_file_of_another_build_is_not_kept(lab: Lab) -> None:
    _, headers, _ = lab.get("reactor-nb/files/0123/core.bin")

    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "name",
    ["build.json", "../__init__.py", "..%2f__init__.py", "pyodide/", "/etc/passwd", "client.js"],
)
def test_no_other_file_can_be_had(lab: Lab, name: str) -> None:
    assert lab.get(f"reactor-nb/files/0/{name}")[0] in {400, 404}
