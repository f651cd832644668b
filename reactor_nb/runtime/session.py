"""One live view of one app: messages in, messages out, whatever carries them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Protocol

from reactor_nb.core import protocol
from reactor_nb.core.hydrate import digest
from reactor_nb.core.ops import Op
from reactor_nb.core.protocol import Message
from reactor_nb.core.root import Root
from reactor_nb.core.state import Store
from reactor_nb.core.vnode import VComponent
from reactor_nb.core.work import Work
from reactor_nb.runtime.trace import trace_of


class Transport(Protocol):
    """The whole of what a host must provide."""

    def send(self, message: Message) -> None:
        """Give a message to the page."""

    def defer(self, flush: Callable[[], None]) -> None:
        """Call ``flush`` soon, when the current code is done."""

    def spawn(self, work: Coroutine[Any, Any, None]) -> Work:
        """Run a coroutine in a context of its own: to its first ``await`` at once, then on."""


class Session:
    """A mounted page and the conversation with it.

    Events are handled one after another, each against the newest render; the answer to an event
    goes out before the next event is looked at.

    Args:
        transport: the host.
        node: what to show.
        store: the page state, with the values that came with the page.
        restored: the hook values that came with the page, by instance path.
    """

    def __init__(
        self,
        transport: Transport,
        node: VComponent,
        *,
        store: Store | None = None,
        restored: Mapping[str, list[Any]] | None = None,
    ) -> None:
        self._transport = transport
        self._node = node
        self.acknowledged = 0
        self._live = False
        self._busy = False
        self.root = Root(
            request_flush=self._request_flush,
            spawn=transport.spawn,
            report=self._report,
            store=store,
            restored=restored,
        )

    def hydrate(self, expected: str) -> None:
        """Render, and have the page adopt the HTML the server sent.

        Args:
            expected: the digest of that HTML; if ours is another, the page compares in depth.
        """
        self.root.mount(self._node)
        if digest(self.root.html()) == expected:
            shape, ops = self.root.adopt()
            self._transport.send(protocol.hydrate(shape, ops))
        else:
            self._mend("Python rendered other HTML here than on the server")

    def receive(self, message: Message) -> None:
        """Take one message of the page.

        Raises:
            ValueError: the page sent what the protocol does not know.
        """
        match message:
            case ["event", int(number), str(kind), list(nodes), dict(data)]:
                self._event(number, kind, nodes, data)
            case ["hydrated"] | ["mended", _]:
                self._start()
            case ["mismatch", str(path)]:
                self._mend(f"the page differs from the server's HTML at {path}")
            case _:
                raise ValueError(f"the page sent an unknown message: {str(message)[:80]}")

    def close(self) -> None:
        """Take the tree down and run its clean-ups."""
        self._live = False
        self.root.unmount()

    def _mend(self, why: str) -> None:
        forms, templates = self.root.rebuild()
        self._transport.send(protocol.mend(forms, why, templates))

    def _start(self) -> None:
        if self._live:
            return
        self._live = True
        self.root.run_effects()
        self._flush()

    def _event(self, number: int, kind: str, nodes: list[Any], data: dict[str, Any]) -> None:
        self._busy = True
        ops: list[Op] = []
        try:
            self.root.dispatch(kind, nodes, data)
            ops = self.root.flush()
            ops.extend(self.root.reassert(kind, nodes, data))
        finally:
            self._busy = False
            self.acknowledged = number
            self._transport.send(protocol.patch(number, ops))
            if self.root.is_dirty():
                # The flush was interrupted; what it left must not wait for another event.
                self._request_flush()
        self.root.run_effects()

    def _request_flush(self) -> None:
        if self._live and not self._busy:
            self._transport.defer(self._flush)

    def _flush(self) -> None:
        if not self._live or not self.root.is_dirty():
            return
        ops = self.root.flush()
        if ops:
            self._transport.send(protocol.patch(self.acknowledged, ops))
        self.root.run_effects()

    def _report(self, error: BaseException) -> None:
        self._transport.send(protocol.report("error", trace_of(error)))
