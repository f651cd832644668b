"""The messages between a session and its page: JSON arrays whose first item names them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from reactor_nb.core.ops import NodeForm, Op

VERSION: Final = 1
Message: TypeAlias = list[Any]


def hydrate(shape: list[Any], ops: list[Op]) -> Message:
    """Adopt the HTML that is there: it has this shape, and needs these ops."""
    return ["hydrate", shape, ops]


def mend(nodes: list[NodeForm], why: str, templates: list[NodeForm]) -> Message:
    """Compare the HTML that is there with these nodes, mend it, and adopt it."""
    return ["mend", nodes, why, templates]


def patch(acknowledged: int, ops: Sequence[Op]) -> Message:
    """Apply ops; ``acknowledged`` is the number of the last event that is handled."""
    return ["patch", acknowledged, list(ops)]


def report(level: str, text: str) -> Message:
    """Tell whoever watches the page: ``level`` is ``"warning"`` or ``"error"``."""
    return ["report", level, text]


def navigate(url: str, *anew: bool) -> Message:
    """Go to another address; ``anew`` if the server must give the whole document."""
    return ["navigate", url, *anew]
