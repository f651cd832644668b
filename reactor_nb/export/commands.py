"""The two commands that go on until they are stopped: ``serve`` and ``dev``."""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn

from reactor_nb.export.bundle import Build
from reactor_nb.export.dev import DevApp
from reactor_nb.export.exporter import complete
from reactor_nb.export.hosts import Hosts
from reactor_nb.export.previous import MANIFEST
from reactor_nb.export.project import Project
from reactor_nb.export.report import describe_failure
from reactor_nb.export.serving import OPTIONS, ServeError, Server, bind, url_of

Tell = Callable[[str], None]


def serve_export(folder: Path, host: str, port: int, workers: int, tell: Tell) -> None:
    """Serve an exported app until somebody stops it.

    Raises:
        ReactorError: it cannot be served.
    """
    complete(folder)
    folder = folder.resolve()
    if not (folder / MANIFEST).is_file() or not (folder / "app.py").is_file():
        raise ServeError(f"{folder} holds no exported app; make one with 'reactor-nb export'")
    with bind(host, port) as listener:
        # As `uvicorn app:app` in that folder does.
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        config = uvicorn.Config("app:app", **OPTIONS)
        _load(config, folder)
        said = f"{folder.name} is served at {url_of(listener, host)} (Ctrl+C stops it)"
        if workers == 1:
            Server(config, ready=lambda: tell(said)).run(sockets=[listener])
            return
        port = listener.getsockname()[1]
    # Each worker is a new process, which loads the app and takes its share of the port.
    tell(said)
    uvicorn.run("app:app", app_dir=str(folder), host=host, port=port, workers=workers, **OPTIONS)


def serve_notebook(notebook: Path, host: str, port: int, open_page: bool, tell: Tell) -> None:
    """Serve a notebook as an app until somebody stops it.

    Raises:
        ReactorError: it cannot be served.
    """
    build = Build.load()
    if not notebook.is_file():
        raise ServeError(f"{notebook} is no file")
    with bind(host, port) as listener, tempfile.TemporaryDirectory(prefix="reactor_nb-") as name:
        project = Project(notebook.absolute(), Path(name), build)
        app = DevApp(project, build.need("dev.js"), tell, Hosts(host, project.hosts))
        url = url_of(listener, host)

        def ready() -> None:
            tell(f"{notebook.name} is served at {url} (Ctrl+C stops it)")
            if open_page:
                webbrowser.open(url)

        server = Server(
            uvicorn.Config(app, lifespan="on", **OPTIONS), ready=ready, stopping=app.stop
        )
        server.run(sockets=[listener])


def _load(config: Any, folder: Path) -> None:
    """Load the app before the server does, so that what is wrong can be said in one line."""
    try:
        config.load()
    except Exception as error:
        raise ServeError(describe_failure(error, folder)) from error
