"""The servers that are compared: ours, and FastAPI with strings; each in a process of its own.

    python -m tests.benchmarks.http.apps (ours | strings)

They print their port, and tell at ``/cpu`` how much processor time they took so far.
"""

import socket
import sys
import tempfile
import time
from html import escape
from pathlib import Path
from textwrap import dedent
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from reactor_nb.model.app import AppModel
from reactor_nb.server import Settings, create_app
from tests.benchmarks.http.rows import make_rows
from tests.server.sites import make_bundle

HELLO = '<!doctype html><html lang="en"><head><title>t</title></head><body>{}</body></html>'

SITE = """
    import time
    from dataclasses import dataclass
    from reactor_nb import api, page
    from reactor_nb.html import div, h1, p, table, tbody, td, tr
    from tests.benchmarks.http.rows import make_rows
    
    @dataclass(frozen=True, slots=True)
    class Row:
        id: int
        name: str
        city: str
        visits: int

    ROWS = [Row(*row) for row in make_rows()]

    @page("/hello")
    def Hello():
        return div(h1("Hello"), p("world"))

    def load() -> list[Row]:
        return ROWS

    @page("/loaded", loader=load)
    def Loaded(data: list[Row]):
        return table(tbody([tr(td(r.id), td(r.name), td(r.city), td(r.visits)) for r in data]))

    @page("/rows")
    def Rows():
        return table(tbody([tr(td(r.id), td(r.name), td(r.city), td(r.visits)) for r in ROWS]))

    @api("/cpu")
    async def cpu() -> float:
        return time.process_time()
"""


def ours(folder: Path) -> FastAPI:
    model = AppModel("measured", "Measured", server_source=dedent(SITE))
    return create_app(model, make_bundle(folder), Settings())


def strings(folder: Path) -> FastAPI:
    app = FastAPI()
    rows = make_rows()

    @app.get("/hello", response_class=HTMLResponse)
    async def hello() -> str:
        return HELLO.format("<div><h1>Hello</h1><p>world</p></div>")

    @app.get("/rows", response_class=HTMLResponse)
    async def table() -> str:
        lines = "".join(
            f"<tr><td>{one}</td><td>{escape(name)}</td><td>{escape(city)}</td><td>{n}</td></tr>"
            for one, name, city, n in rows
        )
        return HELLO.format(f"<table><tbody>{lines}</tbody></table>")

    @app.get("/cpu")
    async def cpu() -> float:
        return time.process_time()

    return app


def main(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        app = {"ours": ours, "strings": strings}[name](Path(folder))
        # While one server is measured, the connection to the other waits.
        options: dict[str, Any] = {"access_log": False, "timeout_keep_alive": 600}
        print(listener.getsockname()[1], flush=True)
        uvicorn.Server(uvicorn.Config(app, log_level="warning", **options)).run([listener])


if __name__ == "__main__":
    main(sys.argv[1])
