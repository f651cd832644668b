"""``@page`` and ``@action``: how an author says what an app consists of."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any, Final, overload

from reactor_nb.core.component import Component, component_of
from reactor_nb.core.location import function_location
from reactor_nb.errors import ReactorError
from reactor_nb.runtime.registry import Action, Guard, Page, current

_SEGMENT: Final = re.compile(
    r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}|[^\x00-\x7f\s]"
    r"|\{[A-Za-z_]\w*(?::(?:str|int|float|uuid|path))?\})+\Z"
)
_RESERVED: Final = ("_reactor", "static", "public")


def page(
    path: str, loader: Callable[..., Any] | None = None, stream: bool | str = False
) -> Callable[[Callable[..., Any] | Component], Component]:
    """Make a function a component that answers a path.

    Args:
        path: as FastAPI has it, such as ``"/posts/{id:int}"``; its parameters, and those of the
            query, are properties of the component.
        loader: a function that runs on the server before the page renders; its result is the
            property ``data``.
        stream: send what is there at once, and what waits below a ``Suspense`` as it comes: each
            into its place by a script, or ``"ordered"`` from the top down.

    Raises:
        ReactorError: the path cannot be one, or is taken.
    """
    why = path_refusal(path)
    if why is not None:
        raise ReactorError(f"@page({path!r}): {why}")
    if loader is not None and not callable(loader):
        raise ReactorError(f"@page({path!r}): loader= takes a function, not {loader!r:.60}")
    if stream not in (False, True, "ordered"):
        raise ReactorError(f"@page({path!r}): stream= takes True or 'ordered'")

    def decorate(function: Callable[..., Any] | Component) -> Component:
        component = component_of(function)
        if loader is not None and not component.open and "data" not in component.names:
            raise ReactorError(
                f"{function_location(component.function)}: page {component.name} has a loader "
                "and no property 'data' to take what it loads"
            )
        current.get().add_page(Page(path, component, loader, stream))
        return component

    return decorate


def path_refusal(path: object) -> str | None:
    """Return why a path cannot be a page's, or ``None`` if it can."""
    if not isinstance(path, str) or not path.startswith("/"):
        return "a path is text that starts with /"
    segments = path[1:].split("/")
    if segments[0] in _RESERVED:
        return f"/{segments[0]} is taken by the app itself; choose another path"
    if path == "/":
        return None
    for segment in segments:
        if segment in ("", ".", ".."):
            return "a path has no empty part, no . and no .., and no / at its end"
        if _SEGMENT.match(segment) is None:
            return f"{segment!r} cannot be part of a path"
    return None


@overload
def action(function: Callable[..., Any]) -> Action: ...
@overload
def action(*, guard: Guard | None = None) -> Callable[[Callable[..., Any]], Action]: ...
def action(
    function: Callable[..., Any] | None = None, *, guard: Guard | None = None
) -> Action | Callable[[Callable[..., Any]], Action]:
    """Make a function an action: it runs on the server, and pages may call it.

    Args:
        function: sync or async, with annotated parameters and result.
        guard: a function of the request, sync or async, that runs before each call from outside
            and raises ``ActionError(…, status=401)`` or ``403`` to refuse it; ``public`` if
            everybody may call the action.

    Raises:
        ReactorError: the function cannot be an action.
    """
    if function is None:
        return lambda given: _action(given, guard)
    return _action(function, guard)


def _action(function: Callable[..., Any], guard: Guard | None) -> Action:
    if isinstance(function, Action):
        raise ReactorError(f"{function.name} is an action already")
    if not inspect.isfunction(function):
        raise ReactorError(f"@action takes a function, not {function!r:.60}")
    place = function_location(function)
    if function.__name__.startswith("__") or not function.__name__.isidentifier():
        raise ReactorError(f"{place}: {function.__name__} cannot be the name of an action")
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise ReactorError(f"{place}: action {function.__name__} yields; return a list instead")
    if guard is not None and not callable(guard):
        raise ReactorError(f"{place}: guard= takes a function, not {guard!r:.60}")
    made = Action(function, current.get(), guard)
    current.get().add_action(made)
    return made


def public(request: Any) -> None:
    """Let everybody call an action: ``@action(guard=public)`` says that this is meant so."""
