"""What the cells of a notebook declared in its kernel, as the registry of an app."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reactor_nb.model.app import AppModel
from reactor_nb.model.build import Understood
from reactor_nb.model.diagnostics import Diagnostic, Span
from reactor_nb.runtime.registry import Action, Page, Registry


def live_registry(
    model: AppModel, understood: Understood, recorded: Registry, names: Mapping[str, Any]
) -> Registry:
    """Return an app made of what runs in the kernel, as far as the notebook still has it.

    Args:
        model: what the notebook means.
        understood: what else is known of it.
        recorded: what the decorators in its cells recorded, that of deleted cells included.
        names: the names and values of its kernel.

    Raises:
        ReactorError: something in it cannot be an app.
    """
    defined = _defined(understood)
    made = Registry(model.name)
    made.notebook = model.notebook
    # Made anew: they remember types, and the cell of a type may have run again.
    pages = [one for one in recorded.pages if (one.path, one.name) in _routes(model)]
    made.pages = [
        Page(one.path, one.component, _now(one.loader, defined, names), one.stream) for one in pages
    ]
    for action in model.actions:
        known = recorded.actions.get(action.name)
        if known is not None:
            made.actions[action.name] = Action(known.func, made, known.guard)
    made.layouts = {prefix: one for prefix, one in recorded.layouts.items() if one.name in defined}
    made.error_pages = [one for one in recorded.error_pages if one.name in defined]
    made.endpoints = [one for one in recorded.endpoints if one.function.__name__ in defined]
    made.middleware = _newest(recorded.middleware, defined)
    made.finish({name: names[name] for name in defined if name in names})
    for module in model.modules:
        if module.name in sys.modules:
            made.finish(vars(sys.modules[module.name]), module.name)
    return made


def not_run(model: AppModel, registry: Registry) -> Iterator[Diagnostic]:
    """Yield what the notebook declares and its kernel does not know yet."""
    known = {(page.path, page.name) for page in registry.pages}
    for route in model.routes:
        if (route.path, route.component) not in known:
            yield _problem(f"the page {route.path} is made here", Span.at(route.cell, route.line))
    for action in model.actions:
        if action.name not in registry.actions:
            what = f"the action {action.name} is made here"
            yield _problem(what, Span.at(action.cell, action.line))


def _problem(what: str, span: Span) -> Diagnostic:
    return Diagnostic("", f"{what}, and this cell has not run; run it", span)


def _defined(understood: Understood) -> set[str]:
    """Return the names that the app's own cells define, without those of IPython."""
    units = understood.graph.units
    return {name for index in understood.server.units for name in units[index].facts.defines}


def _routes(model: AppModel) -> set[tuple[str, str]]:
    return {(route.path, route.component) for route in model.routes}


def _now(loader: Any, defined: set[str], names: Mapping[str, Any]) -> Any:
    """Return a loader as its cell defined it last; the cell of its page may be another one."""
    name = loader.name if isinstance(loader, Action) else getattr(loader, "__name__", "")
    newest = names.get(name)
    return newest if name in defined and type(newest) is type(loader) else loader


def _newest(functions: list[Callable[..., Any]], defined: set[str]) -> list[Callable[..., Any]]:
    """Return each function once, as it was defined last: cells run again and again."""
    newest = {one.__name__: one for one in functions}
    return [one for name, one in newest.items() if name in defined]
