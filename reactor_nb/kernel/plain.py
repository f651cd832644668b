"""The server half of a preview without FastAPI, for kernels in Pyodide.

Pages, loaders, actions, layouts and error pages are the runtime's own, so they are all here, and
most apps never load more. What FastAPI itself gives is in ``needs``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from reactor_nb.asgi import Response
from reactor_nb.core.codec import decode_text, dump_json, parse_json
from reactor_nb.core.reconcile import MAX_RENDERS
from reactor_nb.core.state import forbid
from reactor_nb.core.work import using
from reactor_nb.errors import (
    ActionError,
    CodecError,
    LoaderError,
    NotFound,
    Redirect,
)
from reactor_nb.kernel.asking import Question
from reactor_nb.kernel.document import document_of, plain_document
from reactor_nb.kernel.needs import ACTIONS, JSON, content_type_of, header_of, loader_of
from reactor_nb.kernel.routes import Routes, path_of
from reactor_nb.runtime.actions import ActionReply, Calling, as_outside, call_action, refusal
from reactor_nb.runtime.checks import check_app
from reactor_nb.runtime.data import use_base
from reactor_nb.runtime.frames import told
from reactor_nb.runtime.registry import Page, Registry, current, outside
from reactor_nb.runtime.render import RenderedPage, Rendering, cross_props
from reactor_nb.runtime.signatures import parameters_of
from reactor_nb.server.embedding import with_props
from reactor_nb.server.files import media_type, public_file
from reactor_nb.server.loads import run_all
from reactor_nb.server.log import log_fault
from reactor_nb.server.nearest import Nearest

_DATA: Final = "application/vnd.reactor-nb.page+json"
_PUBLIC: Final = "/public/"
_MOST_REDIRECTS: Final = 10


class PlainApp:
    """Answers the requests of an app's pages with the runtime alone.

    Args:
        registry: the app.
        title: the title of pages that have none of their own.

    Raises:
        ReactorError: the app cannot be served as it is.
    """

    def __init__(self, registry: Registry, title: str) -> None:
        check_app(registry)
        self._registry = registry
        self._title = title
        self._routes = Routes(registry.pages)
        self._nearest = Nearest(registry.error_pages)

    async def answer(self, question: Question) -> Response:
        """Answer a request of a page."""
        with using(current, self._registry), use_base(""), forbid():
            path = path_of(question)
            if path.startswith(ACTIONS):
                return _json(await self._act(path.removeprefix(ACTIONS), question))
            if question.method != "GET":
                return _json(refusal(405, "method", "a page is asked for with GET"))
            if path.startswith(_PUBLIC):
                return _file(self._registry.public, path.removeprefix(_PUBLIC))
            return await self._get(question)

    async def _act(self, name: str, question: Question) -> ActionReply:
        if content_type_of(question) != JSON:
            return refusal(415, "bad_type", "actions take JSON")
        if header_of(question, "x-reactor") != "1":
            return refusal(403, "forbidden", "the header X-Reactor: 1 is missing")
        try:
            payload = parse_json(question.body)
        except CodecError as error:
            return refusal(400, "bad_json", f"the body {error.message}")
        return await call_action(self._registry, name, payload, question, _CALLING)

    async def _get(self, question: Question) -> Response:
        url = question.url
        for _ in range(_MOST_REDIRECTS):
            try:
                return await self._page(url, question)
            except Redirect as error:
                if not error.url.startswith("/") or error.url.startswith("//"):
                    return await self._failed(url, 200, f"This page leads to {error.url}.")
                url = error.url
            except NotFound as error:
                return await self._failed(url, 404, str(error))
            except (LoaderError, ActionError) as error:
                return await self._failed(url, error.status, error.message)
            except CodecError as error:
                return await self._failed(url, 422, str(error))
            except (Exception, SystemExit) as error:
                number = log_fault(error, f"GET {url[:200]!r}")
                return await self._failed(url, 500, f"Something went wrong (error {number}).")
        return await self._failed(url, 508, "This page leads back to itself.")

    async def _page(self, url: str, question: Question) -> Response:
        parts = urlsplit(url)
        page, found = self._routes.find(unquote(parts.path))
        texts = {name: [text] for name, text in found.items()}
        queried = {
            name: values
            for name, values in parse_qs(parts.query, keep_blank_values=True).items()
            if name not in texts
        }
        props = _props(page, texts, queried)
        if page.loader is not None:
            props["data"] = await _load(loader_of(page.loader), {**queried, **texts})
        if question.headers.get("x-reactor-page") == "1":
            about = dump_json({"path": page.path, "url": url})
            text = with_props(about, cross_props(page, props)[0])
            return Response(200, (("content-type", _DATA),), text.encode("utf-8", "replace"))
        return await self._shown(page, url, props, 200)

    async def _failed(self, url: str, status: int, message: str) -> Response:
        path = unquote(urlsplit(url).path)
        page = self._nearest.find(path, status)
        if page is not None:
            facts = {"status": status, "message": message, "path": path}
            try:
                return await self._shown(page, url, told(page, facts), status)
            except (Exception, SystemExit) as error:
                log_fault(error, f"the error page {page.name}")
        words = escape(message or "There is no such page.")
        body = f"<main><h1>{status}</h1><p>{words}</p></main>"
        return _html(status, plain_document(body, self._titled("")))

    async def _shown(self, page: Page, url: str, props: dict[str, Any], status: int) -> Response:
        with using(outside, as_outside(self._registry, None, _CALLING)):
            rendered = await _rendered(Rendering(self._registry, page, props, url=url, dev=True))
        payload = with_props(dump_json(rendered.payload), rendered.props)
        head = self._titled(rendered.head)
        text = document_of(rendered.html, payload, head, rendered.html_attributes)
        return _html(status, text)

    def _titled(self, head: str) -> str:
        return head if "<title" in head else f"<title>{escape(self._title)}</title>{head}"


_CALLING: Final = Calling(report=log_fault)


def _props(
    page: Page, texts: Mapping[str, list[str]], queried: Mapping[str, list[str]]
) -> dict[str, Any]:
    """Return the properties that the address gives, by the annotations of the component."""
    component = page.component
    known = {one for one in component.names if one not in ("children", "data")}
    given = {name: value for name, value in {**queried, **texts}.items() if name in known}
    missing = component.required - given.keys() - {"children", "data"}
    if missing and not component.whole:
        raise CodecError(min(missing), "is missing in the address")
    wanted = {name: (page.parameters.get(name, str), True) for name in given}
    props = decode_text(given, wanted)
    # A component that takes whatever there is gets the parameters of the path, too.
    more = {name: value[0] for name, value in texts.items() if name not in props}
    return {**more, **props} if component.open else props


async def _load(loader: Callable[..., Any], given: Mapping[str, list[str]]) -> Any:
    """Return what a loader gives for the parameters of an address."""
    wanted = parameters_of(loader, f"the loader {loader.__name__}")
    texts = {name: values for name, values in given.items() if name in wanted}
    kinds = {
        name: (str if kind is Any else kind, needed)
        for name, (kind, needed) in wanted.items()
        if needed or name in texts
    }
    result = loader(**decode_text(texts, kinds))
    if inspect.isasyncgen(result):
        return await anext(result)
    if inspect.isgenerator(result):
        return next(result)
    return await result if inspect.isawaitable(result) else result


async def _rendered(rendering: Rendering) -> RenderedPage:
    """Render a page until nothing in it waits any more."""
    for _ in range(MAX_RENDERS):
        rendered = rendering.attempt()
        if rendered is not None:
            return rendered
        await run_all(rendering.started)
    return rendering.finish()


def _json(reply: ActionReply) -> Response:
    return Response(reply.status, (("content-type", JSON),), dump_json(reply.body).encode())


def _file(folder: Path | None, name: str) -> Response:
    path = None if folder is None else public_file(folder, name)
    if path is None:
        return Response(404, (("content-type", "text/plain"),), b"This file does not exist.\n")
    return Response(200, (("content-type", media_type(name)),), path.read_bytes())


def _html(status: int, text: str) -> Response:
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Response(status, headers, text.encode("utf-8", "replace"))
