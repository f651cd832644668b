"""GET of a page: FastAPI gives its parameters and runs its loader, Python renders it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Annotated, Any, Final, get_origin

from fastapi import Depends, FastAPI, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from reactor_nb.core.codec import encode, is_text_like
from reactor_nb.core.location import function_location
from reactor_nb.core.signature import signature_of
from reactor_nb.errors import CodecError, ReactorError
from reactor_nb.runtime.registry import Action, Page
from reactor_nb.runtime.signatures import types_of
from reactor_nb.server.answer import answer_page
from reactor_nb.server.log import log_slow
from reactor_nb.server.page_data import data_of, wants_data
from reactor_nb.server.site import Site
from reactor_nb.server.time_limit import OutOfTimeError

_REQUEST: Final = "reactor_request"
_IN_PATH = re.compile(r"\{(\w+)")


def add_page(app: FastAPI, site: Site, page: Page) -> None:
    """Give a page its route.

    Raises:
        ReactorError: a property can come neither from the path nor from the query.
    """
    endpoint = _endpoint(site, page)
    try:
        app.add_api_route(
            page.path,
            endpoint,
            methods=["GET", "HEAD"],
            response_class=HTMLResponse,
            response_model=None,
            include_in_schema=False,
            name=page.name,
        )
    except (AssertionError, RuntimeError, ValueError) as error:
        place = function_location(page.loader or page.component.function)
        raise ReactorError(f"{place}: page {page.name} cannot be served: {error}") from error


def _endpoint(site: Site, page: Page) -> Callable[..., Any]:
    """Return a function with the parameters that FastAPI shall find for this page."""
    queried = _parameters(page)
    names = [one.name for one in queried]

    async def endpoint(**values: Any) -> Response:
        request: Request = values.pop(_REQUEST)
        props = _props(page, request, values)
        _check_text(page, {name: props[name] for name in names})
        if wants_data(request):
            return data_of(site, page, request, props)
        return await answer_page(site, page, request, props)

    request = inspect.Parameter(_REQUEST, inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    loaded = _loaded(site, page)
    endpoint.__signature__ = inspect.Signature([request, *queried, *loaded])  # type: ignore[attr-defined]
    return endpoint


def _loaded(site: Site, page: Page) -> list[inspect.Parameter]:
    if page.loader is None:
        return []
    loader = page.loader.func if isinstance(page.loader, Action) else page.loader
    if inspect.isfunction(loader) and not _yields(loader):
        loader = _in_time(site, page, loader)
    kind = inspect.Parameter.KEYWORD_ONLY
    return [inspect.Parameter("data", kind, default=Depends(loader))]


def _yields(loader: Callable[..., Any]) -> bool:
    return inspect.isgeneratorfunction(loader) or inspect.isasyncgenfunction(loader)


def _in_time(site: Site, page: Page, loader: Callable[..., Any]) -> Callable[..., Any]:
    """Return a loader that is given up when it takes too long."""

    async def limited(**values: Any) -> Any:
        if inspect.iscoroutinefunction(loader):
            work = loader(**values)
        else:
            work = site.limit.run_sync(lambda: loader(**values))
        try:
            return await site.limit.wait_for(work)
        except OutOfTimeError:
            log_slow(f"the loader of page {page.name}", site.settings.time_limit)
            raise HTTPException(504, "Please try again later.") from None

    limited.__signature__ = _resolved(loader)  # type: ignore[attr-defined]
    return limited


def _resolved(loader: Callable[..., Any]) -> inspect.Signature:
    """Return a signature whose annotations are types; names are known where they were written."""
    signature, types = signature_of(loader), types_of(loader)
    parameters = [
        one.replace(annotation=types.get(one.name, one.annotation))
        for one in signature.parameters.values()
    ]
    return signature.replace(parameters=parameters, return_annotation=signature.empty)


def _parameters(page: Page) -> list[inspect.Parameter]:
    """Return the properties that come from the path and from the query."""
    in_path = set(_IN_PATH.findall(page.path))
    found: list[inspect.Parameter] = []
    for one in signature_of(page.component.function).parameters.values():
        if _is_given(page, one):
            continue
        annotation = page.parameters.get(one.name, str)
        if one.name in in_path:
            default: Any = inspect.Parameter.empty
        elif is_text_like(annotation):
            default = _query(one.default, annotation)
        elif one.default is one.empty:
            raise ReactorError(
                f"{function_location(page.component.function)}: property {one.name} of page "
                f"{page.name} can come neither from the path nor from the query; "
                "let the loader give it, as 'data'"
            )
        else:
            continue
        found.append(
            inspect.Parameter(one.name, one.KEYWORD_ONLY, default=default, annotation=annotation)
        )
    return found


def _query(default: Any, annotation: Any) -> Any:
    """Return a default that says: from the query. FastAPI looks for lists in the body else."""
    if get_origin(annotation) is Annotated:
        return default
    return Query() if default is inspect.Parameter.empty else Query(default)


def _is_given(page: Page, one: inspect.Parameter) -> bool:
    """Return whether a property is not for a request to give."""
    if one.kind is one.VAR_KEYWORD or page.component.whole or one.name == "children":
        return True
    return page.loader is not None and one.name == "data"


def _props(page: Page, request: Request, values: dict[str, Any]) -> dict[str, Any]:
    if not page.component.open:
        return values
    # A component that takes whatever there is gets the parameters of the path, too.
    return {**request.path_params, **values}


def _check_text(page: Page, props: dict[str, Any]) -> None:
    """Raise for a value of the address that FastAPI takes and a page cannot, such as NaN."""
    for name, value in props.items():
        try:
            encode(value, page.parameters.get(name, str), path=name)
        except CodecError as error:
            raise HTTPException(422, str(error)) from None
