"""``@api`` and ``middleware``: what an app answers besides its pages and actions."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from reactor_nb.core.location import function_location
from reactor_nb.errors import ReactorError
from reactor_nb.runtime.decorators import path_refusal
from reactor_nb.runtime.registry import current

F = TypeVar("F", bound=Callable[..., Any])


class Endpoint(NamedTuple):
    """A function of the server that answers programs."""

    path: str
    function: Callable[..., Any]
    methods: frozenset[str]


def api(path: str, methods: Sequence[str] = ("GET",)) -> Callable[[F], F]:
    """Make a function an endpoint for programs, as FastAPI has it; it runs on the server.

    Args:
        path: as FastAPI has it, such as ``"/api/posts/{id}"``.
        methods: what it answers, such as ``["GET", "POST"]``.

    Raises:
        ReactorError: the path cannot be one, or is taken, or there is no method.
    """
    why = path_refusal(path)
    if why is not None:
        raise ReactorError(f"@api({path!r}): {why}")
    if isinstance(methods, str) or not methods:
        raise ReactorError(f"@api({path!r}): methods= takes a list, such as ['GET', 'POST']")
    wanted = frozenset(one.upper() for one in methods)

    def decorate(function: F) -> F:
        registry = current.get()
        same = [one for one in registry.endpoints if one.path == path and one.methods & wanted]
        taken = [one.function.__name__ for one in same]
        if "GET" in wanted:
            taken += [one.name for one in registry.pages if one.path == path]
        if taken and not registry.reruns:
            raise ReactorError(
                f"{function_location(function)}: the path {path!r} is taken by {taken[0]}; "
                "give one another path or other methods"
            )
        kept = [one for one in registry.endpoints if one not in same]
        registry.endpoints = [*kept, Endpoint(path, function, wanted)]
        return function

    return decorate


def middleware(function: F) -> F:
    """Have a function stand around every request.

    The one that is defined first is the outermost.

    Args:
        function: async, of the request and of ``call_next``, which returns the response to it.

    Raises:
        ReactorError: it is not such a function.
    """
    if not inspect.iscoroutinefunction(function):
        raise ReactorError(
            f"{function_location(function)}: middleware is written as "
            "'async def name(request, call_next)'"
        )
    current.get().middleware.append(function)
    return function
