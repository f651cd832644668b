"""What the app in a preview prints: it goes where it always goes, and the newest of it is kept."""

from __future__ import annotations

import sys
from typing import Any, Final

from reactor_nb.devtools.console import Console, Tee

console: Final = Console()
"""The lines that were printed, until the devtools take them."""


def keep_output() -> None:
    """Keep what is printed from now on."""
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if not isinstance(stream, Tee):
            setattr(sys, name, Tee(stream, name, console))
