"""What of an app only FastAPI can answer; all else a kernel in Pyodide answers without it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any, Final, get_args

from reactor_nb.core.signature import signature_of
from reactor_nb.errors import NotFound
from reactor_nb.kernel.asking import Question
from reactor_nb.kernel.routes import Routes, path_of
from reactor_nb.runtime.decorators import public
from reactor_nb.runtime.registry import Action, Registry
from reactor_nb.runtime.signatures import types_of

ACTIONS: Final = "/_reactor/actions/"
JSON: Final = "application/json"
_FASTAPI: Final = ("fastapi", "starlette")


def need_of_app(registry: Registry) -> str | None:
    """Return what in an app is a matter of FastAPI at every request, if there is anything."""
    return next(_needs(registry), None)


def _needs(registry: Registry) -> Iterator[str]:
    for function in registry.middleware:
        yield f"the middleware {function.__name__}"
    for action in registry.actions.values():
        if action.guard not in (None, public):
            yield f"the guard of the action {action.name}"
    for page in registry.pages:
        if page.loader is not None:
            yield from _of_loader(loader_of(page.loader))


def loader_of(loader: Callable[..., Any]) -> Callable[..., Any]:
    """Return the author's function of a loader, which may be an action as well."""
    return loader.func if isinstance(loader, Action) else loader


def _of_loader(loader: Callable[..., Any]) -> Iterator[str]:
    types = types_of(loader)
    for name, one in signature_of(loader).parameters.items():
        annotation = types.get(name)
        given_by = (one.default, annotation, *get_args(annotation))
        if any(_is_of_fastapi(each) for each in given_by):
            yield f"{name} of the loader {loader.__name__}"


def _is_of_fastapi(given: Any) -> bool:
    kind = given if inspect.isclass(given) else type(given)
    return kind.__module__.partition(".")[0] in _FASTAPI


class Needs:
    """What in the requests of an app's pages is a matter of FastAPI.

    Args:
        registry: the app.
    """

    def __init__(self, registry: Registry) -> None:
        self._endpoints = Routes(registry.endpoints)

    def of(self, question: Question) -> str | None:
        """Return what it is, if there is anything in a request."""
        path = path_of(question)
        try:
            endpoint, _ = self._endpoints.find(path)
        except NotFound:
            return _of_form(question) if path.startswith(ACTIONS) else None
        return f"the endpoint {endpoint.path}"


def _of_form(question: Question) -> str | None:
    return None if content_type_of(question) in ("", JSON) else "a form without a handler"


def content_type_of(question: Question) -> str:
    """Return of which type the content of a request is said to be; empty where nothing is said."""
    return header_of(question, "content-type").partition(";")[0]


def header_of(question: Question, name: str) -> str:
    """Return a header of a request, by its name in small letters; empty where it is not there."""
    given = {header.lower(): text for header, text in question.headers.items()}
    return given.get(name, "")
