"""Files: what browsers load of an app, and its ``public/`` folder."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from reactor_nb.errors import ReactorError
from reactor_nb.model.app import AppModel, AppModule
from reactor_nb.server.files import media_type, public_file

_IMMUTABLE: Final = "public, max-age=31536000, immutable"
# The author's own files may be documents of any kind, and stand in frames of the app's pages.
_PUBLIC_HEADERS: Final[Mapping[str, str]] = {
    "cache-control": "no-cache",
    "content-security-policy": "frame-ancestors 'self'",
    "x-frame-options": "SAMEORIGIN",
}
_CODINGS: Final = (("br", ".br"), ("gzip", ".gz"))


@dataclass(frozen=True, slots=True)
class ClientBundle:
    """What browsers load of one app, and where its other files are.

    Args:
        root: the folder that is served as ``static/``.
        files: which file plays which part, as an export's manifest has it under ``client``.
        public: the folder that is served as ``public/``, if there is one.
        data: where the app may write, unless the settings say otherwise.
        code: the file with the server's source, for tracebacks.
    """

    root: Path
    files: Mapping[str, Any]
    public: Path | None = None
    data: Path | None = None
    code: Path | None = None


def read_export(folder: Path) -> tuple[AppModel, ClientBundle]:
    """Return the app that ``reactor-nb export`` wrote to a folder.

    Raises:
        ReactorError: it is not the folder of an export of one notebook, or not whole.
    """
    found = read_exports(folder)
    if len(found) > 1:
        raise ReactorError(f"{folder} is an export of several notebooks; use read_exports")
    return found[0]


def read_exports(folder: Path) -> list[tuple[AppModel, ClientBundle]]:
    """Return every notebook of the app that ``reactor-nb export`` wrote to a folder.

    Raises:
        ReactorError: it is not the folder of an export, or not whole.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        described = manifest.get("notebooks")
        if described is None:
            return [_read(folder, manifest, folder / "generated" / "server.py")]
        return [
            _read(folder, each, folder / "generated" / each["name"] / "server.py")
            for each in described
        ]
    except OSError as error:
        missing = Path(error.filename or "").name
        raise ReactorError(f"{folder} is not a whole export: {missing} cannot be read") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ReactorError(f"{folder} is not an export: its manifest.json is broken") from None


def _read(folder: Path, described: Mapping[str, Any], code: Path) -> tuple[AppModel, ClientBundle]:
    source = code.read_text(encoding="utf-8")
    model = AppModel.from_json({**described, "server_source": source, "client_source": ""})
    model = replace(model, modules=tuple(_with_source(code, one) for one in model.modules))
    public = folder / "public"
    return model, ClientBundle(
        folder / "static",
        dict(described["client"]),
        public if public.is_dir() else None,
        folder.with_name(f"{folder.name}.data"),
        code,
    )


def _with_source(code: Path, module: AppModule) -> AppModule:
    """Return a module beside the notebook with its source."""
    if module.server_source is None:
        return module
    path = code.with_suffix("") / module.file
    return replace(module, server_source=path.read_text(encoding="utf-8"))


class StaticFiles:
    """The files of a bundle. Only what was there at the start exists, under exactly its name."""

    def __init__(self, root: Path) -> None:
        self._paths = {path.relative_to(root).as_posix(): path for path in _files(root)}

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    async def get(self, request: Request) -> Response:
        """Answer a request for a file; the name has a hash, so the answer never changes."""
        name = request.path_params["name"]
        path = self._paths.get(name)
        if path is None:
            return not_there()
        headers = {"cache-control": _IMMUTABLE, "vary": "accept-encoding"}
        for coding, ending in _CODINGS:
            twin = self._paths.get(name + ending)
            if twin is not None and _accepts(request.headers, coding):
                path = twin
                headers["content-encoding"] = coding
                break
        return _file_response(request, path, media_type(name), headers)


class PublicFiles:
    """The files of the author's ``public/`` folder, as they are now."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def get(self, request: Request) -> Response:
        """Answer a request for a file, which may change."""
        name = request.path_params["name"]
        path = public_file(self._root, name)
        if path is None:
            return not_there()
        return _file_response(request, path, media_type(name), _PUBLIC_HEADERS)


def not_there() -> Response:
    """Return the answer to a request for a file that does not exist."""
    return PlainTextResponse("This file does not exist.\n", 404)


def _file_response(request: Request, path: Path, kind: str, headers: Mapping[str, str]) -> Response:
    try:
        status = path.stat()
    except OSError:
        return not_there()
    response = FileResponse(path, headers=dict(headers), stat_result=status)
    # Set by hand: Starlette would add a charset to every text, and guess by the machine's table.
    response.headers["content-type"] = kind
    if response.headers["etag"] in request.headers.get("if-none-match", ""):
        kept = ("cache-control", "etag", "vary", "last-modified")
        return Response(
            status_code=304,
            headers={one: response.headers[one] for one in kept if one in response.headers},
        )
    return response


def _accepts(headers: Headers, coding: str) -> bool:
    """Return whether a client takes a content coding, by the header Accept-Encoding."""
    for part in headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = part.strip().partition(";")
        if name.strip() == coding:
            return quality.strip().removeprefix("q=").strip("0.") != "" or not quality
    return False


def _files(root: Path) -> list[Path]:
    """Return every regular file below a folder; links are not followed."""
    found: list[Path] = []
    for folder, _, names in os.walk(root):
        paths = (Path(folder, name) for name in names)
        found.extend(path for path in paths if path.is_file() and not path.is_symlink())
    return found
