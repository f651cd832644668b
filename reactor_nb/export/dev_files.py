"""What the pages of ``dev`` load: made once, but for the app's own code."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import reactor_nb
from reactor_nb.export.app_code import AppCode
from reactor_nb.export.bundle import Build, Packages, make_bundle, single
from reactor_nb.export.files import Files, write
from reactor_nb.model.app import AppModel

# Of our own Python, what pages have only here.
_PYTHON: Final = (
    "runtime.statements",
    "runtime.shape",
    "runtime.refresh",
    "runtime.program",
    "runtime.renew",
    "runtime.fault",
    "runtime.changing",
    "client.dev",
)
# What previews have besides: the devtools are loaded with the page, and imported when they open.
_PREVIEW: Final = ("client.preview", "client.output")
_READY: Final = {"worker": "dev-worker.js", "router": "router.js"}
_MORE: Final = "_reactor_more.pyc"


class DevFiles:
    """The files of the pages of one app; those of earlier versions stay, pages may need them.

    All that an edit may ask for is there from the start, so that it needs no other files: the
    router, and the modules of ours that few apps use. Parts of single pages are with the rest.

    Args:
        folder: where they go.
        build: the ready half of every bundle.
    """

    def __init__(self, folder: Path, build: Build) -> None:
        self._folder = folder
        self._build = build
        self._packages: Packages | None = None
        self._client: dict[str, Any] = {}

    def update(self, model: AppModel, packages: Packages) -> dict[str, Any]:
        """Write what is new; return which file plays which part."""
        model = replace(model, client_parts=())
        files: Files = {}
        if packages != self._packages:
            bundle = make_bundle(model, self._build, packages)
            files = bundle.files
            for part, name in _READY.items():
                bundle.client[part] = single(files, name, self._build.need(name))
            # Pages go on from one build to the next; the server's word for theirs stays the same.
            self._client = {**bundle.client, "build": "dev"}
            self._packages = packages
        more = self._build.need("more.bin").read_bytes()
        app: Files = {}
        name = single(app, "app.zip", AppCode(model).shared({_MORE: more}), is_compressed=False)
        self._write({**files, **app})
        return {**self._client, "app": name}

    def _write(self, files: Files) -> None:
        """Write what is not there yet: a name stands for its content."""
        for path, content in files.items():
            target = self._folder / path
            if not target.exists():
                part = target.with_name(f"{target.name}.part")
                part.unlink(missing_ok=True)
                write(part, content)
                part.replace(target)


def python_sources(*more: str) -> bytes:
    """Return the modules that only pages that take new code have, by their names, as JSON.

    Args:
        more: further modules of ours.
    """
    folder = Path(reactor_nb.__file__).parent
    return json.dumps(
        {
            f"reactor_nb.{name}": (folder / f"{name.replace('.', '/')}.py").read_text("utf-8")
            for name in (*_PYTHON, *more)
        }
    ).encode()


def preview_sources() -> bytes:
    """Return the modules that only pages in a preview have, by their names, as JSON."""
    folder = Path(reactor_nb.__file__).with_name("devtools")
    tools = (path.stem for path in sorted(folder.glob("*.py")) if path.stem != "__init__")
    return python_sources(*_PREVIEW, *(f"devtools.{name}" for name in tools))
