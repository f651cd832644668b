"""What the browser loads, as files with names made from their content: static/ of an export."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from reactor_nb import LATER
from reactor_nb.errors import ExportError
from reactor_nb.export.app_code import AppCode
from reactor_nb.export.compress import twins
from reactor_nb.export.files import BUILD, Content, Files, stamp
from reactor_nb.model.app import AppModel

_PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "stdlib.zip", "lock.json")
_HASH_LENGTH = 12
# Beside `LATER`: the forms of actions, and types that are one of several.
_MORE = ("form", "Union", "Optional", "Literal")


@dataclass(frozen=True, slots=True)
class Build:
    """The part of every bundle that is made with the package, not with the app.

    Args:
        folder: where it is.
        info: what ``build.json`` says of it.
    """

    folder: Path
    info: Mapping[str, Any]

    @classmethod
    def load(cls, folder: Path = BUILD) -> Build:
        """Read a build.

        Raises:
            ExportError: it is not there or not whole.
        """
        try:
            info = json.loads((folder / "build.json").read_bytes())
            return cls(folder, dict(info))
        except (OSError, ValueError):
            raise ExportError(
                "this installation of reactor_nb has no browser half (reactor_nb/static); "
                "install the wheel, or run 'make static' in a checkout"
            ) from None

    @property
    def python(self) -> str:
        """The version of Python in the browser."""
        return str(self.info["python"])

    @property
    def pyodide(self) -> str:
        """The version of Pyodide."""
        return str(self.info["pyodide"])

    @property
    def stdlib(self) -> frozenset[str]:
        """The standard modules that are there from the start, without those in C."""
        return frozenset(self.info["stdlib"])

    @property
    def rest(self) -> frozenset[str]:
        """The standard modules that are fetched when something imports them."""
        return frozenset(self.info["rest"])

    def lock_info(self) -> Mapping[str, Any]:
        """Return what a lock file for this Pyodide must say of its platform."""
        info: Mapping[str, Any] = json.loads(self.need("pyodide/lock.json").read_bytes())["info"]
        return info

    def need(self, name: str) -> Path:
        """Return a file of the build.

        Raises:
            ExportError: it is missing.
        """
        path = self.folder / name
        if not path.is_file():
            raise ExportError(f"this installation of reactor_nb is not whole: {path} is missing")
        return path


@dataclass(frozen=True, slots=True)
class Packages:
    """What the app's own imports need in the browser: wheels, and the lock file that names them.

    Args:
        names: what the page asks Pyodide to load; the lock file knows what these need in turn.
        files: ``lock.json`` and the wheels.
    """

    names: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of ``static/``, and which of them plays which part."""

    files: Files
    client: dict[str, Any]


def make_bundle(model: AppModel, build: Build, packages: Packages | None = None) -> Bundle:
    """Gather what the browser loads to run an app."""
    packages = packages or Packages()
    source = _client_text(model)
    code = AppCode(model)
    files: Files = {}
    client: dict[str, Any] = {
        "client": _ready(files, build, "client.js"),
        "worker": _ready(files, build, "worker.js"),
        "early": _ready(files, build, "early.js"),
        "style": _ready(files, build, "style.css"),
        "core": _ready(files, build, "core.bin"),
        "rest": _ready(files, build, "pyodide/rest.zip"),
        "router": _ready(files, build, "router.js") if _names(source, "Link") else None,
        "app": single(files, "app.zip", code.shared(_more(model, build))),
        "parts": {},
    }
    for part in model.client_parts:
        name = single(files, "part.zip", code.part(part))
        paths = [route.path for route in model.routes if route.component == part.component]
        client["parts"] |= dict.fromkeys(paths, name)
    pyodide = {name: build.need(f"pyodide/{name}") for name in _PYODIDE}
    client["pyodide"] = _folder(files, "pyodide", pyodide)
    client["stdlib"] = f"{client['pyodide']}stdlib.zip"
    client["lock"] = None
    client["packages"] = list(packages.names)
    client["eager_rest"] = bool(set(model.client_imports) & (build.rest - build.stdlib))
    if packages.files:
        client["lock"] = f"{_folder(files, 'packages', packages.files)}lock.json"
    for path in sorted((build.folder / "licenses").glob("*")):
        files[f"licenses/{path.name}"] = path
    return Bundle(files, client)


def _more(model: AppModel, build: Build) -> dict[str, bytes]:
    """Return those modules of ours that few apps use, for an app that does."""
    source = _client_text(model)
    if model.modules or model.client_parts or "|" in source or _names(source, *LATER, *_MORE):
        return {"_reactor_more.pyc": build.need("more.bin").read_bytes()}
    return {}


def _client_text(model: AppModel) -> str:
    return "\n".join(one.text for one in model.sources("client"))


def _names(source: str, *names: str) -> bool:
    """Return whether a source names one of these, or may."""
    return re.search(rf"\b({'|'.join(names)}|getattr)\b|import \*", source) is not None


def single(files: Files, name: str, content: Content, *, is_compressed: bool = True) -> str:
    """Add a file under a name made from its own and its content; return that.

    Args:
        files: where it goes.
        name: what it is called.
        content: what is in it.
        is_compressed: whether it goes there in compressed forms, too.
    """
    path = PurePosixPath(name)
    goal = _hashed(path.stem, path.suffix, stamp(content).sha256)
    if is_compressed:
        _add(files, goal, content)
    else:
        files[goal] = content
    return goal


def _ready(files: Files, build: Build, name: str) -> str:
    return single(files, PurePosixPath(name).name, build.need(name))


def _folder(files: Files, stem: str, contents: Mapping[str, Content]) -> str:
    """Add a folder of files that refer to each other by name; its own name has the hash."""
    stamps = [[name, stamp(contents[name]).sha256] for name in sorted(contents)]
    goal = _hashed(stem, "/", hashlib.sha256(json.dumps(stamps).encode()).hexdigest())
    for name, content in contents.items():
        _add(files, goal + name, content)
    return goal


def _add(files: Files, goal: str, content: Content) -> None:
    files[goal] = content
    for ending, twin in twins(content).items():
        files[goal + ending] = twin


def _hashed(stem: str, suffix: str, sha256: str) -> str:
    return f"{stem}-{sha256[:_HASH_LENGTH]}{suffix}"
