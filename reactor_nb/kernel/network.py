"""The network as a page has it that a kernel of Pyodide renders: its own app, at its own address.

The kernel is at another address, that of JupyterLite or of JupyterLab, and a path would be asked
for there.
"""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from typing import Any, Final

from reactor_nb.core.work import using
from reactor_nb.kernel.asking import ORIGIN, Question
from reactor_nb.kernel.showing import Answer

app: Final[ContextVar[Answer | None]] = ContextVar("reactor_nb_app", default=None)
"""What answers for the app of the page whose code runs now."""

_MARK: Final = "_reactor_nb"


def fetch_from_app() -> None:
    """Have ``pyfetch`` ask the app for its paths, where the code of a page calls it."""
    from pyodide import http

    asks_network = http.pyfetch
    if hasattr(asks_network, _MARK):
        return

    async def pyfetch(request: Any, /, **options: Any) -> Any:
        """Ask for what is at an address; see Pyodide."""
        answer = app.get()
        if answer is None or not isinstance(request, str) or not _is_path(request):
            return await asks_network(request, **options)
        return await _ask(answer, request, **options)

    setattr(pyfetch, _MARK, True)
    http.pyfetch = pyfetch


def _is_path(url: str) -> bool:
    return url.startswith("/") and not url.startswith("//")


async def _ask(
    answer: Answer, url: str, method: str = "GET", headers: Any = None, body: Any = None, **_: Any
) -> Any:
    from js import Object, Response
    from pyodide.ffi import to_js
    from pyodide.http import FetchResponse

    content = body.encode() if isinstance(body, str) else bytes(body or b"")
    # In a task of its own: on the server nothing is of a page.
    with using(app, None):
        asked = asyncio.ensure_future(
            answer(Question(method.upper(), url, dict(headers or {}), content))
        )
    reply = await asked
    about = {"status": reply.status, "headers": dict(reply.headers)}
    response = Response.new(to_js(reply.body), to_js(about, dict_converter=Object.fromEntries))
    return FetchResponse(f"{ORIGIN}{url}", response)
