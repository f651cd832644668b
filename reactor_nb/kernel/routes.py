"""Which page an address is of, in FastAPI's syntax for paths, and without FastAPI."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from reactor_nb.errors import NotFound
from reactor_nb.runtime.frames import ERROR
from reactor_nb.runtime.registry import Page

_PARAMETER: Final = re.compile(r"\{(\w+)(?::(\w+))?\}")
_KINDS: Final = {
    "int": "[0-9]+",
    "float": r"[0-9]+(?:\.[0-9]+)?",
    "path": ".*",
    "uuid": "[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}",
}


class Routes:
    """The addresses of an app's pages.

    Args:
        pages: the pages; of two that fit, the first one counts.
    """

    def __init__(self, pages: Iterable[Page]) -> None:
        self._pages = [(re.compile(f"{_pattern(page.path)}\\Z"), page) for page in pages]

    def find(self, path: str) -> tuple[Page, dict[str, str]]:
        """Return the page of a path, and the texts of its parameters.

        Raises:
            NotFound: there is none.
        """
        for pattern, page in self._pages:
            found = pattern.match(path)
            if found:
                return page, found.groupdict()
        raise NotFound


def nearest(pages: Iterable[Page], path: str, status: int) -> Page | None:
    """Return the error page that answers for a path, if there is one."""
    fitting = [
        one
        for one in pages
        if (one.path[0] == ERROR or status == 404)
        and re.match(f"{_pattern(one.path[1:]).rstrip('/')}(?:/|\\Z)", path)
    ]
    # The nearest; at one path, what is for missing pages alone before what is for all.
    return max(fitting, key=lambda one: (_depth(one.path), one.path[0] != ERROR), default=None)


def _depth(path: str) -> int:
    return len([part for part in path[1:].split("/") if part])


def _pattern(path: str) -> str:
    parts: list[str] = []
    end = 0
    for found in _PARAMETER.finditer(path):
        kind = _KINDS.get(found[2] or "", "[^/]+")
        parts += re.escape(path[end : found.start()]), f"(?P<{found[1]}>{kind})"
        end = found.end()
    return "".join((*parts, re.escape(path[end:])))
