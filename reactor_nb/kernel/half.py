"""The browser's half of an app, run by the notebook's own kernel."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from reactor_nb.core.protocol import Message, navigate, report
from reactor_nb.core.work import using
from reactor_nb.errors import ActionError
from reactor_nb.kernel.asking import Question
from reactor_nb.kernel.network import app, fetch_from_app
from reactor_nb.kernel.printing import kept_in
from reactor_nb.kernel.showing import Answer
from reactor_nb.kernel.transport import CommTransport
from reactor_nb.model.app import AppModel
from reactor_nb.runtime.blocks import with_blocks
from reactor_nb.runtime.changing import ChangingSession
from reactor_nb.runtime.fault import fault_of
from reactor_nb.runtime.info import PageInfo
from reactor_nb.runtime.load import Prepare, load_app
from reactor_nb.runtime.modules import Module, install, uninstall
from reactor_nb.runtime.page import decode_props, page_node, restore_hooks, restore_state
from reactor_nb.runtime.registry import REGISTRY_NAME, Registry, Remote
from reactor_nb.runtime.trace import trace_of

if TYPE_CHECKING:
    from reactor_nb.devtools.console import Console
    from reactor_nb.devtools.onlookers import Onlookers

_HEADERS = {"content-type": "application/json", "x-reactor": "1"}


class ClientHalf:
    """One page of an app whose components run here: what a page's worker does in the browser.

    It has the code that the browser would get, as a module of its own; the values of the notebook
    it reaches as the browser does, by actions and by what loaders give.

    Args:
        model: what the notebook means.
        module: the name of the module to be made.
        answer: what answers the page's requests.
        post: gives a message to the page.
        public: the folder of files that are served as they are.
        console: keeps what the components print.
    """

    def __init__(
        self,
        model: AppModel,
        module: str,
        answer: Answer,
        post: Callable[[Message], None],
        public: Path | None,
        console: Console,
    ) -> None:
        self._model = model
        self._module = module
        self._answer = answer
        self._post = post
        self._public = public
        self._console = console
        self._transport = CommTransport(self._send)
        self._session: ChangingSession | None = None
        self._looking: Onlookers | None = None
        self.is_live = False

    def start(self, payload: Mapping[str, Any]) -> None:
        """Run the code, and have the page adopt the HTML that it shows.

        Args:
            payload: what belongs to the page that is shown.
        """
        try:
            with self._running():
                self._session = self._mount(self._load(), payload)
        except Exception as error:
            # Whoever wrote the code hears of it, and so does the page.
            self._post(["dev", "fault", fault_of(error)._asdict()])
            self._post(["failed", f"{type(error).__name__}: {error}"])

    def receive(self, message: Message) -> None:
        """Take what the page says, and nothing that only its host may say."""
        session = self._session
        if session is None:
            return
        try:
            with self._running():
                session.receive(message)
            self.is_live = True
        except Exception as error:
            # Whatever went wrong was ours; the page must hear of it and go on.
            self._transport.send(report("error", trace_of(error)))

    def refresh(self, told: Mapping[str, Any]) -> None:
        """Take new code and new data."""
        if self._session is not None:
            # What went wrong before has nothing to do with the new code.
            self._post(["dev", "begin", None])
            with self._running():
                self._session.refresh(told)

    def look(self, message: Message, tell: Callable[[Message], None]) -> None:
        """Take what the devtools ask, or who wants to see a part of the page.

        Args:
            message: the question; nothing closes the devtools, which others open.
            tell: takes what they tell.
        """
        # What nobody looks at does without them.
        from reactor_nb.devtools.onlookers import Onlookers

        session = self._session
        if session is None or not (message or self._looking):
            return
        try:
            self._looking = self._looking or Onlookers(session, tell, self._console)
            with kept_in(self._console):
                self._looking.receive(message)
        except ValueError as error:
            self._transport.send(report("error", trace_of(error)))

    @contextmanager
    def _running(self) -> Iterator[None]:
        """Have code be the page's: where it prints, and which app it asks."""
        with kept_in(self._console), using(app, self._answer):
            yield

    def _send(self, message: Message) -> None:
        if self._looking is not None and message[0] == "patch":
            self._looking.before_patch()
        self._post(message)

    def _look_away(self) -> None:
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.close()

    def close(self) -> None:
        """Run the clean-ups, end what goes on, and forget the code."""
        self._look_away()
        self.is_live = False
        session, self._session = self._session, None
        if session is not None:
            session.close()
        self._transport.close()
        module = sys.modules.pop(self._module, None)
        if module is not None:
            uninstall(vars(module)[REGISTRY_NAME])

    def _load(self) -> Registry:
        model = self._model
        if "pyodide" in model.client_imports and sys.platform == "emscripten":
            fetch_from_app()
        prepare = None if os.environ.get("REACTOR_NB_COMPILE") == "0" else with_blocks

        def configure(registry: Registry) -> None:
            registry.notebook = model.notebook
            registry.fetch_asset = self._read_public
            registry.remote = self._remote()
            if model.modules:
                install(registry, dict(_modules(model, self._module, prepare)))

        return load_app(
            model.client_source,
            self._module,
            f"{self._module}.py",
            configure=configure,
            cells=model.client_cells,
            prepare=prepare,
        )

    def _mount(self, registry: Registry, payload: Mapping[str, Any]) -> ChangingSession:
        page = registry.page(payload["path"])
        props = decode_props(page, payload["props"])
        session = ChangingSession(
            self._transport,
            page_node(registry, page, props, PageInfo("", payload["flash"], payload["url"])),
            store=restore_state(registry, payload["state"]),
            restored=restore_hooks(registry, payload["hooks"], props),
        )
        session.module = self._module
        session.hydrate(payload["digest"])
        return session

    def _remote(self) -> Remote:
        async def call(name: str, arguments: Mapping[str, Any]) -> Any:
            text = json.dumps(dict(arguments), separators=(",", ":"))
            url = f"/_reactor/actions/{name}"
            # In a task of its own: what looks at its callers must not find the page's half there,
            # and what it prints is the server's.
            with kept_in(None):
                asked = self._answer(Question("POST", url, _HEADERS, text.encode()))
                answering = asyncio.ensure_future(asked)
            reply = await answering
            answer = json.loads(reply.body)
            if "redirect" in answer:
                self._post(navigate(str(answer["redirect"])))
            if "error" in answer:
                fault = answer["error"]
                raise ActionError(fault["message"], reply.status, fault.get("fields") or {})
            return answer.get("result")

        return call

    def _read_public(self, url: str) -> bytes:
        # An asset knows its own name, which leads nowhere else.
        if self._public is None:
            raise OSError(f"{url} is not there; the notebook has no folder public/")
        return (self._public / unquote(url).removeprefix("/public/")).read_bytes()


def _modules(model: AppModel, folder: str, prepare: Prepare | None) -> Iterator[tuple[str, Module]]:
    """Yield the modules beside the notebook as the browser has them."""
    for one in model.modules:
        if one.client_source is not None:
            path = f"{folder}/{one.file}"
            yield one.name, Module(one.client_source, path, one.package, one.client_cells, prepare)
