"""Which of an app's error pages answers for an address; without FastAPI, for kernels have none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from reactor_nb.runtime.frames import ERROR, MISSING
from reactor_nb.runtime.registry import Page

_PARAMETER: Final = re.compile(r"\{\w+(?::(\w+))?\}")


class Nearest:
    """The error pages of an app, the nearest first.

    Args:
        pages: the error pages.
    """

    def __init__(self, pages: Iterable[Page]) -> None:
        # At one path, what is for missing pages alone before what is for all.
        self._pages = sorted(
            ((_pattern(page.path[1:]), page) for page in pages),
            key=lambda one: (_depth(one[1].path), one[1].path[0] == MISSING),
            reverse=True,
        )

    def find(self, path: str, status: int) -> Page | None:
        """Return the page that answers for a path, if there is one."""
        for pattern, page in self._pages:
            if (page.path[0] == ERROR or status == 404) and pattern.match(path):
                return page
        return None


def _depth(path: str) -> int:
    return len([part for part in path[1:].split("/") if part])


def _pattern(prefix: str) -> re.Pattern[str]:
    """Return what the addresses match that are a prefix, or below it."""
    parts: list[str] = []
    end = 0
    for found in _PARAMETER.finditer(prefix):
        parts += re.escape(prefix[end : found.start()]), ".+" if found[1] == "path" else "[^/]+"
        end = found.end()
    start = "".join((*parts, re.escape(prefix[end:]))).rstrip("/")
    return re.compile(f"{start}(?:/|$)")
