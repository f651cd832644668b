"""A page with the built scripts and a worker that stands in for Python, served from memory."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route

STATIC = Path(__file__).parents[2] / "reactor_nb" / "static"
WORKER = Path(__file__).with_name("worker.js")
ORIGIN = "http://localhost:1"
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-x' 'wasm-unsafe-eval'; worker-src 'self'; "
    "img-src 'self'; connect-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types reactor"
)


@dataclass
class Stage:
    """One document: its HTML, its shape, and what the worker does with it."""

    html: str
    shape: list[Any]
    ops: list[Any] = field(default_factory=list)
    clicks: list[list[Any]] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def open(self, context: BrowserContext, *, live: bool = True) -> Page:
        """Open the document in a new page, and wait until it is live."""
        context.route(f"{ORIGIN}/**", self._answer)
        page = context.new_page()
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{ORIGIN}/")
        if live:
            until(lambda: state(page) == "live")
        return page

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path in self.missing:
            route.fulfill(status=404, body="")
        elif path == "/":
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=self._document(), content_type="text/html", headers=headers)
        elif path == "/worker.js":
            route.fulfill(body=WORKER.read_text(), content_type="text/javascript")
        elif path.startswith("/static/"):
            body = (STATIC / path.removeprefix("/static/")).read_text("utf-8")
            route.fulfill(body=body, content_type="text/javascript; charset=utf-8")
        else:
            route.fulfill(status=404, body="")

    def _document(self) -> str:
        payload = {
            "version": 1,
            "files": {"worker": "/worker.js"},
            "shape": self.shape,
            "ops": self.ops,
            "clicks": self.clicks,
        }
        text = json.dumps(payload).replace("<", "\\u003c")
        early = (STATIC / "early.js").read_text("utf-8")
        return (
            '<!doctype html><html data-reactor="server">'
            '<head><meta charset="utf-8"><title>t</title>'
            f'<script nonce="x">{early}</script>'
            '<script type="module" nonce="x" src="/static/client.js"></script></head>'
            f'<body><main id="reactor-root">{self.html}</main>'
            f'<script type="application/json" id="reactor-payload">{text}</script></body></html>'
        )


def state(page: Page) -> str:
    """Return how far a page says it is."""
    return str(page.evaluate("document.querySelector('html').dataset.reactor"))


def until(done: Callable[[], object], seconds: float = 10) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, f"it did not come to hold in {seconds} s"
        time.sleep(0.01)
