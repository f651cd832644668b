"""An app model as an ASGI app."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reactor_nb.errors import ActionError, LoaderError, NotFound, Redirect
from reactor_nb.model.app import AppModel
from reactor_nb.runtime.blocks import with_blocks
from reactor_nb.runtime.checks import check_app
from reactor_nb.runtime.load import Prepare, load_app
from reactor_nb.runtime.modules import Module, install
from reactor_nb.runtime.registry import Registry
from reactor_nb.server.actions import ActionEndpoint, health
from reactor_nb.server.assets import ClientBundle, PublicFiles, StaticFiles
from reactor_nb.server.document import Documents
from reactor_nb.server.faults import details_of
from reactor_nb.server.pages import add_page
from reactor_nb.server.settings import Settings
from reactor_nb.server.shell import Shell
from reactor_nb.server.site import PREFIX, Site, base_of
from reactor_nb.server.time_limit import TimeLimit

_REDIRECTS = frozenset((301, 302, 303, 307, 308))


def create_app(model: AppModel, bundle: ClientBundle, settings: Settings | None = None) -> FastAPI:
    """Return the ASGI app of a notebook. Its cells run now, once.

    Args:
        model: what the notebook means.
        bundle: what browsers load.
        settings: how to serve it; by default as the environment says.

    Raises:
        ReactorError: a cell raised, or the app cannot be served as it is; the message names the
            author's cell and line where they are known.
    """
    settings = settings or Settings.from_environment()
    documents = Documents(bundle, model.title, settings.style, _lines(model))
    registry = _load(model, bundle, settings)
    site = Site(registry, documents, settings, TimeLimit(settings.time_limit))
    app = FastAPI(
        title=model.title,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    app.add_middleware(Shell, site=site)
    _add_handlers(app, site)
    _add_routes(app, site, bundle)
    return app


def _load(model: AppModel, bundle: ClientBundle, settings: Settings) -> Registry:
    def configure(registry: Registry) -> None:
        registry.name = model.name
        registry.public = bundle.public
        registry.data = settings.data or bundle.data
        if model.modules:
            install(registry, dict(_modules(model, filename, prepare)))

    filename = str(bundle.code) if bundle.code else f"{model.name}_server.py"
    prepare = with_blocks if settings.compile else None
    registry = load_app(
        model.server_source,
        f"{model.name}_server",
        filename,
        run=_run,
        configure=configure,
        prepare=prepare,
    )
    check_app(registry)
    return registry


def _modules(
    model: AppModel, filename: str, prepare: Prepare | None
) -> Iterator[tuple[str, Module]]:
    """Return the modules beside the notebook as the server has them."""
    folder = filename.removesuffix(".py")
    for one in model.modules:
        if one.server_source is not None:
            path = f"{folder}/{one.file}"
            yield one.name, Module(one.server_source, path, one.package, prepare=prepare)


def _lines(model: AppModel) -> dict[str, Any]:
    """Return what a page needs to know of the lines of its code."""
    modules = [
        [one.name, one.file, one.client_cells]
        for one in model.modules
        if one.client_source is not None
    ]
    return {"cells": model.client_cells, **({"modules": modules} if modules else {})}


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine to its end, also where an event loop runs already, as in uvicorn."""
    context = copy_context()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(context.run, asyncio.run, work).result()


def _add_routes(app: FastAPI, site: Site, bundle: ClientBundle) -> None:
    actions = ActionEndpoint(site)
    # The whole rest of the path is the name, so that every unknown one gets the same answer.
    app.add_route(f"{PREFIX}actions/{{name:path}}", actions.post, methods=["POST"])
    app.add_route(f"{PREFIX}health", health, methods=["GET"])
    static = StaticFiles(bundle.root)
    app.add_route("/static/{name:path}", static.get, methods=["GET"])
    if bundle.public is not None:
        public = PublicFiles(bundle.public)
        app.add_route("/public/{name:path}", public.get, methods=["GET"])
    for page in site.registry.pages:
        add_page(app, site, page)


def _add_handlers(app: FastAPI, site: Site) -> None:
    async def not_found(request: Request, error: Exception) -> Response:
        return site.problem(request, 404)

    async def redirect(request: Request, error: Exception) -> Response:
        assert isinstance(error, Redirect)
        status = error.status if error.status in _REDIRECTS else 303
        location = site.location(error.url, base_of(request))
        return RedirectResponse(location, status, {"cache-control": "no-store"})

    async def told(request: Request, error: Exception) -> Response:
        assert isinstance(error, LoaderError | ActionError)
        status = error.status if 400 <= error.status <= 599 else 500
        return site.problem(request, status, error.message)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return site.problem(request, 422, details=details_of(error.errors()))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        detail = "" if error.status_code in (404, 405) else str(error.detail or "")
        headers = dict(error.headers or {})
        return site.problem(request, error.status_code, detail, headers=headers)

    app.add_exception_handler(NotFound, not_found)
    app.add_exception_handler(Redirect, redirect)
    app.add_exception_handler(LoaderError, told)
    app.add_exception_handler(ActionError, told)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
