"""A small static server for two Pyodides: the one from npm and ours, both with brotli."""

import contextlib
import mimetypes
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli

from tests.benchmarks.report import RESULTS, ROOT

STOCK = ROOT / "labextension" / "node_modules" / "pyodide"
OURS = ROOT / "reactor_nb" / "static"
ROOTS = {"stock": STOCK, "ours": OURS, "here": Path(__file__).parent}
TYPES = {".mjs": "text/javascript", ".wasm": "application/wasm"}


def content_type(name: str) -> str:
    known = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0]
    return known or "application/octet-stream"


def compressed(file: Path) -> bytes:
    """Return a file as brotli writes it at its best; the work is done once."""
    ready = file.with_name(file.name + ".br")
    if ready.exists():
        return ready.read_bytes()
    same = OURS / "pyodide" / file.name
    if same.exists() and same.read_bytes() == file.read_bytes():
        return compressed(same)
    kept = RESULTS / "brotli" / f"{file.name}-{file.stat().st_size}-{file.stat().st_mtime_ns}"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(brotli.compress(file.read_bytes(), quality=11))
    return kept.read_bytes()


class Handler(BaseHTTPRequestHandler):
    """``/stock/…``, ``/ours/…``, ``/here/…``; any other path is an empty page."""

    protocol_version = "HTTP/1.1"
    sent: dict[str, int] = {}

    def do_GET(self) -> None:
        _, folder, name = [*self.path.split("/", 2), ""][:3]
        if folder not in ROOTS:
            self._answer(200, "text/html", b"<!doctype html><title>Empty</title>", {})
            return
        file = ROOTS[folder] / name
        if not file.is_file():
            self._answer(404, "text/plain", b"", {})
            return
        body = compressed(file)
        self.sent[self.path] = len(body)
        self._answer(200, content_type(name), body, {"Content-Encoding": "br"})

    def _answer(self, status: int, kind: str, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for header, value in headers.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the console belongs to the report."""


@contextlib.contextmanager
def serve_files() -> Iterator[str]:
    """Serve both, and give the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
