"""Installed packages, packed again for the browser: pure wheels and Pyodide's lock file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from importlib.metadata import (
    Distribution,
    PackageNotFoundError,
    PackagePath,
    distribution,
    packages_distributions,
)
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from reactor_nb.export.archive import stored_zip
from reactor_nb.export.bundle import Build, Packages
from reactor_nb.model.app import AppModel

_OURS = "reactor-nb"
_PROVIDED = frozenset({"reactor_nb", "js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core"})
_COMPILED = (".so", ".pyd", ".dylib", ".dll")
_NOT_PACKED = frozenset({"RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "WHEEL"})
WHEEL = b"Wheel-Version: 1.0\nGenerator: reactor_nb\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


class _Refusal(Exception):
    """Why a package cannot go to the browser."""


@dataclass(frozen=True, slots=True)
class Packed:
    """The packages that could be packed, and for each import that could not be met, why."""

    packages: Packages
    problems: Mapping[str, str]


def outside_imports(model: AppModel, build: Build) -> tuple[str, ...]:
    """Return the modules the browser half imports that Pyodide and we do not bring along."""
    known = _PROVIDED | build.stdlib | build.rest | sys.stdlib_module_names
    return tuple(name for name in model.client_imports if name not in known)


def pack_packages(modules: Iterable[str], build: Build) -> Packed:
    """Pack the installed packages that provide these modules, with all they need in turn."""
    wanted = tuple(modules)
    if not wanted:
        return Packed(Packages(), {})
    shelf = _Shelf(environment_of(build))
    providers = packages_distributions()
    problems: dict[str, str] = {}
    names: set[str] = set()
    for module in wanted:
        try:
            for name in _providers(module, providers):
                shelf.add(name)
                names.add(canonicalize_name(name))
        except _Refusal as refusal:
            problems[module] = str(refusal)
    if problems:
        return Packed(Packages(), problems)
    lock = {"info": build.lock_info(), "packages": dict(sorted(shelf.entries.items()))}
    text = json.dumps(lock, indent=1, sort_keys=True) + "\n"
    files = {"lock.json": text.encode(), **shelf.wheels}
    return Packed(Packages(tuple(sorted(names)), files), {})


def _providers(module: str, providers: Mapping[str, list[str]]) -> list[str]:
    found = sorted(set(providers.get(module, ())))
    if found:
        return found
    try:
        distribution(module)  # in editable mode its modules are listed nowhere
    except PackageNotFoundError:
        raise _Refusal(f"no installed package provides '{module}'") from None
    return [module]


def environment_of(build: Build) -> dict[str, str]:
    """Return the values that Pyodide gives to the markers of requirements."""
    return {
        "implementation_name": "cpython",
        "implementation_version": build.python,
        "os_name": "posix",
        "platform_machine": "wasm32",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Emscripten",
        "platform_version": "",
        "python_full_version": build.python,
        "python_version": ".".join(build.python.split(".")[:2]),
        "sys_platform": "emscripten",
    }


@dataclass(slots=True)
class _Shelf:
    """The wheels made so far, and their entries in the lock file."""

    environment: dict[str, str]
    wheels: dict[str, bytes] = field(default_factory=dict)
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    _seen: set[tuple[str, frozenset[str]]] = field(default_factory=set)

    def add(
        self, name: str, extras: frozenset[str] = frozenset(), way: tuple[str, ...] = ()
    ) -> None:
        """Pack a package and what it needs; ``way`` tells what led to it."""
        key = canonicalize_name(name)
        if key == _OURS or (key, extras) in self._seen:
            return
        self._seen.add((key, extras))
        try:
            installed = _installed(name)
            if key not in self.entries:
                self.entries[key] = self._pack(key, installed)
        except _Refusal as refusal:
            led = f" (needed by {' › '.join(way)})" if way else ""
            raise _Refusal(f"{refusal}{led}") from None
        for requirement in self._requirements(installed, extras):
            needed = canonicalize_name(requirement.name)
            self.add(needed, frozenset(requirement.extras), (*way, key))
            depends = self.entries[key]["depends"]
            if needed != _OURS and needed not in depends:
                depends.append(needed)

    def _requirements(
        self, installed: Distribution, extras: frozenset[str]
    ) -> Iterator[Requirement]:
        for text in installed.requires or ():
            requirement = Requirement(text)
            marker = requirement.marker
            if marker is None or any(
                marker.evaluate({**self.environment, "extra": extra}) for extra in ("", *extras)
            ):
                yield requirement

    def _pack(self, key: str, installed: Distribution) -> dict[str, Any]:
        contents = _contents(installed)
        name = re.sub(r"[-_.]+", "_", key)
        file_name = f"{name}-{installed.version.replace('-', '_')}-py3-none-any.whl"
        wheel = stored_zip(contents)
        self.wheels[file_name] = wheel
        return {
            "name": key,
            "version": installed.version,
            "file_name": file_name,
            "install_dir": "site",
            "sha256": hashlib.sha256(wheel).hexdigest(),
            "package_type": "package",
            "imports": modules_of(contents),
            "depends": [],
            "unvendored_tests": False,
        }


def _installed(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError:
        raise _Refusal(f"the package '{name}' is not installed") from None


def _contents(installed: Distribution) -> dict[str, bytes]:
    """Return the files of a pure wheel of an installed package."""
    name = installed.metadata["Name"]
    listed = installed.files
    if listed is None or _is_editable(installed):
        raise _Refusal(
            f"the package '{name}' is not installed as files of its own; "
            "install it normally, not in editable mode"
        )
    _require_pure(name, installed, listed)
    info = next(path.parent for path in listed if path.name == "METADATA")
    contents = {path.as_posix(): _read(name, path) for path in listed if _is_packed(path)}
    contents[f"{info.as_posix()}/WHEEL"] = WHEEL
    contents[f"{info.as_posix()}/RECORD"] = record_of(contents, f"{info.as_posix()}/RECORD")
    return contents


def _is_editable(installed: Distribution) -> bool:
    text = installed.read_text("direct_url.json")
    return bool(text and json.loads(text).get("dir_info", {}).get("editable"))


def _require_pure(name: str, installed: Distribution, listed: Iterable[PackagePath]) -> None:
    compiled = next((path for path in listed if path.suffix in _COMPILED), None)
    if compiled is not None:
        raise _Refusal(
            f"the package '{name}' has compiled parts ({compiled.name}) "
            "that do not run in a browser"
        )
    wheel = Message()
    for line in (installed.read_text("WHEEL") or "").splitlines():
        key, _, value = line.partition(":")
        wheel[key] = value.strip()
    tags = wheel.get_all("Tag") or []
    if any(not tag.endswith("-any") for tag in tags):
        raise _Refusal(f"the package '{name}' is made for one platform ({tags[0]}), not for all")


def _is_packed(path: PackagePath) -> bool:
    if ".." in path.parts or path.is_absolute() or path.suffix in {".pyc", ".pth"}:
        return False
    return not (path.parent.name.endswith(".dist-info") and path.name in _NOT_PACKED)


def _read(name: str, path: PackagePath) -> bytes:
    try:
        content = path.read_binary()
    except OSError:
        raise _Refusal(f"the package '{name}' is not whole: {path} is missing") from None
    if path.hash is not None and _hash(content, path.hash.mode) != path.hash.value:
        raise _Refusal(
            f"the package '{name}' is not as it was installed: {path} was changed; install it again"
        )
    return content


def _hash(content: bytes, mode: str = "sha256") -> str:
    value = hashlib.new(mode, content).digest()
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def record_of(contents: Mapping[str, bytes], own_name: str) -> bytes:
    """Return the list of a wheel's files, itself among them."""
    lines = [
        f'"{name}",sha256={_hash(content)},{len(content)}'
        if "," in name
        else f"{name},sha256={_hash(content)},{len(content)}"
        for name, content in sorted(contents.items())
    ]
    return "\n".join([*lines, f"{own_name},,", ""]).encode()


def modules_of(contents: Iterable[str]) -> list[str]:
    """Return the top-level modules that a wheel brings."""
    tops = {name.split("/")[0] for name in contents if name.endswith((".py", ".pyc"))}
    return sorted(top.partition(".")[0] for top in tops if ".dist-info" not in top)
