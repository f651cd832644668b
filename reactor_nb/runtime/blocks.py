"""An author's source, compiled to blocks before it runs."""

from __future__ import annotations

from typing import Any

from reactor_nb.core.block import from_plan
from reactor_nb.core.compile import compile_source


def with_blocks(source: str) -> tuple[str, dict[str, Any]]:
    """Return a source that calls blocks where it called elements, and the blocks by name."""
    compiled = compile_source(source)
    return compiled.source, {name: from_plan(plan) for name, plan in compiled.plans.items()}
