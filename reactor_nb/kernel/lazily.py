"""The server half in a kernel of Pyodide: FastAPI comes when an app needs it, and not before."""

from __future__ import annotations

import logging
import sys
from collections.abc import Awaitable, Callable
from importlib import import_module

from reactor_nb.asgi import Response
from reactor_nb.errors import ReactorError
from reactor_nb.kernel.asking import Question
from reactor_nb.kernel.document import plain_document
from reactor_nb.kernel.needs import Needs, need_of_app
from reactor_nb.kernel.plain import PlainApp
from reactor_nb.kernel.showing import Answer
from reactor_nb.runtime.registry import Registry
from reactor_nb.server.in_pyodide import PACKAGES

_log = logging.getLogger("reactor_nb.kernel")


class MissingError(ReactorError):
    """FastAPI cannot be had; the text says what to do."""


async def serve_lazily(
    registry: Registry, title: str, start: Callable[[], Awaitable[Answer]]
) -> Answer:
    """Return what answers for an app in a kernel of Pyodide.

    Args:
        registry: the app.
        title: the title of pages that have none of their own.
        start: has FastAPI loaded, and returns what answers for the app with it.

    Raises:
        ReactorError: the app cannot be served as it is; or every request of it needs FastAPI,
            which cannot be had.
    """
    need = need_of_app(registry)
    # What a cell has imported costs nothing more.
    if need is None and "fastapi" not in sys.modules:
        return _Lazily(PlainApp(registry, title), Needs(registry), start).answer
    try:
        return await start()
    except MissingError as error:
        raise ReactorError(f"{need or 'this app'} needs FastAPI: {error}") from None


class _Lazily:
    def __init__(
        self, plain: PlainApp, needs: Needs, start: Callable[[], Awaitable[Answer]]
    ) -> None:
        self._answer: Answer = plain.answer
        self._needs: Needs | None = needs
        self._start = start

    async def answer(self, question: Question) -> Response:
        need = None if self._needs is None else self._needs.of(question)
        if need is not None:
            try:
                self._answer, self._needs = await self._start(), None
            except MissingError as error:
                _log.error("%s needs FastAPI: %s", need, error)
                return Response(501, (), plain_document(f"{need} needs FastAPI").encode())
        return await self._answer(question)


async def load_fastapi() -> None:
    """Load FastAPI from where the kernel came from; in `pyodide-node` it is beside the packages.

    Raises:
        MissingError: it cannot be had.
    """
    import pyodide_js

    offered = pyodide_js.lockfile.packages
    wanted = [name for name in PACKAGES if hasattr(offered, name)]
    missing = [name for name in wanted if not hasattr(pyodide_js.loadedPackages, name)]
    if missing:
        await pyodide_js.loadPackage(missing)
    try:
        for name in PACKAGES:
            import_module(name.replace("-", "_"))
    except ImportError as error:
        cure = (
            f"it could not be loaded from this site ({error}); load the page anew"
            if wanted
            else "run 'reactor-nb lite --node' in a terminal, and restart the kernel"
        )
        raise MissingError(cure) from None
