"""Asks an app for its pages, from the first ones along their links, without a server."""

from __future__ import annotations

import logging
import sys
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from reactor_nb.asgi import App, ask
from reactor_nb.errors import ExportError
from reactor_nb.export.site.addresses import base_of, target_of
from reactor_nb.export.site.page import links_in

MOST = 20_000
"""So many pages are a mistake, such as links that go on for ever."""

_PARAMETER = "{"
_NOWHERE = "/404.html"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an app says to a request for a page."""

    path: str
    status: int
    html: str
    policy: str
    location: str


@dataclass(slots=True)
class Crawl:
    """What was found.

    Args:
        pages: the pages by their paths.
        unreached: the routes that no page was found for.
        missing: what the app says where no page is.
    """

    pages: dict[str, Answer] = field(default_factory=dict)
    unreached: tuple[str, ...] = ()
    missing: Answer | None = None


class PageError(ExportError):
    """A page of a static site cannot be made.

    Args:
        path: its path.
        message: what is wrong.
        cause: what the author's code raised, if it did.
    """

    def __init__(self, path: str, message: str, cause: BaseException | None = None) -> None:
        super().__init__(f"the page {path!r} {message}")
        self.path = path
        self.cause = cause


async def crawl(app: App, routes: Collection[str], listed: Iterable[str]) -> Crawl:
    """Ask an app for all pages that are listed, have no parameters, or are linked to.

    Args:
        app: the ASGI app.
        routes: the paths of its pages, as they are declared.
        listed: further paths to begin with.

    Raises:
        PageError: a page cannot be made.
    """
    result = Crawl()
    waiting = deque([*(route for route in routes if _PARAMETER not in route), *listed])
    known = set(waiting)
    patterns = {route: _matcher(route) for route in routes}
    while waiting:
        path = waiting.popleft()
        answer = await _answer(app, path, base_of(path))
        _check(answer)
        result.pages[path] = answer
        for target in _targets(answer):
            if target not in known and any(fits(target) for fits in patterns.values()):
                known.add(target)
                waiting.append(target)
        if len(result.pages) > MOST:
            raise PageError(path, f"is one of more than {MOST}; do its links ever end?")
    result.unreached = tuple(
        route for route, fits in patterns.items() if not any(map(fits, result.pages))
    )
    if not any(fits(_NOWHERE) for fits in patterns.values()):
        result.missing = await _answer(app, _NOWHERE, base_of("/"))
    return result


async def _answer(app: App, path: str, root: str) -> Answer:
    """Return what an app answers that is mounted at a relative address."""
    with _raised() as raised:
        found = await ask(app, "GET", path, [("accept", "text/html")], root=root)
    if raised:
        raise PageError(path, "cannot be made", raised[0]) from raised[0]
    policy, location = map(found.header, ("content-security-policy", "location"))
    return Answer(path, found.status, found.text, policy, location)


def _check(answer: Answer) -> None:
    if answer.location and 300 <= answer.status < 400:
        return
    if answer.status != 200:
        raise PageError(answer.path, f"was answered with status {answer.status}")


def _targets(answer: Answer) -> Iterator[str]:
    for href in [answer.location] if answer.location else links_in(answer.html):
        target = target_of(answer.path, href)
        if target is not None:
            yield target[0]


def _matcher(route: str) -> Any:
    from starlette.routing import compile_path

    pattern, _, _ = compile_path(route)
    return lambda path: pattern.match(unquote(path)) is not None


@contextmanager
def _raised() -> Iterator[list[BaseException]]:
    """Collect what is raised inside the app, which answers to that, and logs it."""
    found: list[BaseException] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            error = sys.exc_info()[1]
            if error is not None:
                found.append(error)

    logger = logging.getLogger("reactor_nb.server")
    handler = Handler()
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield found
    finally:
        logger.removeHandler(handler)
        logger.propagate = before
