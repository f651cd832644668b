"""What an exported server must install, in the versions that are installed here."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import (
    Distribution,
    PackageNotFoundError,
    distribution,
    packages_distributions,
)

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from reactor_nb._version import __version__
from reactor_nb.export.places import imports_of
from reactor_nb.model.app import AppModel

_CONSTRAINTS = "# The versions that the export was made with, for pip install -c constraints.txt\n"


def requirements_text(models: Sequence[AppModel]) -> str:
    """Return the content of ``requirements.txt``: what the author named and the server imports."""
    lines = [f"reactor_nb=={__version__}"]
    lines += [_pinned(line) for model in models for line in model.requirements]
    named = {_name(line) for line in lines}
    for name, version in _installed(_outside(models)):
        if canonicalize_name(name) not in named:
            lines.append(f"{name}=={version}")
    return "\n".join([*dict.fromkeys(lines), ""])


def constraints_text(packages: Mapping[str, str]) -> str:
    """Return the content of ``constraints.txt``."""
    return _CONSTRAINTS + "".join(f"{name}=={packages[name]}\n" for name in sorted(packages))


def needed_packages(models: Sequence[AppModel]) -> dict[str, str]:
    """Return every installed package that the server needs, directly or not, and its version."""
    found: dict[str, str] = {}
    wanted = [Requirement(line) for line in requirements_text(models).split("\n") if _is_one(line)]
    _close(wanted, found, set())
    return found


def is_installed(module: str) -> bool:
    """Tell whether an installed package provides a module, in editable mode too."""
    if module in packages_distributions():
        return True
    return _distribution(module) is not None


def _pinned(line: str) -> str:
    """Return a requirement in the version installed here, if that is one it allows."""
    if not _is_one(line):
        return line
    asked = Requirement(line)
    installed = _distribution(asked.name)
    if installed is None or not asked.specifier.contains(installed.version, prereleases=True):
        return line
    extras = f"[{','.join(sorted(asked.extras))}]" if asked.extras else ""
    marker = f"; {asked.marker}" if asked.marker else ""
    return f"{asked.name}{extras}=={installed.version}{marker}"


def _close(
    wanted: Iterable[Requirement], found: dict[str, str], seen: set[tuple[str, frozenset[str]]]
) -> None:
    """Collect the versions of packages, and of all that these need in turn."""
    for asked in wanted:
        name, extras = canonicalize_name(asked.name), frozenset(asked.extras)
        installed = _distribution(asked.name)
        if installed is None or (name, extras) in seen:
            continue
        seen.add((name, extras))
        # Ours is named already, and only there.
        if name != "reactor-nb":
            found[name] = installed.version
        _close(_needs(installed, extras), found, seen)


def _needs(installed: Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for text in installed.requires or ():
        asked = Requirement(text)
        marker = asked.marker
        if marker is None or any(marker.evaluate({"extra": each}) for each in ("", *extras)):
            yield asked


def _distribution(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except (PackageNotFoundError, ValueError):
        return None


def _outside(models: Sequence[AppModel]) -> list[str]:
    imported = {name for model in models for name in imports_of(model.sources("server"))}
    return sorted(imported - sys.stdlib_module_names - {"reactor_nb"})


def _installed(modules: Iterable[str]) -> list[tuple[str, str]]:
    wanted = tuple(modules)
    if not wanted:
        return []
    providers = packages_distributions()
    names = {name for module in wanted for name in providers.get(module, ())}
    found = {canonicalize_name(name): distribution(name).version for name in names}
    return sorted(found.items())


def _is_one(line: str) -> bool:
    try:
        Requirement(line)
    except InvalidRequirement:
        return False
    return True


def _name(line: str) -> str:
    return canonicalize_name(Requirement(line).name) if _is_one(line) else line
