"""Real sites of JupyterLite, behind a plain server of files."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route

_CONFIG = "jupyter-lite.json"


class _Files(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@dataclass
class Site:
    """A site that is served below a path of its own.

    Args:
        folder: where it is.
    """

    folder: Path
    server: http.server.ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """Its address, with a slash at its end."""
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.server_address[1]}/{self.folder.name}/"

    def address_of(self, notebook: str) -> str:
        """Return where a notebook opens."""
        return f"{self.url}lab/index.html?path={notebook}"

    @contextmanager
    def running(self) -> Iterator[Site]:
        """Have it served for a while."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def start(self) -> None:
        """Serve it, with JupyterLab's own object in reach of scripts."""
        config = self.config()
        config["jupyter-config-data"]["exposeAppInBrowser"] = True
        (self.folder / _CONFIG).write_text(json.dumps(config))
        handler = partial(_Files, directory=str(self.folder.parent))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """End the server."""
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def config(self) -> dict[str, Any]:
        """Return what the site says of itself."""
        found: dict[str, Any] = json.loads((self.folder / _CONFIG).read_bytes())
        return found

    def kernel(self) -> Path:
        """Return the folder that its kernel starts from."""
        [found] = (self.folder / "static").glob("pyodide-*")
        return found


@contextmanager
def page_of(context: BrowserContext, url: str) -> Iterator[Page]:
    """Open a page that reaches nothing but its host; whatever else it asks for fails the test.

    Args:
        context: the profile of the browser.
        url: the address of the host.
    """
    foreign: list[str] = []

    def refuse(route: Route) -> None:
        foreign.append(route.request.url)
        route.abort()

    context.route(lambda asked: not asked.startswith((url, "data:", "blob:")), refuse)
    yield context.new_page()
    assert foreign == []


def build(
    out: Path, *notebooks: Path | str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Build a site with the real command."""
    return run(*map(str, notebooks), "-o", str(out), **environment)


def run(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("reactor-nb")), "lite", *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
