"""An author's source, compiled to blocks before it runs."""

from __future__ import annotations

from typing import Any

from reactor_nb.core.block import from_plan
from reactor_nb.core.compile import compile_source


def with_blocks(
    source: str, known: frozenset[str] = frozenset(), prefix: str = "_rnb_"
) -> tuple[str, dict[str, Any]]:
    """Return a source that calls blocks where it called elements, and the blocks by name.

    Args:
        source: a module or a cell.
        known: names from elsewhere that are element functions.
        prefix: what the names of blocks begin with.
    """
    compiled = compile_source(source, known, prefix)
    return compiled.source, {name: from_plan(plan) for name, plan in compiled.plans.items()}
