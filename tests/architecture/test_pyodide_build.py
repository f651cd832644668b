"""What the browser loads: complete, small, the same at every build, and in working order."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import brotli
import pytest

from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.render import render_page
from tests.architecture.paths import LABEXTENSION, PACKAGE, STATIC

FIRST = STATIC / "pyodide" / "stdlib.zip"
REST = STATIC / "pyodide" / "rest.zip"
CORE = STATIC / "core.bin"
BOOT = Path(__file__).with_name("boot.mjs")
NODE = shutil.which("node") or "node"


# Finds what gives out our modules.
LOADER = """
import json, sys
loader = next(one for one in sys.meta_path if type(one).__module__ == "_reactor_core")
"""


def node(*arguments: object) -> str:
    done = subprocess.run(
        [NODE, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def run_in_pyodide(code: str) -> Any:
    return json.loads(node(BOOT, code))


def names_in(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as opened:
        return set(opened.namelist())


def test_what_every_page_loads_stays_within_its_budget() -> None:
    runtime = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "stdlib.zip")
    files = [*(STATIC / "pyodide" / name for name in runtime), CORE]

    sizes = {file.name: file.with_name(f"{file.name}.br").stat().st_size for file in files}

    assert sizes["core.bin"] <= 80_000
    assert sum(sizes.values()) <= 4_200_000


def test_the_archives_hold_nothing_but_bytecode() -> None:
    for archive in (FIRST, REST):
        assert {Path(name).suffix for name in names_in(archive)} == {".pyc"}


def test_our_package_is_there_as_far_as_the_browser_needs_it() -> None:
    names = run_in_pyodide(f"{LOADER}json.dumps(list(loader._codes))")

    hosts = {name.split(".")[1] for name in names if name.count(".") > 1}
    assert hosts == {"client", "core", "runtime"}
    assert {"reactor_nb", "reactor_nb.html", "reactor_nb.client.boot"} <= set(names)


def test_what_few_apps_use_lies_apart_and_is_found_when_it_is_asked_for() -> None:
    code = f"""{LOADER}
import reactor_nb
from reactor_nb.client import boot
before = "_reactor_more" in sys.modules
json.dumps([before, reactor_nb.use_resource.__module__, "_reactor_more" in sys.modules])
"""

    assert run_in_pyodide(code) == [False, "reactor_nb.core.resource", True]


def test_our_modules_know_where_they_are_from_and_their_code_is_let_go() -> None:
    code = f"""{LOADER}
import importlib.util, reactor_nb.core.root
modules = [sys.modules[name] for name in ("reactor_nb", "reactor_nb.core", "reactor_nb.core.root")]
json.dumps({{
    "files": [module.__file__ for module in modules],
    "packages": [getattr(module, "__path__", None) for module in modules],
    "known": importlib.util.find_spec("reactor_nb.core.root") is modules[2].__spec__,
    "kept": [module.__name__ for module in modules if module.__name__ in loader._codes],
    "unknown": [
        loader.find_spec("json"),
        importlib.util.find_spec("reactor_nb.server"),
        importlib.util.find_spec("reactor_nb.core.root_of_all"),
    ],
}})
"""

    assert run_in_pyodide(code) == {
        "files": [
            "reactor_nb/__init__.py",
            "reactor_nb/core/__init__.py",
            "reactor_nb/core/root.py",
        ],
        "packages": [[], [], None],
        "known": True,
        "kept": [],
        "unknown": [None, None, None],
    }


def test_a_module_of_ours_that_could_not_be_imported_can_be_tried_again() -> None:
    code = """
import js, json, sys
sys.modules["_reactor_rest"] = None
try:
    import reactor_nb.client.boot
except ImportError as error:
    told = error.name
del sys.modules["_reactor_rest"]
import reactor_nb.client.boot
json.dumps([told, reactor_nb.client.boot.__name__])
"""

    assert run_in_pyodide(code) == ["_reactor_rest", "reactor_nb.client.boot"]


def test_a_traceback_names_our_functions_and_where_they_start() -> None:
    code = """
import json, traceback
from reactor_nb.html import div
try:
    div(object())
except Exception as error:
    frames = traceback.extract_tb(error.__traceback__)
json.dumps([[frame.filename, frame.lineno, frame.name] for frame in frames[1:]])
"""

    frames = run_in_pyodide(code)

    assert frames
    for filename, line, name in frames:
        source = (PACKAGE.parent / filename).read_text(encoding="utf-8").splitlines()
        assert f"def {name}(" in source[line - 1]


def test_every_public_name_is_there_in_the_browser() -> None:
    code = """
