"""How actions are called here: by what runs on the server as a page would, and by requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from reactor_nb.core.work import using
from reactor_nb.errors import ActionError, Redirect
from reactor_nb.runtime.actions import Calling, call_action
from reactor_nb.runtime.registry import Remote, outside
from reactor_nb.server.log import log_fault
from reactor_nb.server.site import Site


def as_outside(site: Site, request: Request) -> Remote:
    """Return what calls actions as the page of this request would, and no other way.

    A component runs on both sides. Its calls on the server must not get past a guard that stops
    them in the browser.
    """

    async def call(name: str, arguments: Mapping[str, Any]) -> Any:
        with using(outside, None):
            reply = await call_action(site.registry, name, dict(arguments), request, calling(site))
        if "redirect" in reply.body:
            raise Redirect(reply.body["redirect"])
        if "error" in reply.body:
            error = reply.body["error"]
            raise ActionError(error["message"], reply.status, error["fields"])
        return reply.body.get("result")

    return call


def calling(site: Site) -> Calling:
    """Return what this host gives to every call of an action."""
    return Calling(site.limit.run_sync, log_fault, site.settings.max_depth)
