"""An app model as an ASGI app."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import FastAPIError
from starlette.middleware.base import BaseHTTPMiddleware

from reactor_nb.core.location import function_location
from reactor_nb.errors import ReactorError
from reactor_nb.model.app import AppModel
from reactor_nb.runtime.blocks import with_blocks
from reactor_nb.runtime.checks import check_app
from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.modules import install, server_modules
from reactor_nb.runtime.registry import Registry
from reactor_nb.runtime.serving import Endpoint
from reactor_nb.server.actions import ActionEndpoint, health
from reactor_nb.server.assets import ClientBundle, PublicFiles, StaticFiles
from reactor_nb.server.document import Documents
from reactor_nb.server.error_pages import ErrorPages
from reactor_nb.server.in_pyodide import THREADLESS, do_without_threads
from reactor_nb.server.pages import add_page
from reactor_nb.server.settings import Settings
from reactor_nb.server.shell import Shell
from reactor_nb.server.site import PREFIX, Site
from reactor_nb.server.time_limit import TimeLimit


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
    documents = _documents(model, bundle, settings)
    return _app(_load(model, bundle, settings), model.title, documents, bundle, settings)


def app_of(
    registry: Registry, model: AppModel, bundle: ClientBundle, settings: Settings
) -> FastAPI:
    """Return the ASGI app of a notebook whose cells have run already, in its own kernel.

    Args:
        registry: what they declared.
        model: what the notebook means.
        bundle: what browsers load.
        settings: how to serve it.

    Raises:
        ReactorError: the app cannot be served as it is.
    """
    check_app(registry)
    documents = _documents(model, bundle, settings)
    return _app(registry, model.title, documents, bundle, settings)


def _documents(model: AppModel, bundle: ClientBundle, settings: Settings) -> Documents:
    return Documents(bundle, model.title, settings.style, _lines(model))


def _app(
    registry: Registry,
    title: str,
    documents: Documents,
    bundle: ClientBundle,
    settings: Settings,
) -> FastAPI:
    if THREADLESS:
        do_without_threads()
    site = Site(registry, documents, settings, TimeLimit(settings.time_limit))
    app = FastAPI(
        title=title,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    error_pages = ErrorPages(site)
    for function in reversed(registry.middleware):
        app.add_middleware(BaseHTTPMiddleware, dispatch=function)
    app.add_middleware(Shell, site=site, error_pages=error_pages)
    for kind in error_pages.kinds:
        app.add_exception_handler(kind, error_pages.of)
    _add_routes(app, site, error_pages, bundle)
    return app


def _load(model: AppModel, bundle: ClientBundle, settings: Settings) -> Registry:
    def configure(registry: Registry) -> None:
        registry.name = model.name
        registry.notebook = model.notebook
        registry.public = bundle.public
        registry.data = settings.data or bundle.data
        if model.modules:
            install(registry, dict(server_modules(model, filename.removesuffix(".py"), prepare)))

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


def _lines(model: AppModel) -> dict[str, Any]:
    """Return what a page needs to know of the lines of its code."""
    modules = [
        [one.name, one.file, one.client_cells]
        for one in model.modules
        if one.client_source is not None
    ]
    return {
        "cells": model.client_cells,
        **({"modules": modules} if modules else {}),
        **({"notebook": model.notebook} if model.notebook else {}),
    }


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine to its end, also where an event loop runs already, as in uvicorn."""
    context = copy_context()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(context.run, asyncio.run, work).result()


def _add_routes(app: FastAPI, site: Site, error_pages: ErrorPages, bundle: ClientBundle) -> None:
    actions = ActionEndpoint(site, error_pages)
    # The whole rest of the path is the name, so that every unknown one gets the same answer.
    app.add_route(f"{PREFIX}actions/{{name:path}}", actions.post, methods=["POST"])
    app.add_route(f"{PREFIX}health", health, methods=["GET"])
    static = StaticFiles(bundle.root)
    app.add_route("/static/{name:path}", static.get, methods=["GET"])
    if bundle.public is not None:
        public = PublicFiles(bundle.public)
        app.add_route("/public/{name:path}", public.get, methods=["GET"])
    for endpoint in site.registry.endpoints:
        _add_endpoint(app, endpoint)
    for page in site.registry.pages:
        add_page(app, site, page)


def _add_endpoint(app: FastAPI, endpoint: Endpoint) -> None:
    path, function, methods = endpoint
    try:
        app.add_api_route(path, function, methods=sorted(methods), name=function.__name__)
    except (AssertionError, RuntimeError, ValueError, FastAPIError) as error:
        place = function_location(function)
        raise ReactorError(f"{place}: {function.__name__} cannot be served: {error}") from error
