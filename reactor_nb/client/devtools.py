"""The devtools of a page in a preview: what its Python does, for the panel around the frame."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from reactor_nb.client.output import console
from reactor_nb.devtools.tools import Devtools

if TYPE_CHECKING:
    # Pages do not have what stands in annotations alone.
    from reactor_nb.core.protocol import Message
    from reactor_nb.runtime.registry import Registry
    from reactor_nb.runtime.session import Session

_SOON: Final = 0.05


class Looking:
    """Looks at a page, until it is closed.

    Args:
        session: the page's.
        registry: the app.
        post: gives a JSON text to the panel.
    """

    def __init__(self, session: Session, registry: Registry, post: Callable[[str], None]) -> None:
        self._post = post
        self._session: Any = session
        self._size = 0
        self._tools = Devtools(session.root, self._tell, registry, hears_sends=True)
        self._tools.open()
        transport = vars(self._session._transport)
        self._post_to_page: Callable[[str], None] = transport["_post"]
        transport["_post"] = self._measure
        transport["send"] = self._send
        self._tell_output()

    def receive(self, text: str) -> None:
        """Take a message of the panel, as JSON."""
        self._tools.receive(json.loads(text))

    def close(self) -> None:
        """Have the page be as if nobody had looked at it."""
        console.heard = None
        transport = vars(self._session._transport)
        transport["_post"] = self._post_to_page
        del transport["send"]
        self._tools.close()

    def _tell(self, message: list[Any]) -> None:
        # Half a character, which JavaScript may hand to Python, is no text that can be posted.
        self._post(json.dumps(message))

    def _send(self, message: Message) -> None:
        begun = perf_counter()
        type(self._session._transport).send(self._session._transport, message)
        if message[0] == "patch":
            self._tools.sent(self._size, perf_counter() - begun)
        elif message[0] == "report":
            for line in str(message[2]).split("\n"):
                console.add(str(message[1]), line)

    def _measure(self, text: str) -> None:
        self._post_to_page(text)
        self._size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))

    def _tell_output(self) -> None:
        lines, left_out = console.take()
        if lines:
            self._tell(["printed", lines, left_out])
        console.heard = self._tell_soon

    def _tell_soon(self) -> None:
        asyncio.get_event_loop().call_later(_SOON, self._tell_if_open)

    def _tell_if_open(self) -> None:
        if "send" in vars(self._session._transport):
            self._tell_output()
