"""The preview whose components run in the kernel; the frame has no Python."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, Final

from reactor_nb.asgi import Response
from reactor_nb.core.protocol import VERSION, Message
from reactor_nb.devtools.console import Console
from reactor_nb.kernel.asking import Question
from reactor_nb.kernel.document import END, PAYLOAD
from reactor_nb.kernel.half import ClientHalf
from reactor_nb.kernel.interrupts import Interrupted, Stopped
from reactor_nb.kernel.lazily import load_fastapi, serve_lazily
from reactor_nb.kernel.ran import Ran
from reactor_nb.kernel.showing import READY, Answer, Problem, Showing, Shown
from reactor_nb.model.app import AppModel
from reactor_nb.runtime.registry import Registry

HERE: Final = sys.platform == "emscripten"
"""Whether the kernel is in Pyodide itself."""

# What the frame must know; all the rest stays here.
_SHORT: Final = json.dumps({"version": VERSION, "files": {"worker": ""}}).encode()
_ENDED: Final = (
    "the page was interrupted and its state is lost; "
    "mend the cell and run it, or start the page anew with ⟳"
)
_numbers = count(1)


class Within(Showing):
    """A preview that the kernel renders.

    Args:
        ran: what the cells ran.
        recorded: what the decorators recorded.
        names: the names and values of the kernel.
        folder: where the notebook is.
        post: gives a message to the page of a number.
        tell: says what went wrong in the author's code.
        show: gives what the devtools know of the page of a number to the panel.
    """

    def __init__(
        self,
        ran: Ran,
        recorded: Registry,
        names: Mapping[str, Any],
        folder: Path,
        post: Callable[[int, Message], None],
        tell: Callable[[list[Problem]], None],
        show: Callable[[int, Message], None],
    ) -> None:
        super().__init__(ran, recorded, names, folder)
        self._post = post
        self._tell = tell
        self._show = show
        self._public: Path | None = None
        # Also what the pages before have printed, until the devtools take it.
        self._console = Console()
        self._page = 0
        self._ready: tuple[AppModel, Mapping[str, Any]] | None = None
        self._half: ClientHalf | None = None
        # The version of the code that the page has.
        self._has = ""

    async def serve(
        self, registry: Registry, model: AppModel
    ) -> tuple[Answer, Mapping[str, Any], list[Problem]]:
        """Put the app together."""
        self._public = registry.public

        async def start() -> Answer:
            if HERE:
                await load_fastapi()
            from reactor_nb.kernel.production import production

            return production(registry, model, {**READY, "app": "none"}, self.folder)

        answer = await (serve_lazily(registry, model.title, start) if HERE else start())
        return answer, {}, []

    async def page(self, url: str, model: AppModel) -> Shown:
        """Return the whole page; its components are mounted when the frame asks for that."""
        document, faults = await self.ask(Question("GET", url))
        document, payload = _taken_apart(document)
        self._end()
        self._page += 1
        self._ready = None if payload is None else (model, payload)
        self._has = self.version
        return Shown(document, problems=tuple(faults), page=self._page)

    async def refreshed(self, url: str, known: str) -> Shown | None:
        """Return that the page goes on, and how it does; nothing where it cannot."""
        half = self._half
        if half is None or not half.is_live or not known:
            return None
        shown = await super().refreshed(url, self._has)
        if shown is None or shown.refresh is None:
            return shown
        told = shown.refresh

        def take() -> None:
            if half is self._half:
                with self._ended_by_interrupts():
                    half.refresh(told)

        self._has = self.version
        return replace(shown, refresh={}, page=self._page, then=take)

    def start(self, page: int) -> None:
        """Mount the components of a page, unless another one is shown by now."""
        if page != self._page or self._ready is None:
            return
        (model, payload), self._ready = self._ready, None
        assert self._answer is not None
        module = f"{model.name}_client_{next(_numbers)}"

        def post(message: Message) -> None:
            self._post(page, message)

        self._half = ClientHalf(model, module, self._ask, post, self._public, self._console)
        with self._ended_by_interrupts():
            self._half.start(payload)

    def receive(self, page: int, message: Message) -> None:
        """Take what a page says; one that is shown no more is not heard."""
        if page == self._page and self._half is not None:
            with self._ended_by_interrupts():
                self._half.receive(message)

    def look(self, page: int, message: Message) -> None:
        """Take what the devtools ask of a page; nothing closes them."""
        if page == self._page and self._half is not None:
            with self._ended_by_interrupts():
                self._half.look(message, lambda told: self._show(page, told))

    def close(self) -> None:
        """Run the clean-ups of the page."""
        self._end()

    async def _ask(self, question: Question) -> Response:
        reply, faults = await self.ask(question)
        if faults:
            self._tell(faults)
        return reply

    @contextmanager
    def _ended_by_interrupts(self) -> Iterator[None]:
        """End the page with an interrupt: what was rendered by half cannot go on."""
        try:
            yield
        except (Stopped, KeyboardInterrupt):  # the latter while ipykernel answers a message
            self._end()
            raise Interrupted(_ENDED) from None

    def _end(self) -> None:
        half, self._half = self._half, None
        if half is not None:
            half.close()


def _taken_apart(document: Response) -> tuple[Response, Mapping[str, Any] | None]:
    """Return a page without what belongs to it as data, and that; there is none on plain pages."""
    before, mark, rest = document.body.rpartition(PAYLOAD.encode())
    text, _, after = rest.partition(END.encode())
    if not mark:
        return document, None
    body = before + mark + _SHORT + END.encode() + after
    return replace(document, body=body), json.loads(text)
