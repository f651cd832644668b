"""What stands around every request: its place, its headers, and what becomes of an error."""

from __future__ import annotations

from contextlib import ExitStack

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reactor_nb.core.state import forbid
from reactor_nb.runtime.data import use_base
from reactor_nb.runtime.registry import current
from reactor_nb.server.error_pages import ErrorPages
from reactor_nb.server.faults import problem_page
from reactor_nb.server.security import common_headers, file_policy, host_refusal
from reactor_nb.server.site import Site, base_of


class Shell:
    """The outermost part of an app that is ours.

    Args:
        app: what answers.
        site: the app that is served.
        error_pages: what answers when something failed that nobody expected.
    """

    def __init__(self, app: ASGIApp, site: Site, error_pages: ErrorPages) -> None:
        self._app = app
        self._site = site
        self._error_pages = error_pages
        policy = ("content-security-policy", file_policy(site.settings))
        self._headers = {
            scheme: [
                (name.encode("latin-1"), value.encode("latin-1"))
                for name, value in (*common_headers(site.settings, scheme).items(), policy)
            ]
            for scheme in ("http", "https")
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; an error that nobody expected is noted, and answered with its id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._add_headers(message, scope)
            await send(message)

        why = host_refusal(scope, self._site.settings)
        if why is not None:
            await problem_page(400, f"{why}.")(scope, receive, send_with_headers)
            return
        with ExitStack() as around:
            around.enter_context(forbid())
            around.enter_context(use_base(base_of(request)))
            token = current.set(self._site.registry)
            around.callback(current.reset, token)
            try:
                await self._app(scope, receive, send_with_headers)
            except (Exception, SystemExit, KeyboardInterrupt) as error:
                # Whatever the author's code raised, the process and its other visitors go on.
                response = await self._error_pages.of(request, error)
                if not started:
                    await response(scope, receive, send_with_headers)

    def _add_headers(self, message: Message, scope: Scope) -> None:
        headers = list(message.get("headers", ()))
        there = {name for name, _ in headers}
        added = self._headers["https" if scope["scheme"] == "https" else "http"]
        message["headers"] = [*headers, *(one for one in added if one[0] not in there)]
