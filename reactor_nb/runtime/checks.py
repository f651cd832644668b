"""What can be known to be wrong with an app before any page is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reactor_nb.core.codec import check_annotation
from reactor_nb.core.location import function_location
from reactor_nb.errors import ReactorError
from reactor_nb.runtime.registry import Registry


def check_app(registry: Registry) -> None:
    """Raise if something that has to cross the wire cannot.

    Raises:
        ReactorError: the first such property, parameter or result, and why.
    """
    for page in registry.pages:
        for name, annotation in page.parameters.items():
            _check(page.component.function, f"property {name} of page {page.name}", annotation)
    for action in registry.actions.values():
        for name, (annotation, _) in action.parameters.items():
            _check(action.func, f"parameter {name} of action {action.name}", annotation)
        _check(action.func, f"the result of action {action.name}", action.result)


def _check(function: Callable[..., Any], what: str, annotation: Any) -> None:
    why = check_annotation(annotation)
    if why is not None:
        raise ReactorError(f"{function_location(function)}: {what}: {why}")
