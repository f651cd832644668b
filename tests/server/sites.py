"""Apps that are served: from the source of their cells, with files that are quick to make."""

from __future__ import annotations

import html
import itertools
import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from textwrap import dedent
from typing import Any

import brotli
import httpx
from fastapi import FastAPI

from reactor_nb.model.app import AppModel
from reactor_nb.server import ClientBundle, Settings, create_app
from tests.runtime.apps import HEAD

FILES: dict[str, Any] = {
    "client": "client-1.js",
    "worker": "worker-1.js",
    "early": "early-1.js",
    "style": "style-1.css",
    "core": "core-1.bin",
    "rest": "rest-1.zip",
    "app": "app-1.zip",
    "pyodide": "pyodide-1/",
    "stdlib": "pyodide-1/stdlib.zip",
    "lock": None,
    "router": "router-1.js",
    "packages": [],
    "eager_rest": False,
}
SERVER_HEAD = HEAD + "from fastapi import Depends, Header, HTTPException, Request\n"
ORIGIN = "http://good.example"
JSON_HEADERS = {"origin": ORIGIN, "x-reactor": "1", "content-type": "application/json"}

_numbers = itertools.count(1)
_loaded: list[str] = []


def make_bundle(folder: Path) -> ClientBundle:
    """Write a bundle of tiny files, and a folder ``public/`` beside it."""
    root = folder / "static"
    for name, value in FILES.items():
        if isinstance(value, str) and not value.endswith("/"):
            write_file(root / value, f"/* {name} </script><!-- */")
    write_file(root / "pyodide-1" / "pyodide.mjs", "export {}")
    write_file(root / "pyodide-1" / "pyodide.asm.wasm", "wasm")
    (root / "client-1.js.br").write_bytes(brotli.compress(b"compressed"))
    write_file(folder / "public" / "cities.csv", "name\nZürich\n")
    write_file(folder / "public" / ".env", "CANARY_7f3a")
    return ClientBundle(root, FILES, folder / "public", folder / "app.data")


def write_file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def make_app(source: str, bundle: ClientBundle, settings: Settings | None = None) -> FastAPI:
    """Return the ASGI app of the source of some cells."""
    name = f"site_{next(_numbers)}"
    _loaded.append(f"{name}_server")
    model = AppModel(name, "A <title>", server_source=SERVER_HEAD + dedent(source))
    return create_app(model, bundle, settings or Settings())


def forget() -> None:
    """Take the loaded modules out of ``sys.modules`` again."""
    while _loaded:
        sys.modules.pop(_loaded.pop(), None)


@asynccontextmanager
async def browser(app: Any, root_path: str = "") -> AsyncIterator[httpx.AsyncClient]:
    """Return what asks an app, as one browser does."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=True, root_path=root_path)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


def payload_of(response: httpx.Response) -> dict[str, Any]:
    """Return the payload of a page."""
    found = re.search(
        r'<script type="application/json" id="reactor-payload">(.*?)</script>', response.text
    )
    assert found is not None
    payload: dict[str, Any] = json.loads(found[1])
    return payload


def content_of(response: httpx.Response) -> str:
    """Return the HTML inside the root element of a page."""
    found = re.search(r'<main id="reactor-root">(.*)</main>', response.text)
    assert found is not None
    return found[1]


def text_of(response: httpx.Response) -> str:
    """Return the visible text of a page."""
    return html.unescape(re.sub(r"<[^>]*>", " ", response.text.partition("<body>")[2]))


def shown_in(response: httpx.Response) -> str:
    """Return the text inside the root element of a page."""
    return html.unescape(re.sub(r"<[^>]*>", "", content_of(response)))
