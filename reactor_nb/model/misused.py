"""Pages, actions and components that the analysis cannot see as such."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from reactor_nb.model.declare import FRAMES, SERVING
from reactor_nb.model.diagnostics import Diagnostic
from reactor_nb.model.facts import Place, place_of
from reactor_nb.model.meaning import Meanings, is_plain_alias, our_name
from reactor_nb.model.parse import problem
from reactor_nb.model.unit import Unit

_DECLARING = frozenset({"page", "action", *FRAMES, *SERVING})


def check_use(unit: Unit, meanings: Meanings) -> Iterator[Diagnostic]:
    """Report what stands where only running would show what it makes.

    Args:
        meanings: what the names stand for, up to this unit.
    """
    yield from _misused(unit, meanings)
    yield from _made(unit, meanings)


def _misused(unit: Unit, meanings: Meanings) -> Iterator[Diagnostic]:
    if unit.kind in {"import", "star", "typing"} or is_plain_alias(unit.node):
        return
    facts = unit.facts
    declared = {place_of(_called(each)) for each in getattr(unit.node, "decorator_list", ())}
    for names in (facts.bare, facts.dotted):
        for name, place in names.items():
            if meanings.may_be_ours(name) and place not in declared:
                yield from _refuse(unit, name, our_name(meanings.of(name)), place)
    for name, place in facts.inner.items():
        yield from _refuse(unit, name, our_name(name), place)
    if isinstance(unit.node, ast.ClassDef):
        yield from _decorated_class(unit, unit.node, meanings)


def _refuse(unit: Unit, name: str, ours: str | None, place: Place) -> Iterator[Diagnostic]:
    if ours in _DECLARING and not unit.root:
        hint = f"decorate a function with @{ours} where no block stands around it"
        message = f"'{name}' is used where its result cannot be exported"
        yield problem("RNB010", message, unit.cell, place, hint=hint)


def _called(decorator: ast.expr) -> ast.expr:
    return decorator.func if isinstance(decorator, ast.Call) else decorator


def _decorated_class(unit: Unit, node: ast.ClassDef, meanings: Meanings) -> Iterator[Diagnostic]:
    for decorator in node.decorator_list:
        if (made := meanings.makes(decorator)) in {"component", "page", "action"}:
            message = f"the class '{node.name}' is decorated as a {made}"
            hint = f"a {made} is a function; write it as one"
            yield problem("RNB010", message, unit.cell, place_of(decorator), hint=hint)


def _made(unit: Unit, meanings: Meanings) -> Iterator[Diagnostic]:
    """Report code that only comes to be when the cell runs."""
    for text, place in unit.facts.made:
        if text is None:
            message = "what exec() defines is not seen, and is no part of the app"
            hint = "write the code in a cell, or in a module beside the notebook"
            yield problem("RNB015", message, unit.cell, place, hint=hint, severity="warning")
        elif made := _declared_in(text, meanings):
            message = f"the {made} that exec() makes cannot be exported"
            yield problem("RNB010", message, unit.cell, place, hint="write it in a cell")


def _declared_in(text: str, meanings: Meanings) -> str | None:
    """Return what kind of thing a text of code declares, if it is one of ours."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(tree):
        for decorator in getattr(node, "decorator_list", []):
            if (made := meanings.makes(decorator)) in {"component", "page", "action"}:
                return made
    return None
