from __future__ import annotations

import base64
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from reactor_nb.export.bundle import Build
from reactor_nb.export.wheels import outside_imports, pack_packages
from tests.export.conftest import make_model


class Site:
    """A folder of installed packages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(
        self,
        name: str,
        files: dict[str, str],
        *,
        requires: tuple[str, ...] = (),
        tag: str = "py3-none-any",
        extra_info: dict[str, str] | None = None,
    ) -> None:
        info = f"{name.replace('-', '_')}-1.0.dist-info"
        metadata = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0"]
        metadata += [f"Requires-Dist: {one}" for one in requires]
        contents = {
            **files,
            f"{info}/METADATA": "\n".join([*metadata, "", f"About {name}"]),
            f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
            f"{info}/INSTALLER": "pip\n",
            **{f"{info}/{key}": value for key, value in (extra_info or {}).items()},
        }
        record = [self._write(path, text) for path, text in contents.items()]
        (self.folder / info / "RECORD").write_text("\n".join([*record, f"{info}/RECORD,,", ""]))

    def _write(self, path: str, text: str) -> str:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
        return f"{path},sha256={digest.decode().rstrip('=')},{len(text.encode())}"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    return Site(folder)


def test_the_standard_library_and_pyodide_are_no_packages(build: Build) -> None:
    model = make_model(client_imports=("json", "csv", "math", "js", "pyodide", "markdown"))

    assert outside_imports(model, build) == ("markdown",)


def test_an_app_without_packages_packs_nothing(build: Build) -> None:
    packed = pack_packages((), build)

    assert packed.packages.files == {}
    assert packed.problems == {}


def test_a_pure_package_becomes_a_wheel_and_a_line_in_the_lock_file(
    build: Build, site: Site
) -> None:
    site.install("Nice-Words", {"nice_words/__init__.py": "WORD = 'nice'\n", "extra.py": ""})

    packages = pack_packages(["nice_words"], build).packages

    lock = json.loads(packages.files["lock.json"])
    entry = lock["packages"]["nice-words"]
    wheel = packages.files["nice_words-1.0-py3-none-any.whl"]
    assert packages.names == ("nice-words",)
    assert lock["info"]["abi_version"] == "2026_0"
    assert entry["file_name"] == "nice_words-1.0-py3-none-any.whl"
    assert entry["sha256"] == hashlib.sha256(wheel).hexdigest()
    assert entry["imports"] == ["extra", "nice_words"]
    assert entry["depends"] == []


def test_a_packed_wheel_is_whole_and_says_nothing_of_this_machine(build: Build, site: Site) -> None:
    url = '{"url": "file:///somewhere", "dir_info": {}}'
    site.install("words", {"words.py": "A = 1\n"}, extra_info={"direct_url.json": url})

    packages = pack_packages(["words"], build).packages

    with zipfile.ZipFile(io.BytesIO(packages.files["words-1.0-py3-none-any.whl"])) as archive:
        record = archive.read("words-1.0.dist-info/RECORD").decode()
        assert sorted(archive.namelist()) == [
            "words-1.0.dist-info/METADATA",
            "words-1.0.dist-info/RECORD",
            "words-1.0.dist-info/WHEEL",
            "words.py",
        ]
        for line in record.splitlines():
            name, digest, _ = line.split(",")
            if digest:
                found = hashlib.sha256(archive.read(name)).digest()
                assert digest == "sha256=" + base64.urlsafe_b64encode(found).decode().rstrip("=")


def test_packing_twice_gives_the_same_bytes_e4(build: Build, site: Site) -> None:
    site.install("words", {"words.py": "A = 1\n", "words_more.py": "B = 1\n"})
    first = pack_packages(["words"], build)

    for path in site.folder.rglob("*.py"):
        path.touch()
    second = pack_packages(["words"], build)

    assert first == second


def test_what_a_package_needs_is_packed_for_pyodide_s_platform(build: Build, site: Site) -> None:
    site.install("leaf", {"leaf.py": ""})
    site.install("speed", {"speed.py": ""})
    site.install(
        "top",
        {"top.py": ""},
        requires=(
            "branch[fancy] >= 1; sys_platform == 'emscripten'",
            "missing-one; sys_platform == 'win32'",
            "missing-two; extra == 'dev'",
            "reactor-nb",
        ),
    )
    site.install("branch", {"branch.py": ""}, requires=("leaf", "speed; extra == 'fancy'"))

    packages = pack_packages(["top"], build).packages

    lock = json.loads(packages.files["lock.json"])["packages"]
    assert packages.names == ("top",)
    assert {name: entry["depends"] for name, entry in lock.items()} == {
        "branch": ["leaf", "speed"],
        "leaf": [],
        "speed": [],
        "top": ["branch"],
    }


def test_packages_that_need_each_other_are_packed_once(build: Build, site: Site) -> None:
    site.install("egg", {"egg.py": ""}, requires=("hen",))
    site.install("hen", {"hen.py": ""}, requires=("egg",))

    packages = pack_packages(["egg"], build).packages

    lock = json.loads(packages.files["lock.json"])["packages"]
    assert {name: entry["depends"] for name, entry in lock.items()} == {
        "egg": ["hen"],
        "hen": ["egg"],
    }


def test_a_package_with_compiled_parts_is_refused_by_name(build: Build, site: Site) -> None:
    site.install("fast", {"fast/__init__.py": "", "fast/_speed.cpython-311.so": "ELF"})
    site.install("top", {"top.py": ""}, requires=("fast",))

    direct = pack_packages(["fast"], build).problems["fast"]
    through = pack_packages(["top"], build).problems["top"]

    assert "'fast' has compiled parts (_speed.cpython-311.so)" in direct
    assert through == f"{direct} (needed by top)"


def test_a_package_made_for_one_platform_is_refused(build: Build, site: Site) -> None:
    site.install("tool", {"tool.py": ""}, tag="py3-none-manylinux_2_17_x86_64")

    problems = pack_packages(["tool"], build).problems

    assert "'tool' is made for one platform" in problems["tool"]


def test_a_module_that_nothing_installed_provides_is_refused(build: Build) -> None:
    problems = pack_packages(["no_such_module"], build).problems

    assert problems == {"no_such_module": "no installed package provides 'no_such_module'"}


def test_a_need_that_is_not_installed_is_named_with_the_way_to_it(build: Build, site: Site) -> None:
    site.install("top", {"top.py": ""}, requires=("branch",))
    site.install("branch", {"branch.py": ""}, requires=("absent-leaf",))

    problems = pack_packages(["top"], build).problems

    assert problems["top"] == (
        "the package 'absent-leaf' is not installed (needed by top › branch)"
    )


def test_a_file_changed_after_installation_is_refused_e11(build: Build, site: Site) -> None:
    site.install("words", {"words.py": "A = 1\n"})
    (site.folder / "words.py").write_text("A = 2\n")

    problems = pack_packages(["words"], build).problems

    assert "words.py was changed; install it again" in problems["words"]


def test_an_editable_installation_is_refused_with_the_cure(build: Build, site: Site) -> None:
    url = '{"url": "file:///somewhere", "dir_info": {"editable": true}}'
    site.install("words", {"_words.pth": "elsewhere"}, extra_info={"direct_url.json": url})

    problems = pack_packages(["words"], build).problems

    assert "not in editable mode" in problems["words"]
