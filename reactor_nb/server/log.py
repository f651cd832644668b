"""Errors nobody expected, in the log: whole, without secrets, each under an id."""

from __future__ import annotations

import logging
import re
import secrets
from typing import Final

from reactor_nb.runtime.trace import trace_of

LOG: Final = "reactor_nb.server"
"""The name of the log."""

FAULT: Final = "reactor_fault"
"""Under this name a record of the log has the error itself."""

_log = logging.getLogger(LOG)

_NAMED = re.compile(
    r"""(?ix)
    ((?:[\w-]*(?:passw(?:or)?d|passphrase|passwd|pwd|secret|token|api[_-]?key|private[_-]?key
        |credential|authorization|cookie)[\w-]*)
     ["']? \s* (?:=|:|=>) \s* (?:(?:bearer|basic)\s+)?)
    ( "[^"\n]*" | '[^'\n]*' | [^\s,;)}\]]+ )
    """
)
_IN_URL = re.compile(r"(\w+://[^/\s:@'\"]*):[^@\s/'\"]+@")
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}")


def redact(text: str) -> str:
    """Return a text without the values that look like secrets."""
    text = _NAMED.sub(r"\1[redacted]", text)
    text = _BEARER.sub(r"\1 [redacted]", text)
    return _IN_URL.sub(r"\1:[redacted]@", text)


def log_fault(error: BaseException, what: str) -> str:
    """Log an error once, under a new id, and return the id."""
    number = secrets.token_hex(4)
    trace = redact(trace_of(error))
    _log.error("%s failed (error %s)\n%s", what, number, trace, extra={FAULT: error})
    return number


def log_slow(what: str, seconds: float) -> None:
    """Log that something did not come in time."""
    _log.error("%s took more than %g s and was given up", what, seconds)
