"""Tracebacks that speak of the author's cells."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Mapping
from typing import Any

from reactor_nb.core.location import CELLS_NAME, describe
from reactor_nb.runtime.registry import REGISTRY_NAME

_FILE = re.compile(r'File "([^"\n]+)", (line \d+)')


def trace_of(error: BaseException) -> str:
    """Return a traceback as text; lines of emitted modules are told by notebook, cell and line."""
    modules = {
        names.get("__file__"): names
        for names in (getattr(each, "__dict__", {}) for each in list(sys.modules.values()))
        if CELLS_NAME in names
    }

    def told(found: re.Match[str]) -> str:
        names: Mapping[str, Any] = modules.get(found[1], {})
        if not names:
            return found[0]
        place = describe(names, found[1], int(found[2][5:]))
        registry: Any = names[REGISTRY_NAME]
        return f'File "{registry.notebook or registry.name}", {place}'

    return _FILE.sub(told, "".join(traceback.format_exception(error)).rstrip())
