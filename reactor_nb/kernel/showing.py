"""What every preview of a notebook has: the notebook read, checked, and asked for its pages."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from reactor_nb.asgi import Response
from reactor_nb.errors import ExportError, ReactorError
from reactor_nb.export.files import PUBLIC
from reactor_nb.export.updates import Updates, Version
from reactor_nb.kernel.alone import add_page, alone_at, cells_with, components_of
from reactor_nb.kernel.asking import Question
from reactor_nb.kernel.cookies import Jar
from reactor_nb.kernel.faults import noted
from reactor_nb.kernel.live import live_registry, not_run
from reactor_nb.kernel.ran import Ran
from reactor_nb.model.app import AppModel
from reactor_nb.model.build import Build as Read
from reactor_nb.model.build import build_model
from reactor_nb.model.cell import Cell
from reactor_nb.model.memory import Memory
from reactor_nb.notebook.modules import LocalModules
from reactor_nb.runtime.registry import Registry

Problem = dict[str, Any]
Answer = Callable[[Question], Awaitable[Response]]
"""What answers the requests of a page."""

# What every page loads; the Jupyter server has these under the same names.
READY: Final = {
    "client": "client.js",
    "worker": "worker.js",
    "early": "early.js",
    "style": "style.css",
    "core": "core.bin",
    "pyodide": "pyodide/",
    "stdlib": "pyodide/stdlib.zip",
    "rest": "pyodide/rest.zip",
    "router": None,
}

# Of so many versions it is known what data their pages have.
_VERSIONS: Final = 50
# How a page asks for what it is made of, in place of its HTML.
_AS_DATA: Final = {"x-reactor-page": "1"}
_DATA: Final = "application/vnd.reactor-nb.page+json"


@dataclass(frozen=True, slots=True)
class Notebook:
    """The notebook as it is open in JupyterLab.

    Args:
        name: what its author called the file, without the ending.
        title: what its author calls the app, where that is known.
        cells: its code cells, in file order.
    """

    name: str
    title: str
    cells: tuple[Cell, ...]


def _nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the frame needs to show the notebook.

    Args:
        document: the page, as production sends it.
        files: what the page loads besides what all pages load, by its names.
        problems: what is wrong; with errors the page that was there stays.
        version: the name of what is shown.
        refresh: new code and new data for the page that was there, in place of another page.
        page: the number of the page, where the kernel renders it.
        then: what is to be done when the panel has been told.
        components: those of the notebook, and whether each can be on a page of its own.
    """

    document: Response | None
    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    version: str = ""
    refresh: Mapping[str, Any] | None = None
    page: int = 0
    then: Callable[[], None] = _nothing
    components: Mapping[str, bool] = field(default_factory=dict)


