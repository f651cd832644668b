"""Actions as ``fetch``, and files of the app's ``public/`` folder."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

# Not pyodide.http, whose import alone takes longer than the rest of the start.
from js import Object, XMLHttpRequest, fetch
from pyodide.ffi import JsException, to_js

from reactor_nb.errors import ActionError

_UNREACHABLE = "The server cannot be reached now. Please try again."
_HEADERS = {"Content-Type": "application/json", "X-Reactor": "1"}


def remote_actions(
    base: str, navigate: Callable[[str], None]
) -> Callable[[str, Mapping[str, Any]], Awaitable[Any]]:
    """Return what calls an action of the server by its name with JSON arguments.

    Args:
        base: the address of the app, without a slash at its end.
        navigate: called when an action answers with a redirect.
    """

    async def call(name: str, arguments: Mapping[str, Any]) -> Any:
        text = json.dumps(dict(arguments), separators=(",", ":"))
        try:
            response = await fetch(f"{base}/_reactor/actions/{name}", _post(text))
            answer = json.loads(await response.text())
        except (JsException, ValueError) as error:
            raise ActionError(_UNREACHABLE, 503) from error
        if not isinstance(answer, dict):
            raise ActionError(_UNREACHABLE, 502)
        if "redirect" in answer:
            navigate(str(answer["redirect"]))
        if "error" in answer:
            fault = answer["error"]
            raise ActionError(fault["message"], response.status, fault.get("fields") or {})
        return answer.get("result")

    return call


def _post(text: str) -> Any:
    options = {"method": "POST", "headers": _HEADERS, "body": text}
    return to_js(options, dict_converter=Object.fromEntries)


def fetch_now(url: str) -> bytes:
    """Return the bytes at ``url``; blocks this worker, never the page.

    Raises:
        OSError: the server gave no such file.
    """
    request = XMLHttpRequest.new()
    request.open("GET", url, False)
    request.responseType = "arraybuffer"
    request.send()
    if request.status != 200:
        raise OSError(f"{url} is not there (status {request.status})")
    content: bytes = request.response.to_bytes()
    return content
