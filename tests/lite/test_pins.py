from __future__ import annotations

import re
import tomllib

from packaging.utils import canonicalize_name, parse_wheel_filename

from reactor_nb.lite.pins import FRONTEND, PINS, is_frontend, pins
from reactor_nb.lite.site import BUILDER
from tests.architecture.paths import REPOSITORY


def test_the_list_of_wheels_says_what_they_are_and_not_where() -> None:
    assert "://" not in PINS.read_text("utf-8")
    for pin in pins():
        name, version, _, _ = parse_wheel_filename(pin.file)
        assert (canonicalize_name(name), str(version)) == (pin.name, pin.version)
        assert re.fullmatch("[0-9a-f]{64}", pin.sha256)
    assert len({pin.name for pin in pins()}) == len(pins())


def test_the_extension_with_the_kernel_is_of_the_version_that_is_named() -> None:
    [frontend] = [pin for pin in pins() if is_frontend(pin)]

    assert f"{frontend.name}=={frontend.version}" == FRONTEND


def test_the_version_of_the_builder_is_the_same_everywhere() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))

    extra = project["project"]["optional-dependencies"]["lite"]
    assert extra[0] == f"jupyterlite-core[contents]=={BUILDER}"
    assert f"jupyterlite-core=={BUILDER}" in project["dependency-groups"]["dev"]
