"""The modules beside a notebook, where its app can import them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from reactor_nb.core.block import from_plan
from reactor_nb.core.location import CELLS_NAME
from reactor_nb.core.splice import splice
from reactor_nb.core.work import using
from reactor_nb.runtime.load import Cells, Prepare, read_cells, remember_lines
from reactor_nb.runtime.registry import REGISTRY_NAME, Registry, current

if TYPE_CHECKING:
    from reactor_nb.model.app import AppModel


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


def uninstall(registry: Registry) -> None:
    """Let go of the modules of an app that has ended."""
    for package in _packages.pop(registry.name, ()):
        _forget(package)


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


def server_modules(
    model: AppModel, folder: str, prepare: Prepare | None = None
) -> Iterator[tuple[str, Module]]:
    """Return the modules of an app as its server has them.

    Args:
        model: the app.
        folder: where tracebacks say that they are.
        prepare: what is done to their sources.
    """
    for one in model.modules:
        if one.server_source is not None:
            path = f"{folder}/{one.file}"
            yield one.name, Module(one.server_source, path, one.package, prepare=prepare)


def install_client(registry: Registry, name: str, told: Iterable[tuple[str, str, Cells]]) -> None:
    """Make the modules of an app's archive importable.

    Args:
        registry: the app's.
        name: the name of the app's own module, which lies in the archive.
        told: what the page knows of them: each one's name, file and line table.
    """
    spec = find_spec(name)
    loader: Any = spec and spec.loader

    def prepare(path: str) -> Prepare:
        def splice_blocks(text: str) -> tuple[str, dict[str, Any]]:
            try:
                edits, plans = json.loads(loader.get_data(f"{path}.json"))
            except OSError:
                return text, {}
            return splice(text, edits), {each: from_plan(plan) for each, plan in plans.items()}

        return splice_blocks

    found: dict[str, Module] = {}
    for module, file, cells in told:
        path = f"{name}/{file}"
        source = loader.get_data(path).decode()
        package = file.endswith("/__init__.py")
        found[module] = Module(source, path, package, cells, prepare(path))
    install(registry, found)
