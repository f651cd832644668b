"""What a static site cannot do, told before any of it is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reactor_nb.export.chains import chain_to, in_words
from reactor_nb.export.prepare import Prepared
from reactor_nb.model.diagnostics import Diagnostic, Span


def for_a_site(apps: Sequence[Prepared]) -> tuple[Prepared, ...]:
    """Return apps with the problems that they have as a static site."""
    return tuple(replace(app, diagnostics=(*_without_info(app), *_actions(app))) for app in apps)


def _without_info(app: Prepared) -> Iterator[Diagnostic]:
    # That anybody may call an action is no news where nobody can.
    return (one for one in app.diagnostics if one.code != "RNB051")


def _actions(app: Prepared) -> Iterator[Diagnostic]:
    """A page that calls an action needs a server."""
    if app.understood is None or app.model is None:
        return
    graph, browser = app.understood.graph, app.understood.client
    for unit in graph.units:
        chain = chain_to(browser, unit.index)
        if unit.kind == "action" and chain:
            way = in_words(graph, chain)
            yield Diagnostic(
                "RNB070",
                f"a static site has no server, and a page calls the action '{unit.name}': {way}",
                Span.at(unit.cell, unit.place.line, unit.place.column),
                hint="export without --static, or let the page do without the action",
            )
