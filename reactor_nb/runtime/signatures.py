"""What a function of the author's takes and gives: names, types, and which must be given."""

from __future__ import annotations

import sys
import typing
from collections.abc import Callable
from typing import Any

from reactor_nb.core.location import function_location
from reactor_nb.core.signature import signature_of
from reactor_nb.errors import ReactorError

Parameters = dict[str, tuple[Any, bool]]


def types_of(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the annotations of a function as types, ``return`` among them.

    Each is read by itself, and one that cannot be read stays what it is: in the browser the names
    that only server code needs are not there.
    """
    return {
        name: _resolved(annotation, function) for name, annotation in _written(function).items()
    }


def _written(function: Callable[..., Any]) -> dict[str, Any]:
    if sys.version_info >= (3, 14):
        import annotationlib

        return annotationlib.get_annotations(function, format=annotationlib.Format.FORWARDREF)
    return dict(getattr(function, "__annotations__", {}))


def _resolved(annotation: Any, function: Callable[..., Any]) -> Any:
    def holder() -> None:
        """Carry one annotation."""

    holder.__annotations__ = {"it": annotation}
    names = getattr(function, "__globals__", {})
    try:
        return typing.get_type_hints(holder, globalns=names, include_extras=True)["it"]
    except (NameError, TypeError, AttributeError, SyntaxError):
        return annotation


def parameters_of(function: Callable[..., Any], what: str) -> Parameters:
    """Return the type of each parameter and whether it must be given.

    Args:
        function: the author's function.
        what: what it is called in an error, such as ``action add_todo``.

    Raises:
        ReactorError: it has parameters that have no name of their own.
    """
    types = types_of(function)
    parameters: Parameters = {}
    for one in signature_of(function).parameters.values():
        if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD, one.POSITIONAL_ONLY):
            raise ReactorError(
                f"{function_location(function)}: {what} cannot take {one}; "
                "give every parameter a name"
            )
        parameters[one.name] = (types.get(one.name, Any), one.default is one.empty)
    return parameters
