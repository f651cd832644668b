"""What an address is of, in FastAPI's syntax for paths, and without FastAPI."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Generic, Protocol, TypeVar
from urllib.parse import unquote, urlsplit

from reactor_nb.errors import NotFound
from reactor_nb.kernel.asking import Question

_PARAMETER: Final = re.compile(r"\{(\w+)(?::(\w+))?\}")
_KINDS: Final = {
    "int": "[0-9]+",
    "float": r"[0-9]+(?:\.[0-9]+)?",
    "path": ".*",
    "uuid": "[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}",
}


class _Placed(Protocol):
    @property
    def path(self) -> str: ...


T = TypeVar("T", bound=_Placed)


class Routes(Generic[T]):
    """The addresses of an app's pages, or of its endpoints.

    Args:
        places: what is at them; of two that fit, the first one counts.
    """

    def __init__(self, places: Iterable[T]) -> None:
        self._places = [(re.compile(f"{_pattern(one.path)}\\Z"), one) for one in places]

    def find(self, path: str) -> tuple[T, dict[str, str]]:
        """Return what is at a path, and the texts of its parameters.

        Raises:
            NotFound: there is none.
        """
        for pattern, one in self._places:
            found = pattern.match(path)
            if found:
                return one, found.groupdict()
        raise NotFound


def path_of(question: Question) -> str:
    """Return the path inside the app that a request is about."""
    return unquote(urlsplit(question.url).path)


def _pattern(path: str) -> str:
    parts: list[str] = []
    end = 0
    for found in _PARAMETER.finditer(path):
        kind = _KINDS.get(found[2] or "", "[^/]+")
        parts += re.escape(path[end : found.start()]), f"(?P<{found[1]}>{kind})"
        end = found.end()
    return "".join((*parts, re.escape(path[end:])))
