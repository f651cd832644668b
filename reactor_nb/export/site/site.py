"""Every file of a static site."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reactor_nb.errors import ExportError, ReactorError
from reactor_nb.export import contents
from reactor_nb.export.bundle import Build
from reactor_nb.export.files import PUBLIC, Content, Files, stamp, write
from reactor_nb.export.prepare import Prepared
from reactor_nb.export.previous import MANIFEST
from reactor_nb.export.report import describe_failure
from reactor_nb.export.site.addresses import file_of, link_between, target_of
from reactor_nb.export.site.crawl import Answer, Crawl, PageError, crawl
from reactor_nb.export.site.page import redirect_document, static_document
from reactor_nb.export.tree import Half, browser_half
from reactor_nb.export.verify import Verifier
from reactor_nb.runtime.data import notebook_data
from reactor_nb.server import ClientBundle, Settings, create_apps

WORKER = "sw.js"
_TWINS = (".br", ".gz")


@dataclass(frozen=True, slots=True)
class Site:
    """A static site: its files, its pages by their paths, and the routes without any page."""

    files: Files
    pages: tuple[str, ...]
    unreached: tuple[str, ...]


def make_site(
    apps: Sequence[Prepared], build: Build, listed: Iterable[str] = (), *, offline: bool = False
) -> Site:
    """Run the loaders of an app, and return its pages as files with all they need.

    Args:
        apps: the notebooks, without errors.
        build: the ready half of every bundle.
        listed: the paths of pages that no link leads to.
        offline: add a service worker, so that the site can be read without a network.

    Raises:
        ExportError: a page cannot be made, or something of the server would be in the site.
    """
    halves = [_for_a_site(browser_half(app, build)) for app in apps]
    found = _crawl(halves, listed)
    files: Files = {}
    for half in halves:
        files.update(half.files)
    documents = _documents(found, build, offline)
    for half in halves:
        # What a loader returned is in these, so they are looked through as well.
        _verifier(half).verify({**documents}, build.folder)
    files.update(documents)
    if offline:
        files[WORKER] = _worker(files, halves, build)
    files[MANIFEST] = contents.site_manifest(found.pages, build, files).encode()
    return Site(files, tuple(found.pages), found.unreached)


def _for_a_site(half: Half) -> Half:
    """Return a half whose pages follow their links as plain documents do."""
    client = {**half.facts["client"], "router": None}
    return replace(half, facts={**half.facts, "client": client})


def _verifier(half: Half) -> Verifier:
    return Verifier(half.model, None, half.app.allowed)


def _crawl(halves: Sequence[Half], listed: Iterable[str]) -> Crawl:
    routes = [route.path for half in halves for route in half.model.routes]
    notebook = halves[0].app.notebook
    with _served(halves) as several:
        try:
            settings = replace(Settings.from_environment(), hosts=(), whole=True)
            app = create_apps(several, settings)
            # Not in this thread, which may run an event loop already.
            with ThreadPoolExecutor(1) as pool:
                return pool.submit(asyncio.run, crawl(app, routes, listed)).result()
        except PageError as error:
            if error.cause is None:
                raise
            # It says the cell and the line by itself.
            raise ExportError(f"{error}: {describe_failure(error.cause, notebook)}") from error
        except ReactorError as error:
            raise ExportError(describe_failure(error, notebook)) from error


@contextlib.contextmanager
def _served(halves: Sequence[Half]) -> Iterator[list[tuple[Any, ClientBundle]]]:
    """Give the apps and what a server would know of their files, as far as pages need it."""
    notebook = halves[0].app.notebook.absolute()
    public = notebook.parent / PUBLIC
    with tempfile.TemporaryDirectory(prefix="reactor_nb-") as name:
        folder = Path(name)
        for half in halves:
            early = half.facts["client"]["early"]
            if not (folder / early).exists():
                write(folder / early, half.files[f"static/{early}"])
        with contextlib.chdir(notebook.parent):  # as in its kernel
            yield [
                (
                    half.model,
                    ClientBundle(
                        folder,
                        half.facts["client"],
                        public if public.is_dir() else None,
                        notebook_data(half.app.notebook.absolute()),
                    ),
                )
                for half in halves
            ]


def _documents(found: Crawl, build: Build, offline: bool) -> Files:
    script = build.need("site.js").read_text(encoding="utf-8").strip()
    files: Files = {}
    before: dict[str, str] = {}
    for path, answer in found.pages.items():
        name = file_of(path)
        # Not every host tells large letters from small ones.
        other = before.setdefault(name.casefold(), path)
        if other != path:
            raise ExportError(f"the pages {other!r} and {path!r} would be the same file, {name}")
        files[name] = _document(answer, found.pages, script, offline).encode("utf-8", "replace")
    if found.missing is not None:
        # Most hosts of files send this one where they have no file.
        text = _document(found.missing, found.pages, script, offline=False)
        files["404.html"] = text.encode("utf-8", "replace")
    return files


def _document(answer: Answer, pages: Mapping[str, Answer], script: str, offline: bool) -> str:
    def relink(href: str) -> str | None:
        leads = target_of(answer.path, href)
        if leads is None:
            return None
        target, rest = leads
        if target in pages:
            folder = file_of(target).removesuffix("index.html")
            return link_between(answer.path, folder) + rest
        inside = target.startswith((f"/{PUBLIC}/", "/static/"))
        return link_between(answer.path, target[1:]) + rest if inside else None

    if answer.location:
        return redirect_document(relink(answer.location) or answer.location)
    worker = link_between(answer.path, WORKER) if offline else ""
    return static_document(answer.html, answer.policy, script, worker, relink)


def _worker(files: Mapping[str, Content], halves: Sequence[Half], build: Build) -> bytes:
    """Return the service worker: it knows the files, and changes when one of them does."""
    stamps = [[name, stamp(files[name]).sha256] for name in sorted(files)]
    rest = {str(half.facts["client"]["rest"]) for half in halves}
    first = [
        name.removesuffix("index.html") or "./"
        for name in sorted(files)
        if not name.endswith(_TWINS)
        and not name.startswith(("static/licenses/", f"{PUBLIC}/"))
        # The rest of the standard library is kept when a page has asked for it.
        and name.removeprefix("static/") not in rest
    ]
    version = hashlib.sha256(json.dumps(stamps).encode()).hexdigest()[:16]
    site = json.dumps({"version": version, "first": first})
    script = build.need("offline.js").read_text(encoding="utf-8").strip()
    return f"self.__site = {site};\n{script}\n".encode()
