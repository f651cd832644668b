"""What an exported server must install: what the author asked for, and what the code imports."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from reactor_nb._version import __version__
from reactor_nb.export.places import imports_of
from reactor_nb.model.app import AppModel


def requirements_text(model: AppModel) -> str:
    """Return the content of ``requirements.txt``.

    What the author wrote stands as it was written; anything else that the server imports is
    pinned to the version installed here.
    """
    lines = [f"reactor_nb=={__version__}", *model.requirements]
    named = {_name(line) for line in lines}
    for name, version in _installed(_outside(model)):
        if canonicalize_name(name) not in named:
            lines.append(f"{name}=={version}")
    return "\n".join([*dict.fromkeys(lines), ""])


def is_installed(module: str) -> bool:
    """Tell whether an installed package provides a module, in editable mode too."""
    if module in packages_distributions():
        return True
    try:
        distribution(module)
    except PackageNotFoundError:
        return False
    return True


def _outside(model: AppModel) -> list[str]:
    imported = imports_of(model.sources("server"))
    return sorted(set(imported) - sys.stdlib_module_names - {"reactor_nb"})


def _installed(modules: Iterable[str]) -> list[tuple[str, str]]:
    wanted = tuple(modules)
    if not wanted:
        return []
    providers = packages_distributions()
    names = {name for module in wanted for name in providers.get(module, ())}
    found = {canonicalize_name(name): distribution(name).version for name in names}
    return sorted(found.items())


def _name(line: str) -> str:
    try:
        return canonicalize_name(Requirement(line).name)
    except InvalidRequirement:
        return line
