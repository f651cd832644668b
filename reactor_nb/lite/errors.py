"""Why a site cannot be built."""

from __future__ import annotations

from reactor_nb.errors import ReactorError


class LiteError(ReactorError):
    """A site cannot be built; the text names what is missing and what to do."""
