"""The preview with its client half in the frame: as in production, without a server."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from reactor_nb.export.app_code import AppCode
from reactor_nb.export.bundle import Build, Packages
from reactor_nb.export.prepare import packages_for
from reactor_nb.export.wheels import outside_imports
from reactor_nb.kernel.asking import Question
from reactor_nb.kernel.production import production
from reactor_nb.kernel.ran import Ran
from reactor_nb.kernel.showing import READY, Answer, Problem, Showing, Shown, said
from reactor_nb.model.app import AppModel
from reactor_nb.runtime.registry import Registry

# A browser can show this much; what is larger is a mistake.
_MOST_HTML: Final = 20_000_000


class Preview(Showing):
    """A preview whose frame has Pyodide.

    Args:
        ran: what the cells ran.
        recorded: what the decorators recorded.
        names: the names and values of the kernel.
        folder: where the notebook is.
    """

    def __init__(
        self, ran: Ran, recorded: Registry, names: Mapping[str, Any], folder: Path
    ) -> None:
        super().__init__(ran, recorded, names, folder)
        self._packages: tuple[tuple[str, ...], Packages] = ((), Packages())

    async def serve(
        self, registry: Registry, model: AppModel
    ) -> tuple[Answer, Mapping[str, Any], list[Problem]]:
        """Put the app together, with all that the frame loads."""
        build = Build.load()
        packages, problems = self._pack(model, build)
        client = _client(model, packages, build)
        return production(registry, model, client, self.folder), client, problems

    def close(self) -> None:
        """Let go of nothing: the frame has the page."""

    async def page(self, url: str, model: AppModel) -> Shown:
        """Return the whole page, as for a visitor who comes."""
        document, faults = await self.ask(Question("GET", url))
        if len(document.body) > _MOST_HTML:
            size = f"{len(document.body) / 1e6:.0f} MB"
            most = f"a preview shows at most {_MOST_HTML / 1e6:.0f} MB"
            return Shown(None, problems=(*faults, said(f"the page is {size} of HTML; {most}")))
        files = {_archive(model): AppCode(model).shared({}), **_files_of(self._packages[1])}
        return Shown(document, files, tuple(faults))

    def _pack(self, model: AppModel, build: Build) -> tuple[Packages, list[Problem]]:
        outside = tuple(outside_imports(model, build))
        if outside == self._packages[0]:
            return self._packages[1], []
        packages, problems = packages_for(model, build, outside)
        if not problems:
            self._packages = (outside, packages)
        # Where the browser cannot have a package, the kernel may render instead.
        return packages, [{**one.to_json(), "offer": "kernel"} for one in problems]


def _client(model: AppModel, packages: Packages, build: Build) -> dict[str, Any]:
    """Return which file plays which part in the frame."""
    wanted = set(model.client_imports) & (build.rest - build.stdlib)
    lock = f"{_folder(packages)}lock.json" if packages.files else None
    return {
        **READY,
        "app": _archive(model),
        "packages": list(packages.names),
        "lock": lock,
        "eager_rest": bool(wanted),
    }


def _archive(model: AppModel) -> str:
    """Return the name of the app's archive: another one for other code."""
    texts = [each for one in model.sources("client") for each in (one.file, one.text)]
    return f"app-{hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:12]}.zip"


def _folder(packages: Packages) -> str:
    return f"packages-{hashlib.sha256(packages.files['lock.json']).hexdigest()[:12]}/"


def _files_of(packages: Packages) -> dict[str, bytes]:
    return {f"{_folder(packages)}{name}": content for name, content in packages.files.items()}
