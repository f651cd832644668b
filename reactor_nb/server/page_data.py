"""What a page that is shown needs to become another one, without a new document."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from reactor_nb.core.codec import dump_json
from reactor_nb.runtime.registry import Page
from reactor_nb.runtime.render import cross_props
from reactor_nb.server.embedding import with_props
from reactor_nb.server.site import Site, base_of, page_address

VARY: Final = "X-Reactor-Page"
"""The header of a request for the data of a page, and not for its HTML."""

_KIND: Final = "application/vnd.reactor-nb.page+json"


def wants_data(request: Request) -> bool:
    """Return whether a page of the app asks, which goes on as another one."""
    return request.headers.get(VARY) == "1"


def data_of(
    site: Site, page: Page, request: Request, props: dict[str, Any], status: int = 200
) -> Response:
    """Return what the browser renders a page from; it is not rendered here.

    Raises:
        CodecError: a property cannot cross the wire.
    """
    data = {"path": page.path, "url": page_address(request)}
    part = site.documents.part_url(page.path, base_of(request))
    if part:
        data["part"] = part
    # Never stored: a browser that goes back to the address would show it in place of the page.
    headers = {"cache-control": "no-store", "vary": VARY, "x-reactor-app": site.documents.build}
    text = with_props(dump_json(data), cross_props(page, props)[0])
    return Response(text.encode("utf-8", "replace"), status, headers, _KIND)


def lead_on(location: str) -> Response:
    """Return a redirect that a page of the app follows itself, also to another site."""
    headers = {"cache-control": "no-store", "vary": VARY, "x-reactor-location": location}
    return Response(status_code=204, headers=headers)
