"""The HTML document around a page, and what the page must know of its files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from reactor_nb.errors import ReactorError
from reactor_nb.runtime.render import RenderedPage
from reactor_nb.server.assets import ClientBundle
from reactor_nb.server.embedding import in_script, script_json, with_props

_URL_KEYS: Final = ("worker", "pyodide", "stdlib", "rest", "core", "app")
_OPTIONAL_KEYS: Final = ("lock", "router")
# Else browsers ask for /favicon.ico, and every page would begin with an error in the console.
_NO_ICON: Final = '<link rel="icon" href="data:,">'
_VIEWPORT: Final = '<meta name="viewport" content="width=device-width, initial-scale=1">'
_END_OF_SCRIPT = re.compile(r"<(?=/script|!--)", re.IGNORECASE)


def page_url(base: str, path: str) -> str:
    """Return the URL of a path of the app, wherever the app is mounted."""
    return quote(f"{base}/{path}", safe="/%:@!$&'()*+,;=~-._")


class _Around(NamedTuple):
    """What the documents of all pages have alike: their files, and the rest of the payload."""

    style: str
    client: str
    router: str
    payload: str


class Documents:
    """Makes the documents of one app.

    Args:
        bundle: what browsers load.
        title: the title of pages that have none of their own.
        style: ``"none"``, or the path of a stylesheet that replaces ours.
        lines: which lines of the client's modules come from where, for its errors.

    Raises:
        ReactorError: the bundle lacks a file.
    """

    def __init__(
        self,
        bundle: ClientBundle,
        title: str,
        style: str = "",
        lines: Mapping[str, Any] | None = None,
    ) -> None:
        files = bundle.files
        missing = [key for key in ("client", "style", "early", *_URL_KEYS) if key not in files]
        if missing:
            raise ReactorError(f"the app's files are not whole: {', '.join(missing)} is missing")
        self._files = files
        names = json.dumps(files, sort_keys=True)
        # Where pages take new code as they are, they stay pages of one build.
        self.build: str = files.get("build") or hashlib.sha256(names.encode()).hexdigest()[:12]
        self._plain_title = title
        self._lines = dict(lines or {"cells": []})
        self._title = f"<title>{escape(title, quote=False)}</title>"
        self._style = {"": f"static/{files['style']}", "none": ""}.get(style, style)
        self._around = lru_cache(16)(self._make_around)
        self._early = _inline(bundle, str(files["early"]))

    def style_url(self, base: str) -> str:
        """Return the URL of the stylesheet, or nothing when there is none."""
        return page_url(base, self._style) if self._style else ""

    def html(self, page: RenderedPage, base: str, nonce: str) -> str:
        """Return the whole document of a page.

        Args:
            page: what was rendered.
            base: the path the app is mounted at.
            nonce: what lets the document's own scripts run.
        """
        start = self.start(page.head, page.html_attributes, base, nonce)
        return f"{start}{page.html}</main>{self.end(page, base)}"

    def start(self, head: str, html_attributes: Mapping[str, str], base: str, nonce: str) -> str:
        """Return a document up to where the content of the page begins."""
        around = self._around(base)
        written = {"lang": "en", **html_attributes, "data-reactor": "server"}
        attributes = "".join(f' {name}="{escape(text)}"' for name, text in written.items())
        title = "" if "<title" in head else self._title
        viewport = "" if 'name="viewport"' in head else _VIEWPORT
        icon = "" if 'rel="icon"' in head else _NO_ICON
        return (
            f"<!doctype html><html{attributes}><head>"
            '<meta charset="utf-8">'
            f"{viewport}{title}{around.style}{head}{icon}"
            f'<script nonce="{nonce}">{self._early}</script>'
            f'<script type="module" nonce="{nonce}" src="{around.client}"></script>{around.router}'
            '</head><body><main id="reactor-root">'
        )

    def end(self, page: RenderedPage, base: str) -> str:
        """Return a document from where the content of the page has ended."""
        part = self.part_url(page.payload["path"], base)
        own = {**page.payload, "part": part} if part else page.payload
        payload = with_props(script_json(own), in_script(page.props))
        # Into the browser's cache, where Python's worker finds it as soon as it asks.
        fetch = f'<link rel="prefetch" href="{escape(part)}">' if part else ""
        return (
            f"{fetch}"
            '<script type="application/json" id="reactor-payload">'
            f"{payload[:-1]},{self._around(base).payload}</script>"
            "</body></html>"
        )

    def part_url(self, path: str, base: str) -> str:
        """Return the URL of the code that a page alone needs, or nothing when there is none."""
        name = self._files.get("parts", {}).get(path)
        return page_url(base, f"static/{name}") if name else ""

    def _make_around(self, base: str) -> _Around:
        files = self._file_urls(base)
        payload = {**self._lines, "files": files}
        router = ""
        if files["router"]:
            payload |= {"build": self.build, "title": self._plain_title}
            router = f'<link rel="modulepreload" href="{escape(files["router"])}">'
        style = self.style_url(base)
        return _Around(
            f'<link rel="stylesheet" href="{escape(style)}">' if style else "",
            escape(page_url(base, f"static/{self._files['client']}")),
            router,
            script_json(payload)[1:],
        )

    def _file_urls(self, base: str) -> dict[str, Any]:
        files: dict[str, Any] = {}
        for key in (*_URL_KEYS, *_OPTIONAL_KEYS):
            name = self._files.get(key)
            files[key] = page_url(base, f"static/{name}") if name else None
        files["packages"] = list(self._files.get("packages", ()))
        files["eager_rest"] = bool(self._files.get("eager_rest"))
        return files


def _inline(bundle: ClientBundle, name: str) -> str:
    """Return a script that is written into the page; nothing in it can end it."""
    try:
        text = (bundle.root / name).read_text(encoding="utf-8")
    except OSError:
        raise ReactorError(f"the app's files are not whole: {name} cannot be read") from None
    return _END_OF_SCRIPT.sub(r"\\x3c", text.strip())
