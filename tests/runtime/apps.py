"""Apps from source, as the tests of the runtime and of the server load them."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from textwrap import dedent

from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.registry import Registry

_numbers = itertools.count(1)
loaded: list[str] = []

HEAD = """
from __future__ import annotations
from dataclasses import dataclass
from typing import *
from reactor_nb.core.component import component
from reactor_nb.core.context import create_context, use_context
from reactor_nb.core.hooks import use_id, use_memo, use_state
from reactor_nb.core.state import computed, state
from reactor_nb.errors import ActionError, LoaderError, NotFound, Redirect
from reactor_nb.runtime.data import asset, data_dir
from reactor_nb.runtime.decorators import action, page, public
from reactor_nb.runtime.frames import error_page, layout, not_found
from reactor_nb.runtime.registry import stub
from reactor_nb.runtime.serving import api, middleware
from reactor_nb.html import *
"""


def load(
    source: str, name: str = "", configure: Callable[[Registry], None] | None = None
) -> Registry:
    """Load an app from the source of its cells, without the imports."""
    name = name or f"app_{next(_numbers)}_for_tests"
    loaded.append(name)
    return load_app(HEAD + dedent(source), name, configure=configure)


def forget() -> None:
    """Take the loaded modules out of ``sys.modules`` again."""
    while loaded:
        sys.modules.pop(loaded.pop(), None)
