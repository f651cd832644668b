"""``POST /_reactor/actions/{name}``: from a page's own code as JSON, or from a plain form."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from reactor_nb.core.codec import dump_json, parse_json
from reactor_nb.errors import CodecError, ReactorError
from reactor_nb.runtime.actions import (
    NOT_FOUND,
    ActionReply,
    call_action,
    call_action_form,
    refusal,
)
from reactor_nb.runtime.form import CHECK_FIELDS
from reactor_nb.server.body import JSON, BodyError, Fields, content_kind, form_fields, read_body
from reactor_nb.server.calls import calling
from reactor_nb.server.error_pages import ErrorPages
from reactor_nb.server.faults import fault_message
from reactor_nb.server.flash import set_flash
from reactor_nb.server.log import log_fault, log_slow
from reactor_nb.server.security import is_trusted, way_back
from reactor_nb.server.site import Site, base_of
from reactor_nb.server.time_limit import OutOfTimeError

_FOREIGN = refusal(403, "forbidden", "this request does not come from a page of this app")
_SLOW = refusal(504, "timeout", "the server did not answer in time; it may have been done or not")


class ActionEndpoint:
    """Answers the calls of one app's actions.

    Args:
        site: the app.
        error_pages: what answers a form that did not work.
    """

    def __init__(self, site: Site, error_pages: ErrorPages) -> None:
        self._site = site
        self._error_pages = error_pages
        self._calling = calling(site)

    async def post(self, request: Request) -> Response:
        """Call an action."""
        try:
            kind = content_kind(request)
        except BodyError as error:
            return _json(refusal(error.status, error.code, error.message))
        return await (self._json(request) if kind == JSON else self._form(request, kind))

    async def _json(self, request: Request) -> Response:
        settings = self._site.settings
        if not is_trusted(request.scope, settings, listed=True):
            return _json(_FOREIGN)
        if request.headers.get("x-reactor") != "1":
            return _json(refusal(403, "forbidden", "the header X-Reactor: 1 is missing"))
        name = request.path_params["name"]
        if name not in self._site.registry.actions:
            return _json(NOT_FOUND)
        try:
            body = await read_body(request, settings)
            payload = parse_json(body, depth=settings.max_depth)
        except BodyError as error:
            return _json(refusal(error.status, error.code, error.message))
        except CodecError as error:
            return _json(refusal(400, "bad_json", f"the body {error.message}"))
        call = call_action(self._site.registry, name, payload, request, self._calling)
        return self._answer(request, await self._in_time(name, call))

    async def _in_time(self, name: str, call: Coroutine[Any, Any, ActionReply]) -> ActionReply:
        try:
            return await self._site.limit.wait_for(call)
        except OutOfTimeError:
            log_slow(f"action {name}", self._site.settings.time_limit)
            return _SLOW

    def _answer(self, request: Request, reply: ActionReply) -> Response:
        try:
            if "redirect" in reply.body:
                location = self._site.location(reply.body["redirect"], base_of(request))
                return _json(ActionReply(reply.status, {**reply.body, "redirect": location}))
            return _json(reply)
        except (ReactorError, ValueError) as error:
            # A redirect to nowhere, or a number too long to be written.
            return _json(self._internal(error, request.path_params["name"]))

    async def _form(self, request: Request, kind: str) -> Response:
        site, name = self._site, request.path_params["name"]
        if not is_trusted(request.scope, site.settings, listed=False):
            return await self._problem(request, 403, _FOREIGN.body["error"]["message"])
        if name not in site.registry.actions:
            return await self._problem(request, 404)
        try:
            body = await read_body(request, site.settings)
            fields = await form_fields(request, kind, body)
        except BodyError as error:
            return await self._problem(request, error.status, f"{error.message}.")
        call = call_action_form(site.registry, name, fields, request, self._calling)
        return await self._after_form(request, name, await self._in_time(name, call), fields)

    async def _after_form(
        self, request: Request, name: str, reply: ActionReply, fields: Fields
    ) -> Response:
        base = base_of(request)
        if reply.status in (404, 500, 504):
            message = reply.body["error"]["message"]
            return await self._problem(request, reply.status, f"{message}.")
        if "redirect" in reply.body:
            try:
                return _see_other(self._site.location(reply.body["redirect"], base))
            except ReactorError as error:
                number = log_fault(error, f"action {name}")
                return await self._problem(request, 500, fault_message(number))
        back = way_back(request.scope, base)
        response = _see_other(back)
        if "error" in reply.body:
            left = dict(reply.body["error"])
            if reply.status == 422 and left["fields"]:
                left["message"] = CHECK_FIELDS
            page = back.partition("?")[0]
            set_flash(response, request, base, page, name, left, fields)
        return response

    async def _problem(self, request: Request, status: int, message: str = "") -> Response:
        """Answer with a page: forms are sent by people."""
        base = base_of(request)
        page = way_back(request.scope, base).partition("?")[0].removeprefix(base)
        return await self._error_pages.answer(request, status, message, path=unquote(page))

    def _internal(self, error: BaseException, name: str) -> ActionReply:
        number = log_fault(error, f"action {name}")
        return refusal(500, "internal", f"something went wrong on the server (error {number})")


def _json(reply: ActionReply) -> Response:
    return Response(
        dump_json(reply.body).encode(),
        reply.status,
        {"cache-control": "no-store"},
        JSON,
    )


def _see_other(location: str) -> Response:
    return RedirectResponse(location, 303, {"cache-control": "no-store"})


def health(request: Request) -> Response:
    """Answer whether the app is there."""
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})
