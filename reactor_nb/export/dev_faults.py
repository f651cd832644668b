"""What goes wrong on the server while an app is written, kept for its pages to show."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from reactor_nb.runtime.fault import fault_of
from reactor_nb.server.log import FAULT, LOG, redact

_MOST = 5


class Faults(logging.Handler):
    """Hears of the errors in the server's log; ``newest`` has the last ones as plain data."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.newest: list[dict[str, Any]] = []
        self._changed: Callable[[], object] = lambda: None

    def listen(self, changed: Callable[[], object]) -> None:
        """Hear of errors from now on.

        Args:
            changed: called when there are others, in whatever thread one came up.
        """
        self._changed = changed
        logging.getLogger(LOG).addHandler(self)

    def stop(self) -> None:
        """Hear of none any more."""
        logging.getLogger(LOG).removeHandler(self)

    def clear(self) -> None:
        """Forget them: the code is another one."""
        self.newest = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the error of a record, if it has one."""
        error = getattr(record, FAULT, None)
        if error is None:
            return
        fault = {name: redact(text) for name, text in fault_of(error)._asdict().items()}
        others = [one for one in self.newest if one["trace"] != fault["trace"]]
        self.newest = [fault, *others][:_MOST]
        self._changed()
