"""Notebooks with modules beside them, without a folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reactor_nb.model.app import AppModel, Side
from reactor_nb.model.build import Build, build_model
from reactor_nb.model.modules import Find, ModuleSource
from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.modules import Module, install
from reactor_nb.runtime.registry import Registry
from tests.model.app_cells import HEAD, cells, defined

Files = Mapping[str, str]


def finding(files: Files) -> Find:
    """Return what finds modules among files that are given by their paths."""

    def find(name: str) -> ModuleSource | None:
        base = name.replace(".", "/")
        for path, package in ((f"{base}/__init__.py", True), (f"{base}.py", False)):
            if path in files:
                return ModuleSource(name, path, files[path], package)
        if any(path.startswith(f"{base}/") for path in files):
            return ModuleSource(name, base, "", True)
        return None

    return find


def build_with(files: Files, *sources: str) -> Build:
    """Build the model of some cells, after a first one that all share."""
    return build_model(cells(HEAD, *sources), "app", find=finding(files))


def model_with(files: Files, *sources: str) -> AppModel:
    """Return the model of cells in which nothing is wrong."""
    built = build_with(files, *sources)
    assert [each.describe("app") for each in built.diagnostics if each.severity == "error"] == []
    assert built.model is not None
    return built.model


def told_with(files: Files, *sources: str) -> list[tuple[str, str | int | None, int | None]]:
    """Return code, file or cell, and line of every error and warning."""
    return [
        (each.code, each.span.file or each.span.cell, each.span.line)
        for each in build_with(files, *sources).diagnostics
        if each.severity != "info"
    ]


def defined_in(model: AppModel, side: Side) -> dict[str, set[str]]:
    """Return what each module of one side defines, by its file."""
    return {each.file: defined(each.text) for each in model.sources(side) if each.file}


def load_side(model: AppModel, side: Side) -> Registry:
    """Run one side of an app."""
    modules = {
        each.name: Module(source, f"{side}/{each.file}", each.package, each.client_cells)
        for each in model.modules
        if (source := each.server_source if side == "server" else each.client_source) is not None
    }

    def configure(registry: Registry) -> None:
        registry.name = model.name
        install(registry, modules)

    options: dict[str, Any] = {"configure": configure}
    if side == "client":
        options["cells"] = model.client_cells
    source = model.server_source if side == "server" else model.client_source
    return load_app(source, f"tests_with_files_{side}", **options)
