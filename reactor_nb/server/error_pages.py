"""Answers to requests that failed: the author's error pages, or ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi.exception_handlers import (
    http_exception_handler,
    request_validation_exception_handler,
)
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from reactor_nb.errors import ActionError, LoaderError, NotFound, ReactorError, Redirect
from reactor_nb.runtime.frames import told
from reactor_nb.server.answer import answer_page
from reactor_nb.server.faults import details_of, fault_message, problem_json, problem_page, title_of
from reactor_nb.server.log import log_fault
from reactor_nb.server.nearest import Nearest
from reactor_nb.server.page_data import data_of, lead_on, wants_data
from reactor_nb.server.site import PREFIX, Site, base_of, route_path

_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_CODES: Final[Mapping[int, str]] = {
    404: "not_found",
    405: "method",
    500: "internal",
    504: "timeout",
}


class ErrorPages:
    """Answers requests that failed.

    Args:
        site: the app.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._endpoints = frozenset(one.function for one in site.registry.endpoints)
        self._nearest = Nearest(site.registry.error_pages)

    @property
    def kinds(self) -> tuple[type[Exception], ...]:
        """The errors that say how a request is to be answered."""
        return (NotFound, Redirect, LoaderError, ActionError, RequestValidationError, HTTPException)

    async def of(self, request: Request, error: BaseException) -> Response:
        """Return the answer to a request that ended with an error; one of no kind is noted."""
        match error:
            case Redirect():
                status = error.status if error.status in _REDIRECTS else 303
                try:
                    location = self._site.location(error.url, base_of(request))
                except ReactorError as fault:
                    return await self.of(request, fault)
                if wants_data(request):
                    return lead_on(location)
                return RedirectResponse(location, status, {"cache-control": "no-store"})
            case NotFound():
                return await self.answer(request, 404, str(error))
            case LoaderError() | ActionError():
                status = error.status if 400 <= error.status <= 599 else 500
                return await self.answer(request, status, error.message)
            case RequestValidationError():
                if self._is_for_programs(request):
                    return await request_validation_exception_handler(request, error)
                return await self.answer(request, 422, details=details_of(error.errors()))
            case HTTPException():
                if self._is_for_programs(request):
                    return await http_exception_handler(request, error)
                detail = "" if error.status_code in (404, 405) else str(error.detail or "")
                return await self.answer(request, error.status_code, detail, headers=error.headers)
        number = log_fault(error, f"{request.method} {route_path(request)[:200]!r}")
        return await self.answer(request, 500, fault_message(number))

    def _is_for_programs(self, request: Request) -> bool:
        return request.scope.get("endpoint") in self._endpoints

    async def answer(
        self,
        request: Request,
        status: int,
        message: str = "",
        details: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
        path: str | None = None,
    ) -> Response:
        """Return a page about an error, or JSON where programs ask.

        Args:
            request: what failed.
            status: the HTTP status.
            message: what to tell the visitor.
            details: what is wrong in particular.
            headers: further headers.
            path: where in the app the visitor is, if that is not what was asked for.
        """
        asked = route_path(request)
        if path is None and asked.startswith(PREFIX):
            code = _CODES.get(status, "bad_request")
            response = problem_json(status, code, message or "this did not work")
            response.headers.update(headers or {})
            return response
        if self._is_for_programs(request):
            return JSONResponse({"detail": message or title_of(status)}, status, headers)
        where = asked if path is None else path
        page = self._nearest.find(where, status)
        if page is not None:
            text = "; ".join((message, *details) if message else details) or title_of(status)
            props = told(page, {"status": status, "message": text, "path": where})
            try:
                if wants_data(request):
                    return data_of(self._site, page, request, props, status)
                return await answer_page(self._site, page, request, props, status, headers)
            except (Exception, SystemExit, KeyboardInterrupt) as error:
                log_fault(error, f"the error page {page.name}")
        base = base_of(request)
        style = self._site.documents.style_url(base)
        return problem_page(status, message, details, base=base, style=style, headers=headers)
