"""The devtools of a page with a session: what goes to the page is measured, too."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any

from reactor_nb.devtools.console import Line
from reactor_nb.devtools.tools import Devtools

if TYPE_CHECKING:
    # Pages do not have what stands in annotations alone.
    from reactor_nb.core.protocol import Message
    from reactor_nb.devtools.console import Console
    from reactor_nb.runtime.registry import Registry
    from reactor_nb.runtime.session import Session


class Looking:
    """Looks at a page, until it is closed.

    Args:
        session: the page's.
        registry: the app.
        tell: takes what the panel shall know, as plain JSON.
        console: has what the app prints, where somebody keeps that.
    """

    def __init__(
        self,
        session: Session,
        registry: Registry,
        tell: Callable[[list[Any]], None],
        console: Console | None = None,
    ) -> None:
        self._tell = tell
        self._console = console
        self._transport: Any = session._transport
        self._tools = Devtools(session.root, tell, registry, hears_sends=True)
        self._tools.open()
        self._own = vars(self._transport).get("send")
        self._send_to_page: Callable[[Message], None] = self._transport.send
        vars(self._transport)["send"] = self._send
        self._is_open = True
        self._tell_output()

    def receive(self, message: list[Any]) -> None:
        """Take a message of the panel.

        Raises:
            ValueError: the panel sent what is no such message.
        """
        self._tools.receive(message)

    def close(self) -> None:
        """Have the page be as if nobody had looked at it."""
        self._is_open = False
        if self._console is not None:
            self._console.heard = None
        if self._own is None:
            del vars(self._transport)["send"]
        else:
            vars(self._transport)["send"] = self._own
        self._tools.close()

    def _send(self, message: Message) -> None:
        begun = perf_counter()
        self._send_to_page(message)
        if message[0] == "patch":
            self._tools.sent(_size_of(message), perf_counter() - begun)
        elif message[0] == "report" and self._console is not None:
            for line in str(message[2]).split("\n"):
                self._console.add(Line(str(message[1]), line))

    def _tell_output(self) -> None:
        if self._console is None or not self._is_open:
            return
        lines, left_out = self._console.take()
        if lines:
            self._tell(["printed", lines, left_out])
        # What is printed until the current code is done is told together.
        self._console.heard = lambda: self._transport.defer(self._tell_output)


def _size_of(message: Message) -> int:
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