class Showing(ABC):
    """One preview of a notebook, in its kernel.

    Args:
        ran: what the cells ran.
        recorded: what the decorators recorded.
        names: the names and values of the kernel.
        folder: where the notebook is.
    """

    def __init__(
        self, ran: Ran, recorded: Registry, names: Mapping[str, Any], folder: Path
    ) -> None:
        self.folder = folder
        self._ran = ran
        self._recorded = recorded
        self._names = names
        self._memory = Memory()
        self._updates = Updates()
        self._version = 0
        self._answer: Answer | None = None
        self._jar = Jar()
        # What pages of each version have of their loaders.
        self._data: dict[str, Any] = {}

    # What each kind of preview does in its own way.

    @abstractmethod
    def close(self) -> None:
        """Let go of what is shown."""

    @abstractmethod
    async def serve(
        self, registry: Registry, model: AppModel
    ) -> tuple[Answer, Mapping[str, Any], list[Problem]]:
        """Put the app together.

        Returns:
            what answers its requests, which file plays which part in the browser, and what is
            wrong with it.
        """

    @abstractmethod
    async def page(self, url: str, model: AppModel) -> Shown:
        """Return the whole page, as for a visitor who comes."""

    async def show(self, notebook: Notebook, url: str, known: str = "") -> Shown:
        """Work out what a notebook is now, and render one of its pages.

        Args:
            notebook: the cells as they are open.
            url: the path of the page inside the app, with its query.
            known: the version that is shown now.
        """
        cells = self._ran.as_run(notebook.cells)
        components = components_of(cells, self._names, self._recorded)
        return replace(await self._found(notebook, cells, url, known), components=components)

    async def _found(self, notebook: Notebook, cells: list[Cell], url: str, known: str) -> Shown:
        alone = alone_at(url, self._names)
        if alone:
            cells = cells_with(cells, alone)
        find = LocalModules(self.folder).find
        read = build_model(cells, notebook.name, notebook.title, find, self._memory)
        failed = self._failures(notebook.cells)
        found = [one.to_json() for one in read.diagnostics if one.severity != "info"]
        told = [*failed, *(_problem(one, cells) for one in found)]
        if read.model is None or failed:
            return Shown(None, problems=tuple(told))
        try:
            model = _whole(read.model, notebook)
            more = await self._load(model, read, url)
        except (ReactorError, ExportError) as error:
            return Shown(None, problems=(*told, said(str(error))))
        told += [_problem(one, cells) for one in more]
        if _has_errors(told):
            return Shown(None, problems=tuple(told))
        shown = await self.refreshed(url, known) or await self.page(url, model)
        told += shown.problems
        problems = tuple(_problem(one, cells) for one in told)
        return replace(shown, problems=problems, version=self.version)

    @property
    def version(self) -> str:
        """The name of what was last shown."""
        return str(self._version)

    async def refreshed(self, url: str, known: str) -> Shown | None:
        """Return what the page that is there needs to go on; nothing where it cannot."""
        update = self._updates.since(known)
        if update["reload"]:
            return None
        reply, faults = await self.ask(Question("GET", url, _AS_DATA))
        if reply.status != 200 or not reply.header("content-type").startswith(_DATA):
            return Shown(None, problems=tuple(faults)) if faults else None
        data = json.loads(reply.body)
        refresh = {"code": update["code"], "data": None if data == self._data.get(known) else data}
        self._data[self.version] = data
        if len(self._data) > _VERSIONS:
            del self._data[next(iter(self._data))]
        return Shown(None, problems=tuple(faults), refresh=refresh)

    async def ask(self, question: Question) -> tuple[Response, list[Problem]]:
        """Have the app answer a request, and say what the author's code raised."""
        if self._answer is None:
            return Response(503), [said("the cells of the app have not run yet")]
        with noted(self._ran) as faults:
            reply = self._jar.take_from(await self._answer(self._jar.add_to(question)))
        return reply, faults

    async def _load(self, model: AppModel, read: Read, url: str) -> list[Problem]:
        """Put the app together; return what is wrong with it."""
        registry = live_registry(model, read.understood, self._recorded, self._names)
        alone = alone_at(url, self._names)
        if alone:
            add_page(registry, self._names[alone], alone)
        missing = [one.to_json() for one in not_run(model, registry)]
        if missing:
            return missing
        public = self.folder / PUBLIC
        registry.public = public if public.is_dir() else None
        self._answer, files, problems = await self.serve(registry, model)
        self._version += 1
        self._updates.add(self.version, Version(model, files, url))
        return problems

    def _failures(self, cells: Sequence[Cell]) -> list[Problem]:
        found = self._ran.failures(cells)
        return [
            _problem({**said(one.message), "id": one.id, "line": one.line, "hint": one.hint}, cells)
            for one in found
        ]


def _whole(model: AppModel, notebook: Notebook) -> AppModel:
    """Return the app with all of its code in one piece, as pages that take new code have it."""
    return replace(model, notebook=f"{notebook.name}.ipynb", client_parts=())


def said(message: str) -> Problem:
    """Return a problem that is of no place."""
    return {"code": "", "message": message, "severity": "error"}


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(one["severity"] == "error" for one in problems)


def _problem(problem: Mapping[str, Any], cells: Iterable[Cell]) -> Problem:
    """Return a problem with both the number and the id of its cell."""
    found = {"code": "", "hint": "", "cell": None, "id": None, "line": None, **problem}
    for cell in cells:
        if cell.index == found["cell"] or cell.id == found["id"]:
            found |= {"cell": cell.index, "id": cell.id}
    return found
