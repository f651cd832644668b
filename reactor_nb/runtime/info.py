"""What a page knows of where it stands: for our own components, by context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from reactor_nb.core.context import create_context


@dataclass(frozen=True, slots=True)
class PageInfo:
    """The address the app is mounted at, what a form post left for this page, and its own address.

    ``flash`` is ``{"action": name, "message": text, "fields": {field: text}, "values": {…}}``.
    """

    base: str = ""
    flash: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""


PAGE_INFO: Final = create_context(PageInfo())
