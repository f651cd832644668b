from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

from reactor_nb._version import __version__
from reactor_nb.lite.pins import is_frontend, pins
from reactor_nb.nodekernel.cache import cache_folder
from tests.e2e.real import EXAMPLES, write_notebook
from tests.lite.real import Site, build, run


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_no_configuration_names_another_origin(built: Site) -> None:
    for path in built.folder.rglob("jupyter-lite.json"):
        assert "://" not in path.read_text("utf-8"), path
    settings = built.config()["jupyter-config-data"]["litePluginSettings"]
    kernel = settings["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert kernel["pyodideUrl"] == f"./static/{built.kernel().name}/start.mjs"
    assert kernel["disablePyPIFallback"] is True


def test_the_lock_of_the_kernel_names_files_that_are_there(built: Site) -> None:
    lock = json.loads((built.kernel() / "pyodide-lock.json").read_bytes())

    for name, entry in lock["packages"].items():
        content = (built.kernel() / entry["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], name
        assert {*entry["depends"]} <= {*lock["packages"]}, name


def test_the_kernel_has_our_package_compiled_and_without_its_servers(built: Site) -> None:
    with zipfile.ZipFile(built.kernel() / f"reactor_nb-{__version__}-py3-none-any.whl") as wheel:
        names = wheel.namelist()

    assert "reactor_nb/kernel/preview.pyc" in names
    assert not [name for name in names if name.endswith(".py")]
    assert not [name for name in names if "labserver" in name or "nodekernel" in name]


def test_the_notebooks_and_their_data_are_in_the_site(built: Site) -> None:
    wanted = {path.name for path in EXAMPLES.glob("*.ipynb")} | {"public"}

    listed = json.loads((built.folder / "api/contents/all.json").read_bytes())

    assert wanted <= {entry["name"] for entry in listed["content"]}
    assert (built.folder / "files/public/weather.csv").is_file()


def test_the_same_input_makes_the_same_site(tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "one.ipynb", "1")

    for out in ("a", "b"):
        done = build(tmp_path / out, notebook)
        assert done.returncode == 0, done.stderr

    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_wheels_that_cannot_be_had_stop_the_build_by_name_j12(tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "one.ipynb", "1")
    done = build(
        tmp_path / "site",
        notebook,
        REACTOR_NB_CACHE=str(tmp_path / "cache"),
        PIP_NO_INDEX="1",
        PIP_FIND_LINKS=str(tmp_path),
        PIP_CONFIG_FILE="/dev/null",
    )

    assert done.returncode == 1
    for pin in pins():
        assert str(pin) in done.stderr
    assert "--wheels" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "site").exists()


def test_wheels_in_a_folder_that_is_named_are_enough(built: Site, tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "one.ipynb", "1")
    wheels = cache_folder() / "wheels"
    assert built.folder.is_dir()  # so that they have been fetched

    done = build(
        tmp_path / "site",
        notebook,
        "--wheels",
        str(wheels),
        REACTOR_NB_CACHE=str(tmp_path / "cache"),
        REACTOR_NB_NODE="no-such-node",
        PIP_NO_INDEX="1",
    )

    assert done.returncode == 0, done.stderr
    assert "not compiled" in done.stderr
    kernel = Site(tmp_path / "site").kernel()
    for pin in pins():
        if not is_frontend(pin):
            assert (kernel / pin.file).read_bytes() == (wheels / pin.file).read_bytes()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "one.ipynb", "1")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.txt").write_text("mine")

    done = build(tmp_path / "site", notebook)

    assert done.returncode == 1 and "--force" in done.stderr
    assert [*contents(tmp_path / "site")] == ["mine.txt"]


def test_a_site_of_ours_is_replaced(tmp_path: Path) -> None:
    for name in ("one", "two"):
        done = build(tmp_path / "site", write_notebook(tmp_path / f"{name}.ipynb", "1"))
        assert done.returncode == 0, done.stderr

    assert [path.name for path in (tmp_path / "site" / "files").iterdir()] == ["two.ipynb"]
    assert {path.name for path in tmp_path.iterdir()} == {"one.ipynb", "two.ipynb", "site"}


def test_a_folder_or_jupyterlab_is_to_be_named() -> None:
    for options in ([], ["--lab", "-o", "site"], ["--lab", "one.ipynb"]):
        done = run(*options)

        assert done.returncode == 2 and "--lab alone" in done.stderr, options
