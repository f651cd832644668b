"""How actions are called here: by what runs on the server as a page would, and by requests."""

from __future__ import annotations

from starlette.requests import Request

from reactor_nb.runtime.actions import Calling, as_outside
from reactor_nb.runtime.registry import Remote
from reactor_nb.server.log import log_fault
from reactor_nb.server.site import Site


def as_page(site: Site, request: Request) -> Remote:
    """Return what calls actions as the page of this request would."""
    return as_outside(site.registry, request, calling(site))


def calling(site: Site) -> Calling:
    """Return what this host gives to every call of an action."""
    return Calling(site.limit.run_sync, log_fault, site.settings.max_depth)
