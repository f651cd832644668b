"""Several notebooks that become one app: what two of them must not both have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from reactor_nb.export.prepare import Prepared
from reactor_nb.model.app import AppModel
from reactor_nb.model.cell import words_for
from reactor_nb.model.diagnostics import Diagnostic, Span

Seen = dict[str, tuple[Path, str]]


def together(apps: Sequence[Prepared]) -> tuple[Prepared, ...]:
    """Return notebooks with the problems that they have only beside each other."""
    paths: Seen = {}
    actions: Seen = {}
    names: Seen = {}
    files: dict[str, Path] = {}
    return tuple(
        replace(
            app,
            diagnostics=(
                *app.diagnostics,
                *_clashes(app, app.model, paths, actions, names),
                *_public(app, files),
            ),
        )
        if app.model
        else app
        for app in apps
    )


def _clashes(
    app: Prepared, model: AppModel, paths: Seen, actions: Seen, names: Seen
) -> Iterator[Diagnostic]:
    for route in model.routes:
        # The names of parameters do not tell two paths apart.
        key = re.sub(r"\{\w+", "{", route.path)
        if before := _other(paths, key, app, f"'{route.component}', {words_for(route.cell)}"):
            message = f"the path {route.path!r} is that of {before}"
            hint = "give each page its own path"
            yield Diagnostic("RNB009", message, Span.at(route.cell, route.line), "error", hint)
    for action in model.actions:
        if before := _other(actions, action.name, app, words_for(action.cell)):
            message = f"the action '{action.name}' is in {before}, too"
            hint = "rename one: the browser calls actions by their names"
            yield Diagnostic("RNB003", message, Span.at(action.cell, action.line), "error", hint)
    if before := _other(names, model.name, app, ""):
        message = f"{before} would have the same name, '{model.name}', in the app"
        yield Diagnostic("RNB064", message, Span(None, None), "error", "rename one of the files")


def _other(seen: Seen, key: str, app: Prepared, what: str) -> str:
    """Note who has something; return who had it before, in words."""
    if key not in seen:
        seen[key] = (app.notebook, what)
        return ""
    notebook, before = seen[key]
    return f"{notebook.name}, {before}" if before else str(notebook)


def _public(app: Prepared, files: dict[str, Path]) -> Iterator[Diagnostic]:
    for name, path in app.public.items():
        before = files.setdefault(name, path)
        if before != path and before.read_bytes() != path.read_bytes():
            message = f"{name} is another file than {before}"
            yield Diagnostic("RNB064", message, Span(None, None), "error", "rename one of them")
