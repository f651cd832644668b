"""The modules beside a notebook, where its app can import them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NamedTuple

from reactor_nb.core.location import CELLS_NAME
from reactor_nb.core.work import using
from reactor_nb.runtime.load import Cells, Prepare, read_cells, remember_lines
from reactor_nb.runtime.registry import REGISTRY_NAME, Registry, current


class Module(NamedTuple):
    """A module as one side has it.

    ``cells`` says which lines came from where, if the source does not say so itself, and
    ``prepare`` is what is done to the source before it runs; its lines keep their numbers.
    """

    source: str
    filename: str
    package: bool = False
    cells: Cells = ()
    prepare: Prepare | None = None


_packages: dict[str, list[str]] = {}
"""The packages that were made for each app; the last but one may still be in use."""


def install(registry: Registry, modules: Mapping[str, Module]) -> None:
    """Make modules importable for the code of one app, in a package that only this app has.

    Args:
        registry: the app's; its ``package`` becomes the name of that package.
        modules: the modules by their names.
    """
    package = f"{registry.name}_modules"
    while package in sys.modules:
        package += "_"
    mine = _packages.setdefault(registry.name, [])
    for old in mine[:-1]:
        _forget(old)
    mine[:] = [*mine[-1:], package]
    sys.meta_path.append(_Finder(package, modules, registry))
    registry.package = package


def _forget(package: str) -> None:
    for name in [each for each in sys.modules if f"{each}.".startswith(f"{package}.")]:
        del sys.modules[name]
    sys.meta_path[:] = [each for each in sys.meta_path if getattr(each, "package", None) != package]


class _Finder:
    """Finds and runs the modules of one app."""

    def __init__(self, package: str, modules: Mapping[str, Module], registry: Registry) -> None:
        self.package = package
        self._modules = {f"{package}.{name}": module for name, module in modules.items()}
        self._modules[package] = Module("", "", package=True)
        self._registry = registry

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        module = self._modules.get(name)
        if module is None:
            return None
        loader: Any = self  # which needs no more than what is here
        found = ModuleSpec(name, loader, origin=module.filename, is_package=module.package)
        found.has_location = bool(module.filename)
        return found

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python to make the module."""

    def exec_module(self, module: ModuleType) -> None:
        found = self._modules[module.__name__]
        source, added = found.prepare(found.source) if found.prepare else (found.source, {})
        vars(module).update(
            {
                REGISTRY_NAME: self._registry,
                CELLS_NAME: found.cells or read_cells(found.source),
                **added,
            }
        )
        remember_lines(found.source, found.filename)
        code = compile(source, found.filename or "<package>", "exec", dont_inherit=True)
        with using(current, self._registry):
            exec(code, vars(module))
        self._registry.finish(vars(module), module.__name__.removeprefix(f"{self.package}."))


def client_modules(
    loader: Any, name: str, told: Any, prepare: Callable[[str], Prepare]
) -> dict[str, Module]:
    """Return the modules of an app's archive.

    Args:
        loader: reads files of the archive.
        name: the name of the app's own module.
        told: what the page knows of them: each one's name, file and line table.
        prepare: gives what is done to the source of a file.
    """
    found: dict[str, Module] = {}
    for module, file, cells in told:
        path = f"{name}/{file}"
        source = loader.get_data(path).decode()
        package = file.endswith("/__init__.py")
        found[module] = Module(source, path, package, cells, prepare(path))
    return found
