"""One output of a cell that is live: its component is mounted here, and its HTML in a frame."""

from __future__ import annotations

import json
from asyncio import AbstractEventLoop
from collections.abc import Mapping
from functools import partial
from typing import Any

from reactor_nb.core.hydrate import digest
from reactor_nb.core.protocol import Message, report
from reactor_nb.core.vnode import Node
from reactor_nb.errors import ReactorError
from reactor_nb.kernel.document import document_of
from reactor_nb.kernel.inbox import Inbox, run_in
from reactor_nb.kernel.messages import read_page_message
from reactor_nb.kernel.transport import CommTransport
from reactor_nb.runtime.info import PAGE_INFO, PageInfo
from reactor_nb.runtime.session import Session
from reactor_nb.runtime.trace import trace_of
from reactor_nb.testing import html_of


class Inline:
    """A view of one output, as long as its comm is open.

    Args:
        comm: how it is reached.
        node: what the cell showed.
        loop: the event loop of the cells, which is the one that runs here.
    """

    def __init__(self, comm: Any, node: Node, loop: AbstractEventLoop) -> None:
        self._comm = comm
        self._transport = CommTransport(self._post)
        self._session: Session | None = Session(self._transport, PAGE_INFO(PageInfo(), node))
        self._html = html_of(node)
        self._has_begun = False
        Inbox(comm, loop, self._hear, self._refuse, self._close)
        body = document_of(self._html, json.dumps({"version": 1, "files": {"worker": ""}}))
        comm.send({"kind": "shown", "body": body})

    def _hear(self, message: Mapping[str, Any]) -> None:
        session, data = self._session, message["content"]["data"]
        if session is None:
            return
        try:
            if data.get("kind") == "start":
                self._begin(session)
            elif data.get("kind") == "page":
                session.receive(read_page_message({"page": 0, **data})[1])
        except ReactorError as error:
            self._refuse(str(error))
        except Exception as error:
            # Whatever went wrong, the page must hear of it and go on.
            self._post(report("error", trace_of(error)))

    def _begin(self, session: Session) -> None:
        if not self._has_begun:
            self._has_begun = True
            session.hydrate(digest(self._html))

    def _refuse(self, why: str) -> None:
        self._comm.send({"kind": "refused", "message": why})

    def _post(self, message: Message) -> None:
        self._comm.send({"kind": "page", "message": message})

    def _close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()
        self._transport.close()


def open_view(comm: Any, node: Node | None, loop: AbstractEventLoop) -> None:
    """Begin a conversation with an output; one whose cell has not run here is told so.

    Args:
        comm: how it is reached.
        node: what the cell showed.
        loop: the event loop of the cells.
    """
    if node is None:
        comm.send({"kind": "unknown"})
        comm.close()
        return
    # What is mounted belongs to the loop in which it is.
    run_in(loop, partial(_begin, comm, node, loop))


def _begin(comm: Any, node: Node, loop: AbstractEventLoop) -> None:
    Inline(comm, node, loop)
