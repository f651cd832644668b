"""A notebook and a folder for its files, built again and again while its author works."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reactor_nb.errors import NotebookError
from reactor_nb.export.bundle import Build
from reactor_nb.export.dev_files import DevFiles
from reactor_nb.export.files import PUBLIC, stamp
from reactor_nb.export.prepare import Prepared, prepare
from reactor_nb.export.report import as_diagnostic, describe_all, describe_failure
from reactor_nb.export.updates import Version
from reactor_nb.model.memory import Memory
from reactor_nb.notebook.read import read_notebook
from reactor_nb.runtime.data import notebook_data
from reactor_nb.server import ClientBundle, Settings, create_app

_PLACE = re.compile(r"cell (\d+) › line (\d+)\Z")


@dataclass(frozen=True, slots=True)
class Built:
    """A notebook as far as it could be built: without running any of it.

    Args:
        app: what was read; nothing when it could not be.
        client: which file plays which part in the browser.
        problems: why it is no app, as lines.
        warnings: what else its author should know, as lines.
    """

    app: Prepared | None = None
    client: dict[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def version(self) -> Version | None:
        """What matters to pages; nothing of what is no app."""
        if self.problems or self.app is None or self.app.model is None:
            return None
        public = {name: stamp(path) for name, path in self.app.public.items()}
        return Version(self.app.model, self.client, public)


@dataclass(frozen=True, slots=True)
class Loaded:
    """An ASGI app, or the problems that its code has when it runs."""

    app: Any = None
    problems: tuple[str, ...] = ()


class Project:
    """The notebook of a ``dev`` server.

    Args:
        notebook: the file.
        folder: where files for the browser go; files of earlier builds stay, pages may need them.
        build: the ready half of every bundle.

    ``hosts`` are the names that the environment lists.
    """

    def __init__(self, notebook: Path, folder: Path, build: Build) -> None:
        self.notebook = notebook
        self._folder = folder
        self._build = build
        self._files = DevFiles(folder, build)
        self._memory = Memory()
        settings = Settings.from_environment()
        self.hosts = settings.hosts
        # Who may ask is decided before a request comes to the app.
        self._settings = replace(settings, dev=True, hosts=())

    def build(self) -> Built:
        """Read the notebook and write what browsers load."""
        try:
            app = prepare(self.notebook, self._build, memory=self._memory)
        except NotebookError as error:
            return Built(problems=tuple(describe_all((as_diagnostic(error),), self.notebook)))
        warnings = tuple(one for one in app.diagnostics if one.severity == "warning")
        if app.errors or app.model is None:
            lines = describe_all((*app.errors, *warnings), self.notebook)
            return Built(app, problems=tuple(lines))
        client = self._files.update(app.model, app.packages)
        return Built(app, client, (), tuple(describe_all(warnings, self.notebook)))

    def load(self, built: Built) -> Loaded:
        """Run the server half of what was built."""
        if built.problems or built.app is None or built.app.model is None:
            return Loaded(problems=built.problems)
        try:
            return Loaded(create_app(built.app.model, self._bundle(built.client), self._settings))
        except (Exception, SystemExit) as error:  # whatever the author does, the old app goes on
            return Loaded(problems=(describe_failure(error, self.notebook),))

    def _bundle(self, client: Mapping[str, Any]) -> ClientBundle:
        public = self.notebook.parent / PUBLIC
        return ClientBundle(
            self._folder,
            client,
            public=public if public.is_dir() else None,
            data=notebook_data(self.notebook),
        )

    def line_at(self, place: str) -> str:
        """Return what stands at a place of the notebook, such as ``a.ipynb › cell 3 › line 1``."""
        found = _PLACE.search(place)
        if found is None:
            return ""
        try:
            cells = {one.index: one.source for one in read_notebook(self.notebook).cells}
            return cells[int(found[1])].splitlines()[int(found[2]) - 1].strip()
        except (NotebookError, LookupError):
            return ""
