"""``POST /_reactor/actions/{name}``: from a page's own code as JSON, or from a plain form."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from reactor_nb.core.codec import dump_json, parse_json
from reactor_nb.core.work import using
from reactor_nb.errors import ActionError, CodecError, ReactorError, Redirect
from reactor_nb.runtime.actions import (
    NOT_FOUND,
    ActionReply,
    Calling,
    call_action,
    call_action_form,
    refusal,
)
from reactor_nb.runtime.form import CHECK_FIELDS
from reactor_nb.runtime.registry import Remote, outside
from reactor_nb.server.body import JSON, BodyError, Fields, content_kind, form_fields, read_body
from reactor_nb.server.faults import fault_message, log_fault, log_slow
from reactor_nb.server.flash import set_flash
from reactor_nb.server.security import is_trusted, way_back
from reactor_nb.server.site import Site, base_of
from reactor_nb.server.time_limit import OutOfTimeError

_FOREIGN = refusal(403, "forbidden", "this request does not come from a page of this app")
_SLOW = refusal(504, "timeout", "the server did not answer in time; it may have been done or not")


def as_outside(site: Site, request: Request) -> Remote:
    """Return what calls actions as the page of this request would, and no other way.

    A component runs on both sides. Its calls on the server must not get past a guard that stops
    them in the browser.
    """

    async def call(name: str, arguments: Mapping[str, Any]) -> Any:
        with using(outside, None):
            reply = await call_action(site.registry, name, dict(arguments), request, _calling(site))
        if "redirect" in reply.body:
            raise Redirect(reply.body["redirect"])
        if "error" in reply.body:
            error = reply.body["error"]
            raise ActionError(error["message"], reply.status, error["fields"])
        return reply.body.get("result")

    return call


def _calling(site: Site) -> Calling:
    return Calling(site.limit.run_sync, log_fault, site.settings.max_depth)


class ActionEndpoint:
    """Answers the calls of one app's actions.

    Args:
        site: the app.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._calling = _calling(site)

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
            return site.problem(_as_page(request), 403, _FOREIGN.body["error"]["message"])
        if name not in site.registry.actions:
            return site.problem(_as_page(request), 404)
        try:
            body = await read_body(request, site.settings)
            fields = await form_fields(request, kind, body)
        except BodyError as error:
            return site.problem(_as_page(request), error.status, f"{error.message}.")
        call = call_action_form(site.registry, name, fields, request, self._calling)
        return self._after_form(request, name, await self._in_time(name, call), fields)

    def _after_form(
        self, request: Request, name: str, reply: ActionReply, fields: Fields
    ) -> Response:
        base = base_of(request)
        if reply.status in (404, 500, 504):
            message = reply.body["error"]["message"]
            return self._site.problem(_as_page(request), reply.status, f"{message}.")
        if "redirect" in reply.body:
            try:
                return _see_other(self._site.location(reply.body["redirect"], base))
            except ReactorError as error:
                number = log_fault(error, f"action {name}")
                return self._site.problem(_as_page(request), 500, fault_message(number))
        back = way_back(request.scope, base)
        response = _see_other(back)
        if "error" in reply.body:
            left = dict(reply.body["error"])
            if reply.status == 422 and left["fields"]:
                left["message"] = CHECK_FIELDS
            page = back.partition("?")[0]
            set_flash(response, request, base, page, name, left, fields)
        return response

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


def _as_page(request: Request) -> Request:
    """Return the request as that of a person: forms are answered with pages."""
    return Request({**request.scope, "path": request.scope.get("root_path", "").rstrip("/") + "/"})


def health(request: Request) -> Response:
    """Answer whether the app is there."""
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})
