"""The commands ``export``, ``serve`` and ``dev``."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from shlex import quote
from typing import Any

import uvicorn

from reactor_nb.errors import ReactorError
from reactor_nb.export.bundle import Build
from reactor_nb.export.dev import DevApp
from reactor_nb.export.exporter import Exporter, complete
from reactor_nb.export.hosts import Hosts
from reactor_nb.export.prepare import Prepared, prepare
from reactor_nb.export.previous import MANIFEST
from reactor_nb.export.project import Project
from reactor_nb.export.report import (
    describe_all,
    describe_export,
    describe_failure,
    describe_files,
)
from reactor_nb.export.serving import OPTIONS, ServeError, Server, bind, url_of
from reactor_nb.export.together import together

Tell = Callable[[str], None]


class Refused(ReactorError):
    """An export that cannot be, for reasons that were told already."""


def export_app(
    notebooks: Sequence[Path], out: Path, allowed: Sequence[str], force: bool, complain: Tell
) -> list[str]:
    """Export notebooks as an app, and return what is to be said of it.

    Args:
        notebooks: the files.
        out: the folder to write.
        allowed: kinds of secret that may be exported.
        force: go on where files of others are in the way.
        complain: takes a line for each problem.

    Raises:
        ReactorError: it cannot be.
    """
    build = Build.load()
    apps = _checked(_prepared(notebooks, build, allowed, complain), complain)
    report = Exporter(build).export(apps, out, force=force)
    return [*describe_export(apps, report), f"run it: reactor-nb serve {quote(str(out))}"]


def export_site(
    notebooks: Sequence[Path],
    out: Path,
    allowed: Sequence[str],
    listed: Sequence[str],
    force: bool,
    offline: bool,
    complain: Tell,
) -> list[str]:
    """Run the loaders of notebooks, export their pages as files, and return what is to be said.

    Args:
        notebooks: the files.
        out: the folder to write.
        allowed: kinds of secret that may be exported.
        listed: the paths of pages that no link leads to.
        force: go on where files of others are in the way.
        offline: add a service worker.
        complain: takes a line for each problem.

    Raises:
        ReactorError: it cannot be.
    """
    from reactor_nb.export.site.checks import for_a_site
    from reactor_nb.export.site.site import make_site

    build = Build.load()
    apps = _checked(for_a_site(_prepared(notebooks, build, allowed, complain)), complain)
    site = make_site(apps, build, listed, offline=offline)
    for route in site.unreached:
        complain(f"no link leads to a page of {route!r}; name some with --page PATH")
    report = Exporter(build).write(apps, out, lambda: site.files, force=force)
    count = len(site.pages)
    return [
        *describe_files(report),
        f"{count} page{'' if count == 1 else 's'} for any host of files",
        f"try it: {shlex.join(['python', '-m', 'http.server', '-d', str(out)])}",
    ]


def _prepared(
    notebooks: Sequence[Path], build: Build, allowed: Sequence[str], complain: Tell
) -> tuple[Prepared, ...]:
    return together([prepare(each, build, allowed, complain) for each in notebooks])


def _checked(apps: tuple[Prepared, ...], complain: Tell) -> tuple[Prepared, ...]:
    """Say all that is wrong, and end here when an export cannot live with it."""
    for app in apps:
        shown = tuple(one for one in app.diagnostics if one.severity != "info")
        for line in describe_all(shown, app.notebook):
            complain(line)
    if any(app.errors for app in apps):
        raise Refused
    return apps


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
