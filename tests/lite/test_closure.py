from __future__ import annotations

import pytest

from reactor_nb.export.archive import stored_zip
from reactor_nb.export.bundle import Build
from reactor_nb.export.wheels import environment_of
from reactor_nb.lite.closure import Wheel, lock_entries, requirements_of
from reactor_nb.lite.errors import LiteError

ENVIRONMENT = environment_of(Build.load())


def wheel(name: str, *requires: str, version: str = "1.0") -> Wheel:
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {one}" for one in requires]
    contents = {
        f"{name}/__init__.pyc": b"",
        f"{name}-{version}.dist-info/METADATA": "\n".join([*lines, ""]).encode(),
    }
    return Wheel(f"{name}-{version}-py3-none-any.whl", stored_zip(contents))


def test_a_missing_wheel_is_named_with_who_needs_it_j12() -> None:
    with pytest.raises(LiteError, match="ipython needs traitlets, which is not there"):
        lock_entries([wheel("ipython", "traitlets>=5")], ["ipython"], ENVIRONMENT)


def test_a_package_that_is_asked_for_and_missing_is_named_j12() -> None:
    with pytest.raises(LiteError, match="comm is not there"):
        lock_entries([wheel("ipython")], ["ipython", "comm"], ENVIRONMENT)


def test_a_wheel_of_a_version_that_does_not_fit_is_named() -> None:
    with pytest.raises(LiteError, match=r"a needs b>=2, and 1\.0 is there"):
        lock_entries([wheel("a", "b>=2"), wheel("b")], ["a"], ENVIRONMENT)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(LiteError, match=r"a needs x.*b needs y"):
        lock_entries([wheel("a", "x"), wheel("b", "y")], ["a"], ENVIRONMENT)


def test_what_a_browser_does_not_need_is_not_missing() -> None:
    requires = ("pexpect; sys_platform != 'emscripten'", "black; extra == 'format'")

    assert requirements_of(wheel("a", *requires).content, ENVIRONMENT) == []


def test_an_entry_says_what_the_wheel_needs_and_brings() -> None:
    entry = lock_entries([wheel("a_b", "c-d"), wheel("c_d")], ["A.b"], ENVIRONMENT)["a-b"]

    assert entry["depends"] == ["c-d"]
    assert entry["imports"] == ["a_b"]
    assert entry["file_name"] == "a_b-1.0-py3-none-any.whl"
