"""What went wrong in the author's code while the kernel answered the preview."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reactor_nb.kernel.ran import Ran

_FRAME = re.compile(r'File "([^"\n]+)", line (\d+)')
_NOTE = "in component "
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
        text = record.getMessage()
        cell, line = self._place(text)
        found = [one for one in text.splitlines()[1:] if one and not one.startswith(" ")]
        notes = [one.removeprefix(_NOTE) for one in found if one.startswith(_NOTE)]
        errors = [one for one in found if not one.startswith((_NOTE, "Traceback "))]
        self.found.append(
            {
                "code": "",
                "message": errors[-1] if errors else text,
                "severity": "error",
                "id": cell,
                "line": line,
                "component": notes[-1].partition(" (")[0] if notes else "",
            }
        )

    def _place(self, text: str) -> tuple[str | None, int | None]:
        """Return the last cell that a traceback went through."""
        for file, line in reversed(_FRAME.findall(text)):
            cell = self._ran.cell_of(file)
            if cell is not None:
                return cell, int(line)
        return None, None


@contextmanager
def noted(ran: Ran) -> Iterator[list[dict[str, Any]]]:
    """Return the errors that are noted inside the block."""
    faults = Faults(ran)
    _LOG.addHandler(faults)
    try:
        yield faults.found
    finally:
        _LOG.removeHandler(faults)