import json, reactor_nb
json.dumps([name for name in reactor_nb.__all__ if not hasattr(reactor_nb, name)])
"""

    assert run_in_pyodide(code) == []


def test_the_two_archives_share_no_module() -> None:
    built = json.loads((STATIC / "build.json").read_text(encoding="utf-8"))

    assert set(built["stdlib"]) & set(built["rest"]) == set()
    added = {"_reactor_rest.pyc", "sitecustomize.pyc"}
    assert added <= names_in(FIRST)
    assert len(names_in(FIRST)) == len(built["stdlib"]) + len(added)
    assert len(names_in(REST)) == len(built["rest"])


def test_a_file_and_its_compressed_forms_say_the_same() -> None:
    files = [file for file in STATIC.rglob("*") if file.suffix not in (".br", ".gz")]
    # What kernels load goes to hosts that compress no archives, so that it is compressed in itself.
    files.remove(STATIC / "kernel" / "python_stdlib.zip")

    for file in (file for file in files if file.is_file() and file.suffix != ".wasm"):
        compressed = file.with_name(f"{file.name}.br").read_bytes()
        assert brotli.decompress(compressed) == file.read_bytes(), file


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    node(LABEXTENSION / "pyodide" / "build.mjs", "--into", tmp_path)

    again = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.*")}
    changed = {str(name) for name, data in again.items() if (STATIC / name).read_bytes() != data}

    assert changed == set()


APP = """
from reactor_nb import page
from reactor_nb.html import p

@page("/")
def Home():
    return p("hello")
"""


def test_the_interpreter_starts_with_its_collector_off_and_a_page_turns_it_on() -> None:
    registry = load_app(APP, "tiny")
    payload = {**render_page(registry, registry.pages[0], {}).payload, "props": {}}
    code = f"""
import gc, json, pathlib, sys
before = gc.isenabled()
pathlib.Path("/lib/tiny_client.py").write_text({APP!r})
sys.path.append("/lib")
from reactor_nb.client import boot
posted = []
boot.start({json.dumps(payload)!r}, posted.append)
json.dumps([before, gc.isenabled(), [json.loads(text)[0] for text in posted]])
"""

    assert run_in_pyodide(code) == [False, True, ["hydrate"]]


def test_what_a_start_puts_off_is_there_when_it_is_asked_for() -> None:
    code = """
import json, sys, traceback
before = "Theme" in object.__getattribute__(sys.modules["_colorize"], "__dict__")
try:
    1 / 0
except ZeroDivisionError as error:
    told = traceback.format_exception(error)[-1]
from _colorize import decolor
json.dumps([before, told, decolor("\\x1b[31mred"), "Theme" in vars(sys.modules["_colorize"])])
"""

    assert run_in_pyodide(code) == [False, "ZeroDivisionError: division by zero\n", "red", True]


def test_a_module_of_the_rest_is_fetched_once_when_it_is_imported() -> None:
    code = """
import json, sys
import js
from _reactor_rest import NAMES
from reactor_nb.client.stdlib import RestFinder

sys.meta_path.append(RestFinder(lambda: js.__reactorFetchRest().to_bytes(), NAMES))
import hashlib, uuid, random, decimal  # each tries modules that are nowhere
before = js.fetches
import email.mime.text, sqlite3, tomllib, xml.etree.ElementTree  # email lies in both archives
json.dumps({
    "before": before,
    "after": js.fetches,
    "cyrillic": "ж".encode("cp1251").hex(),
    "xml": xml.etree.ElementTree.fromstring("<a>1</a>").text,
    "sql": sqlite3.connect(":memory:").execute("select 6 * 7").fetchone(),
})
"""

    result = run_in_pyodide(code)

    assert result == {"before": 0, "after": 1, "cyrillic": "e6", "xml": "1", "sql": [42]}


def test_a_codec_that_lies_in_the_rest_is_found_by_its_name() -> None:
    code = """
import json, sys
import js
from _reactor_rest import NAMES
from reactor_nb.client.stdlib import RestFinder

sys.meta_path.append(RestFinder(lambda: js.__reactorFetchRest().to_bytes(), NAMES))
json.dumps(["ж".encode("koi8-r").hex(), js.fetches])
"""

    assert run_in_pyodide(code) == ["d6", 1]


@pytest.mark.parametrize("name", ["reactor_nb/core/root.py", "reactor_nb/errors.py"])
def test_the_bytecode_names_files_of_the_package_and_no_other_path(name: str) -> None:
    content = CORE.read_bytes()

    assert name.encode() in content
    assert str(PACKAGE.parent).encode() not in content
