"""A notebook and a folder for its files, built again and again while its author works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reactor_nb.errors import NotebookError
from reactor_nb.export.bundle import Build, make_bundle
from reactor_nb.export.files import Files, write
from reactor_nb.export.prepare import PUBLIC, Prepared, prepare
from reactor_nb.export.report import as_diagnostic, describe_all, describe_failure
from reactor_nb.model.memory import Memory
from reactor_nb.runtime.data import notebook_data
from reactor_nb.server import ClientBundle, Settings, create_app


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
        bundle = make_bundle(app.model, self._build, app.packages)
        self._write(bundle.files)
        return Built(app, bundle.client, (), tuple(describe_all(warnings, self.notebook)))

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

    def _write(self, files: Files) -> None:
        """Write what is not there yet: a name stands for its content."""
        for path, content in files.items():
            target = self._folder / path
            if not target.exists():
                part = target.with_name(f"{target.name}.part")
                part.unlink(missing_ok=True)
                write(part, content)
                part.replace(target)
