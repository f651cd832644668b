"""Packages of the author's environment: those of pure Python work in Pyodide, others cannot."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

from IPython.core.error import UsageError

_COMPILED = (".so", ".pyd", ".dylib")
_CURES = {
    "pydantic_core": "Run 'reactor-nb lite --node' in a terminal, and restart the kernel",
}
_CURE = "Use it in cells for the server, and run these in an ipykernel"


class CompiledError(ModuleNotFoundError):
    """A module is compiled for this computer, so that Pyodide cannot load it."""


class CompiledFinder(MetaPathFinder):
    """Stands last in line: says why a module that is there cannot be imported."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> None:
        """Find nothing.

        Raises:
            CompiledError: the module is there, but compiled.
        """
        name = fullname.rpartition(".")[2]
        for folder in sys.path if path is None else path:
            if any(_is_compiled(file) for file in Path(folder).glob(f"{name}.*")):
                raise CompiledError(
                    f"{fullname} is compiled for this computer, which Pyodide cannot load",
                    name=fullname,
                )


class PackageFinder(MetaPathFinder):
    """Stands before the finder of files: an error of a package's import is told plainly.

    Args:
        paths: where the packages of the environment lie.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = tuple(f"{path}/" for path in paths)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a package of the environment, or ``None``."""
        if path is not None:
            return None
        spec = PathFinder.find_spec(fullname, None, target)
        if spec is None or spec.loader is None or not (spec.origin or "").startswith(self._paths):
            return None
        spec.loader = _Guarded(spec.loader)
        return spec


class _Guarded(Loader):
    """Loads a package; one that cannot do without compiled parts is told of in one sentence."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def __getattr__(self, name: str) -> object:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        try:
            self._loader.exec_module(module)
        except ImportError as error:
            name = module.__name__
            culprit = _compiled_cause(error) or _compiled_folder(error, name)
            if culprit is None:
                raise
            raise ModuleNotFoundError(
                f"{name} cannot be imported here: {'it' if culprit == name else culprit} is "
                f"compiled for this computer, which Pyodide cannot load. "
                f"{_CURES.get(culprit, _CURE)}",
                name=name,
            ) from None


def _is_compiled(file: Path) -> bool:
    return file.name.endswith(_COMPILED)


def _compiled_cause(error: BaseException | None) -> str | None:
    """Return the package whose compiled module an error came of."""
    while error is not None:
        if isinstance(error, CompiledError):
            return _package(error.name)
        error = error.__cause__ or error.__context__
    return None


def _compiled_folder(error: ImportError, name: str) -> str | None:
    """Return the package with compiled files that an error is about: some say it on their own."""
    for package in filter(None, (_package(error.name), name)):
        spec = PathFinder.find_spec(package)
        folders = (spec.submodule_search_locations if spec else None) or ()
        if any(_is_compiled(file) for folder in folders for file in Path(folder).rglob("*.*")):
            return package
    return None


def _package(name: str | None) -> str:
    return (name or "").partition(".")[0]


def explain_imports(paths: Iterable[str]) -> None:
    """Have imports that Pyodide cannot do say why.

    Args:
        paths: where the packages of the environment lie.
    """
    sys.meta_path.insert(sys.meta_path.index(PathFinder), PackageFinder(paths))
    sys.meta_path.append(CompiledFinder())


def check_installed(requirements: Iterable[str]) -> None:
    """Look whether packages are there; nothing is installed.

    Raises:
        UsageError: one is missing.
    """
    importlib.invalidate_caches()
    for requirement in requirements:
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            version(name)
        except PackageNotFoundError:
            raise UsageError(
                f"{name} is not installed. This kernel has the pure packages of its environment "
                f"and no network: run 'pip install {name}' in a terminal"
            ) from None
