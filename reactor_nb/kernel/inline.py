"""One output of a cell that is live: its component is mounted here, and its HTML in a frame."""

from __future__ import annotations

import json
from asyncio import AbstractEventLoop
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from reactor_nb.core.component import Component
from reactor_nb.core.hydrate import digest
from reactor_nb.core.protocol import Message, report
from reactor_nb.core.state import Computed, State
from reactor_nb.core.vnode import Node
from reactor_nb.errors import ReactorError
from reactor_nb.kernel.changes import News
from reactor_nb.kernel.document import document_of
from reactor_nb.kernel.exchange import components_in, exchanged
from reactor_nb.kernel.following import FollowingSession
from reactor_nb.kernel.inbox import Inbox
from reactor_nb.kernel.messages import read_page_message
from reactor_nb.kernel.ran import Failure, Ran
from reactor_nb.kernel.transport import CommTransport
from reactor_nb.runtime.fault import fault_of
from reactor_nb.runtime.trace import trace_of
from reactor_nb.testing import html_of

_BEFORE = "what is shown is from before"


class Inline:
    """A view of one output, as long as its comm is open.

    Args:
        comm: how it is reached.
        node: what the cell showed.
        loop: the event loop of the cells, which is the one that runs here.
        ran: what the cells ran.
        names: the names and values of the notebook.
        closed: called when the comm is closed.
    """

    def __init__(
        self,
        comm: Any,
        node: Node,
        loop: AbstractEventLoop,
        ran: Ran,
        names: Mapping[str, Any],
        closed: Callable[[Inline], None],
    ) -> None:
        self._comm = comm
        self._ran = ran
        self._names = names
        self._closed = closed
        self._transport = CommTransport(self._post)
        self._session: FollowingSession | None = self._mountable(node)
        self._html = html_of(node)
        self._has_begun = False
        # What cells changed before the page could take it.
        self._waiting: list[News] = []
        self._problems: list[dict[str, Any]] = []
        self._is_stale = False
        self._is_taking = False
        Inbox(comm, loop, self._hear, self._refuse, self._close)
        self._send_page()

    def follow(self, news: News, failure: Failure | None = None) -> None:
        """Show what a cell has changed, where that is part of what is shown here.

        Args:
            news: what it changed.
            failure: why it did not come to its end.
        """
        session = self._session
        if session is None:
            return
        if not self._has_begun:
            self._session = self._mountable(exchanged(session.shown, news.others))
        elif not session.is_live:
            self._waiting.append(news)
        elif session.needs(news, self._names):
            if session.is_lost:
                self._begin_anew(exchanged(session.shown, news.others))
            else:
                self._take(session, news)
        if failure is not None and self._is_made_by(news, session):
            problem = _said(f"{failure.message}; {_BEFORE}", failure.id, failure.line)
            self._tell([*self._problems, problem], is_stale=True)

    def _take(self, session: FollowingSession, news: News) -> None:
        gone = components_in(session.shown) & news.gone.keys()
        if gone:
            words = ", ".join(sorted(news.gone[one] for one in gone))
            problem = _said(f"{words} is no component any more; {_BEFORE}")
            self._tell([problem], is_stale=True)
            return
        was_told = bool(self._problems)
        self._problems, notes = [], []
        self._is_taking = True
        try:
            notes = session.follow(news, self._names)
        except Exception as error:
            self._told_of(error)
        except BaseException as error:
            # The author has interrupted it.
            self._told_of(error)
            raise
        finally:
            self._is_taking = False
            # What was told meanwhile went wrong in the new code.
            failed = bool(self._problems)
            found = self._problems or [_info(note) for note in notes]
            if found or was_told:
                self._tell(found, is_stale=failed)

    def _begin_anew(self, node: Node) -> None:
        """Show a page from its begin: the one that is there could not go on."""
        try:
            html = html_of(node)
        except Exception as error:
            self._problems = []
            assert self._session is not None
            self._session.shown = node
            self._told_of(error)
            return
        if self._session is not None:
            self._session.close()
        self._session, self._html, self._has_begun = self._mountable(node), html, False
        self._send_page()
        self._tell([], is_stale=False)

    def _send_page(self) -> None:
        body = document_of(self._html, json.dumps({"version": 1, "files": {"worker": ""}}))
        self._comm.send({"kind": "shown", "body": body})

    def _is_made_by(self, news: News, session: FollowingSession) -> bool:
        """Return whether a cell has made something before that is shown, or needed here."""
        names = news.made | news.names
        values = map(self._names.get, names)
        others = {one: one for one in values if isinstance(one, (Component, Computed, State))}
        return session.needs(replace(news, others=others, gone={}, names=names), self._names)

    def _mountable(self, node: Node) -> FollowingSession:
        return FollowingSession(self._transport, node, self._told_of)

    def _hear(self, message: Mapping[str, Any]) -> None:
        session, data = self._session, message["content"]["data"]
        if session is None:
            return
        try:
            if data.get("kind") == "start":
                self._begin(session)
            elif data.get("kind") == "page":
                self._receive(session, read_page_message({"page": 0, **data})[1])
        except ReactorError as error:
            self._refuse(str(error))
        except Exception as error:
            # Whatever went wrong, the page must hear of it and go on.
            self._post(report("error", trace_of(error)))

    def _receive(self, session: FollowingSession, message: Message) -> None:
        if message[0] == "event" and self._problems and not self._is_stale:
            # What went wrong before has nothing to do with it.
            self._tell([], is_stale=False)
        if not session.is_lost:
            session.receive(message)
        while self._waiting and session.is_live:
            self.follow(self._waiting.pop(0))

    def _begin(self, session: FollowingSession) -> None:
        if not self._has_begun:
            self._has_begun = True
            session.hydrate(digest(self._html))

    def _told_of(self, error: BaseException) -> None:
        fault = fault_of(error)
        said = _said(fault.message, *self._ran.place_of(error))
        problem = {**said, "component": fault.component}
        # A component is tried again with what is around it.
        if problem not in self._problems:
            self._problems.append(problem)
        if not self._is_taking:
            self._tell(self._problems, is_stale=self._is_stale)

    def _tell(self, problems: list[dict[str, Any]], *, is_stale: bool) -> None:
        self._problems, self._is_stale = problems, is_stale
        self._comm.send({"kind": "told", "stale": is_stale, "problems": problems})

    def _refuse(self, why: str) -> None:
        self._comm.send({"kind": "refused", "message": why})

    def _post(self, message: Message) -> None:
        self._comm.send({"kind": "page", "message": message})

    def _close(self) -> None:
        session, self._session = self._session, None
        self._closed(self)
        if session is not None:
            session.close()
        self._transport.close()


def _said(message: str, cell: str | None = None, line: int | None = None) -> dict[str, Any]:
    return {"code": "", "message": message, "severity": "error", "id": cell, "line": line}


def _info(message: str) -> dict[str, Any]:
    return {**_said(message), "severity": "info"}
