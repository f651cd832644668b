"""A page as the answer to a request: rendered, with all that it waits for, in its document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf
from time import perf_counter
from typing import Any, Final, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from reactor_nb.core.reconcile import MAX_RENDERS
from reactor_nb.core.work import using
from reactor_nb.runtime.registry import Page, outside
from reactor_nb.runtime.render import RenderedPage, Rendering
from reactor_nb.server.calls import as_page
from reactor_nb.server.flash import COOKIE, clear_flash, read_flash
from reactor_nb.server.loads import run_all
from reactor_nb.server.log import log_slow
from reactor_nb.server.page_data import VARY
from reactor_nb.server.security import new_nonce, page_policy
from reactor_nb.server.site import Site, base_of, page_address, page_path
from reactor_nb.server.stream import Stream
from reactor_nb.server.time_limit import OutOfTimeError

T = TypeVar("T")

# So long the other visitors of a process may wait for one page.
_QUICK_SECONDS: Final = 0.005


async def answer_page(
    site: Site,
    page: Page,
    request: Request,
    props: dict[str, Any],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a page as the answer to a request.

    Args:
        site: the app.
        page: which of its pages, or of its error pages.
        request: what is answered.
        props: the properties of the page's component, as values.
        status: the HTTP status.
        headers: further headers.

    Raises:
        Exception: what the author's code raised while rendering.
    """
    base = base_of(request)
    flash = read_flash(request, page_path(request)) if request.method == "GET" else None

    options = {"base": base, "url": page_address(request), "flash": flash}
    response: Response
    if page.stream and request.method == "GET" and not site.settings.whole:
        stream = Stream(site, page, request, props, **options)
        nonce, first = stream.nonce, await stream.start()
        response = StreamingResponse(stream.parts(first), status, media_type="text/html")
    else:
        with using(outside, as_page(site, request)):
            rendered = await _render(site, page, props, **options)
        nonce = new_nonce()
        html = site.documents.html(rendered, base, nonce)
        response = HTMLResponse(html.encode("utf-8", "replace"), status)
    response.headers.update(
        {
            "content-security-policy": page_policy(site.settings, nonce),
            "cache-control": "private, no-cache" if status < 400 else "no-store",
            "vary": VARY,
            **(headers or {}),
        }
    )
    if request.method == "GET" and COOKIE in request.cookies:
        clear_flash(response, base)
    return response


async def _render(site: Site, page: Page, props: dict[str, Any], **options: Any) -> RenderedPage:
    """Return a page with all that its resources load, as far as there is time for that."""
    rendering = Rendering(site.registry, page, props, dev=site.settings.dev, **options)

    async def complete() -> RenderedPage:
        for _ in range(MAX_RENDERS):
            await run_all(rendering.started)
            rendered = await _paced(site, page, rendering.attempt)
            if rendered is not None:
                return rendered
        await run_all(rendering.started)
        return await run_in_threadpool(rendering.finish)

    rendered = await _paced(site, page, rendering.attempt)
    if rendered is not None:
        return rendered
    try:
        return await site.limit.wait_for(complete())
    except OutOfTimeError:
        log_slow(f"a resource of page {page.name}", site.settings.time_limit)
    return await run_in_threadpool(rendering.finish)


async def _paced(site: Site, page: Page, render: Callable[[], T]) -> T:
    """Render in a thread, but what is done in no time at once: to change threads takes longer."""

    def timed() -> T:
        start = perf_counter()
        try:
            return render()
        finally:
            site.pace[page.path] = perf_counter() - start

    if site.pace.get(page.path, inf) < _QUICK_SECONDS:
        return timed()
    return await run_in_threadpool(timed)
