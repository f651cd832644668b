"""Which page an address is of, in FastAPI's syntax for paths, and without FastAPI."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from reactor_nb.errors import NotFound
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


def _pattern(path: str) -> str:
    parts: list[str] = []
    end = 0
    for found in _PARAMETER.finditer(path):
        kind = _KINDS.get(found[2] or "", "[^/]+")
        parts += re.escape(path[end : found.start()]), f"(?P<{found[1]}>{kind})"
        end = found.end()
    return "".join((*parts, re.escape(path[end:])))
