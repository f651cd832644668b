"""What the person who runs an app decides: read from the environment, once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from reactor_nb.errors import ReactorError

_ORIGIN = re.compile(r"https?://(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?\Z")
_HOST = re.compile(r"(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\Z|\[[0-9a-f:.]+\]\Z")
_DIRECTIVE = re.compile(r"[a-z][a-z-]*(?: [\x21-\x2b\x2d-\x3a\x3c-\x7e]+)*\Z")
_STYLE = re.compile(r"(?:none|/?public/[\w./~%-]+)\Z", re.ASCII)
_PREFIX: Final = "REACTOR_NB_"


@dataclass(frozen=True, slots=True)
class Settings:
    """How an app is served.

    Args:
        origins: other origins whose pages may call actions, such as ``https://example.org``.
        hosts: the names under which the app answers; any name when empty. ``*.example.org``
            stands for every name below it.
        data: the folder the app may write to.
        max_body: bytes that a request's body may have.
        max_depth: how deep JSON may be nested.
        body_timeout: seconds that a body may take to arrive.
        time_limit: seconds that an action or a loader may take; 0 for as long as it likes.
        policy: directives that are added to the pages' content security policy.
        style: ``"none"``, or the path of a stylesheet in ``public/`` that replaces ours.
        compile: have calls of elements that always have one shape compiled to blocks.
        dev: tell the author in the log what works but costs.
        whole: send every page whole, also those that would come in parts.
    """

    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    data: Path | None = None
    max_body: int = 1_000_000
    max_depth: int = 100
    body_timeout: float = 30.0
    time_limit: float = 60.0
    policy: Mapping[str, str] = field(default_factory=dict)
    style: str = ""
    compile: bool = True
    dev: bool = False
    whole: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Return the settings that ``REACTOR_NB_…`` variables make.

        Raises:
            ReactorError: a variable cannot be understood.
        """
        found: dict[str, Any] = {}
        for name, read in _READERS.items():
            text = environment.get(_PREFIX + name.upper(), "").strip()
            if text:
                try:
                    found[name] = read(text)
                except ValueError as error:
                    why = f"{_PREFIX}{name.upper()}={text!r:.80}: {error}"
                    raise ReactorError(why) from None
        return cls(**found)


def _listed(text: str, shape: re.Pattern[str], what: str) -> tuple[str, ...]:
    items = tuple(item.lower() for item in re.split(r"[\s,]+", text) if item)
    for item in items:
        if shape.match(item) is None:
            raise ValueError(f"{item!r} is no {what}")
    return items


def _origins(text: str) -> tuple[str, ...]:
    origins = _listed(text, _ORIGIN, "origin such as https://example.org")
    return tuple(origin_of(*one.split("://", 1)) for one in origins)


def origin_of(scheme: str, host: str) -> str:
    """Return an origin as browsers write it: in small letters, without the usual port."""
    usual = ":80" if scheme == "http" else ":443"
    return f"{scheme}://{host.lower().removesuffix(usual)}"


def _hosts(text: str) -> tuple[str, ...]:
    return _listed(text, _HOST, "name of a host, which has no port")


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 10**12:
        raise ValueError("must be a whole number above 0")
    return int(text)


def _depth(text: str) -> int:
    depth = _positive(text)
    if depth > 200:
        raise ValueError("must be at most 200")
    return depth


def _seconds(text: str) -> float:
    return float(_positive(text))


def _limit(text: str) -> float:
    return 0.0 if text == "0" else _seconds(text)


def _policy(text: str) -> dict[str, str]:
    policy: dict[str, str] = {}
    for directive in filter(None, (part.strip() for part in text.split(";"))):
        if _DIRECTIVE.match(directive) is None:
            raise ValueError(f"{directive!r} is no directive such as img-src https://example.org")
        name, _, sources = directive.partition(" ")
        policy[name] = f"{policy.get(name, '')} {sources}".strip()
    return policy


def _style(text: str) -> str:
    if _STYLE.match(text) is None or ".." in text:
        raise ValueError("must be 'none' or a path in public/, such as public/my.css")
    return text.lstrip("/")


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("must be 0 or 1")
    return text == "1"


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "origins": _origins,
    "hosts": _hosts,
    "data": Path,
    "max_body": _positive,
    "max_depth": _depth,
    "body_timeout": _seconds,
    "time_limit": _limit,
    "policy": _policy,
    "style": _style,
    "compile": _flag,
    "dev": _flag,
}
