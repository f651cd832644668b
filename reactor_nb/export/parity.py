"""A page in three places: sent by the server, and taken over by CPython and by Pyodide."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reactor_nb.asgi import Response, ask
from reactor_nb.errors import ReactorError
from reactor_nb.export.bundle import Build
from reactor_nb.export.differing import difference
from reactor_nb.export.exporter import Exporter
from reactor_nb.export.files import PUBLIC
from reactor_nb.export.prepare import prepare
from reactor_nb.model.app import AppModel
from reactor_nb.server import Settings, create_app, read_export
from reactor_nb.testing.first_html import first_html

_SENT = re.compile(
    r'<main id="reactor-root">(.*)</main>.*?id="reactor-payload">(.*?)</script>', re.S
)


class NoPyodideError(ReactorError):
    """Pyodide cannot run here; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it: a line for each page that is not the same everywhere, and how many are."""

    failures: tuple[str, ...]
    pages: int


def compare_pages(notebook: Path, build: Build) -> Compared:
    """Compare the first HTML of each page in three places.

    A page whose path has parameters is left out: nobody says which.

    Raises:
        NoPyodideError: there is no Node, or what runs in it is not installed.
        ReactorError: the notebook cannot be exported, or Pyodide has ended.
    """
    prepared = prepare(notebook, build)
    if prepared.model is None or prepared.errors:
        return Compared((), 0)  # why, the tests tell
    with TemporaryDirectory(prefix="reactor_nb-") as name:
        out = Path(name) / "app"
        Exporter().export(prepared, out)
        return asyncio.run(_compare(notebook, prepared.model, out, Path(name, "data")))


async def _compare(notebook: Path, model: AppModel, out: Path, data: Path) -> Compared:
    server = create_app(*read_export(out), Settings(data=data))
    half = _browser_half(model, out / PUBLIC)
    payloads, sent, failures = [], [], []
    for route in model.routes:
        if "{" in route.path:
            continue
        found = _SENT.search((await _get(server, route.path)).body.decode())
        if found:  # else it redirects, or says that something is missing
            sent.append(found[1])
            payloads.append(json.loads(found[2]))
    elsewhere = await _in_pyodide(half, payloads, notebook.parent.absolute())
    for html, payload, there in zip(sent, payloads, elsewhere, strict=True):
        here = first_html(half, payload)
        for name, other in (("CPython", here), ("Pyodide", there)):
            if other != html:
                where = f"{notebook.name}: {payload['url']} is other HTML in {name} than was sent"
                failures.append(f"{where}: {difference(html, other)}")
    return Compared(tuple(failures), len(sent))


async def _get(server: Any, path: str) -> Response:
    return await ask(server, "GET", path, [("accept", "text/html")])


def _browser_half(model: AppModel, public: Path) -> dict[str, Any]:
    modules = [
        (one.name, one.client_source, one.file, one.package)
        for one in model.modules
        if one.client_source is not None
    ]
    return {
        "name": f"{model.name}_parity",
        "source": model.client_source,
        "modules": modules,
        "public": str(public),
    }


async def _in_pyodide(
    half: Mapping[str, Any], payloads: list[Mapping[str, Any]], folder: Path
) -> list[str]:
    """Return the first HTML of pages, worked out in Pyodide under Node."""
    try:
        import IPython  # noqa: F401

        from reactor_nb.nodekernel.process import NodePython
    except ImportError as error:
        raise NoPyodideError(f"{error.name} is missing: pip install 'reactor_nb[kernel]'") from None
    _check_node()
    written: list[str] = []
    python = NodePython(lambda messages: written.extend(map(_text_of, messages)), folder)
    code = (
        "import json\nfrom reactor_nb.testing.first_html import first_html\n"
        f"half, payloads = json.loads({json.dumps([half, payloads])!r})\n"
        "print(json.dumps([first_html(half, each) for each in payloads]))"
    )
    asked = {"code": code, "silent": False, "store_history": False, "user_expressions": {}}
    try:
        reply = await python.ask("execute", {**asked, "allow_stdin": False, "cell_id": None})
    finally:
        python.stop()
    if reply["status"] != "ok":
        raise ReactorError(f"in Pyodide: {reply['ename']}: {reply['evalue']}")
    # The app's own code may have written something before.
    html: list[str] = json.loads("".join(written).splitlines()[-1])
    return html


def _text_of(message: Mapping[str, Any]) -> str:
    content = message.get("content", {})
    return str(content.get("text", "")) if content.get("name") == "stdout" else ""


def _check_node() -> None:
    from reactor_nb.nodekernel.node import NodeError, find_node

    try:
        find_node()
    except NodeError as error:
        raise NoPyodideError(str(error)) from None
