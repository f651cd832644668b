"""Whether wheels have all that they need in turn: what is missing in a kernel fails silently."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from reactor_nb.export.wheels import modules_of
from reactor_nb.lite.errors import LiteError


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel that a kernel can load.

    Args:
        file: its name.
        content: its bytes.
    """

    file: str
    content: bytes

    @property
    def name(self) -> str:
        """The package."""
        return parse_wheel_filename(self.file)[0]

    @property
    def version(self) -> str:
        """The version of the package."""
        return str(parse_wheel_filename(self.file)[1])


def requirements_of(content: bytes, environment: Mapping[str, str]) -> list[Requirement]:
    """Return what a wheel needs where markers have these values."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        [path] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        lines = BytesParser().parsebytes(archive.read(path)).get_all("Requires-Dist") or ()
    found = [Requirement(line) for line in lines]
    values = {**environment, "extra": ""}
    return [one for one in found if one.marker is None or one.marker.evaluate(values)]


def lock_entries(
    wheels: Iterable[Wheel], wanted: Iterable[str], environment: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Return the entries of Pyodide's lock file for some wheels.

    Args:
        wheels: all that there are.
        wanted: what will be asked for by name.
        environment: the values that Pyodide gives to markers.

    Raises:
        LiteError: something is needed and not there, or in another version; all of it is named.
    """
    there = {wheel.name: wheel for wheel in wheels}
    needs = {
        name: requirements_of(wheel.content, environment) for name, wheel in sorted(there.items())
    }
    problems = [f"{name} is not there" for name in wanted if canonicalize_name(name) not in there]
    problems += _unmet(there, needs)
    if problems:
        raise LiteError(f"a kernel could not start: {'; '.join(problems)}")
    return {
        name: _entry(wheel, [canonicalize_name(one.name) for one in needs[name]])
        for name, wheel in sorted(there.items())
    }


def _unmet(there: Mapping[str, Wheel], needs: Mapping[str, Iterable[Requirement]]) -> Iterator[str]:
    for name, requirements in needs.items():
        for one in requirements:
            found = there.get(canonicalize_name(one.name))
            if found is None:
                yield f"{name} needs {one.name}, which is not there"
            elif not one.specifier.contains(found.version, prereleases=True):
                yield f"{name} needs {one.name}{one.specifier}, and {found.version} is there"


def _entry(wheel: Wheel, depends: Iterable[str]) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(wheel.content)) as archive:
        imports = modules_of(archive.namelist())
    return {
        "name": wheel.name,
        "version": wheel.version,
        "file_name": wheel.file,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.content).hexdigest(),
        "package_type": "package",
        "imports": imports,
        "depends": sorted(set(depends)),
        "unvendored_tests": False,
    }
