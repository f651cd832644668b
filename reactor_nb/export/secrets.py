"""Text that looks like a password or a key, and has no business in anything exported."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reactor_nb.errors import ExportError

_KINDS = {
    "aws-key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "github-token": re.compile(r"\b(?:gh[pousr]_[0-9A-Za-z]{16,}|github_pat_[0-9A-Za-z_]{16,})"),
    "jwt": re.compile(r"\beyJ[\w-]{5,}\.eyJ[\w-]{5,}\.[\w-]{5,}"),
    "pem": re.compile(r"-----BEGIN [A-Z]"),
}

KINDS = tuple(_KINDS)
"""The kinds of secret that are known by their look."""

SERVER_CODE = "server-code"
ENVIRONMENT = "environment"

EVERY_KIND = (*KINDS, ENVIRONMENT, SERVER_CODE)
"""All that an export stops for unless it is allowed."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that looks like a secret: its kind and its line, never the text itself."""

    kind: str
    line: int


def find_secrets(text: str, allowed: Collection[str] = ()) -> Iterator[Secret]:
    """Yield what looks like a secret in a text, except the kinds that are allowed."""
    for kind, pattern in _KINDS.items():
        if kind not in allowed:
            for match in pattern.finditer(text):
                yield Secret(kind, text.count("\n", 0, match.start()) + 1)


def check_kinds(allowed: Collection[str]) -> None:
    """Raise when something is allowed that nobody looks for.

    Raises:
        ExportError: one of them is no kind of secret.
    """
    for kind in allowed:
        if kind not in EVERY_KIND:
            raise ExportError(
                f"there is no kind of secret named {kind!r}; the kinds are {', '.join(EVERY_KIND)}"
            )
