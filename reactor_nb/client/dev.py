"""A page of ``dev`` in the browser: it takes new code and new data, and goes on.

``reactor-nb dev`` sends this to its pages; no export has it.
"""

from __future__ import annotations

import asyncio

from reactor_nb.client import boot
from reactor_nb.runtime.changing import ChangingSession

_LATER = 0.3


class DevSession(ChangingSession):
    """A session of a page that is in no hurry once it has started."""

    def _start(self) -> None:
        super()._start()
        # What the first refresh needs is worked out before it comes.
        asyncio.get_event_loop().call_later(_LATER, self.know)


def install(module: str) -> None:
    """Have pages that start from now on be pages of ``dev``.

    Args:
        module: the name of the app's own module.
    """
    DevSession.module = module
    vars(boot)["Session"] = DevSession
