"""What went wrong in the author's code while the kernel answered the preview."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reactor_nb.kernel.ran import Ran
from reactor_nb.runtime.fault import fault_of
from reactor_nb.server.log import FAULT, redact

# Where our own half notes what nobody expected.
_LOG = logging.getLogger("reactor_nb")


class Faults(logging.Handler):
    """Takes the errors that the app notes, each with the cell and the line it was raised in.

    Args:
        ran: what the cells ran.
    """

    def __init__(self, ran: Ran) -> None:
        super().__init__(logging.ERROR)
        self._ran = ran
        self.found: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note an error."""
        error = getattr(record, FAULT, None) or (record.exc_info or (None, None))[1]
        message, component, cell, line = record.getMessage(), "", None, None
        if error is not None:
            fault = fault_of(error)
            message, component = redact(fault.message), redact(fault.component)
            cell, line = self._ran.place_of(error)
        self.found.append(
            {
                "code": "",
                "message": message,
                "severity": "error",
                "id": cell,
                "line": line,
                "component": component,
            }
        )


@contextmanager
def noted(ran: Ran) -> Iterator[list[dict[str, Any]]]:
    """Return the errors that are noted inside the block."""
    faults = Faults(ran)
    _LOG.addHandler(faults)
    try:
        yield faults.found
    finally:
        _LOG.removeHandler(faults)
