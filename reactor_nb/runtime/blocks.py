"""An author's source, compiled to blocks before it runs."""

from __future__ import annotations

import os
from typing import Any, Final

from reactor_nb.core.block import Block
from reactor_nb.core.compile import compile_source

# Set to 0, every source runs as it was written.
SWITCH: Final = "REACTOR_NB_COMPILE"


def with_blocks(source: str) -> tuple[str, dict[str, Any]]:
    """Return a source that calls blocks where it called elements, and the blocks by name."""
    if os.environ.get(SWITCH) == "0":
        return source, {}
    compiled = compile_source(source)
    return compiled.source, {name: Block(*plan) for name, plan in compiled.plans.items()}
