"""Who looks at a page with a session: its devtools, and the pin to a component; each if wanted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from reactor_nb.devtools.pinning import Pinning

if TYPE_CHECKING:
    # Pages do not have what stands in annotations alone.
    from reactor_nb.devtools.console import Console
    from reactor_nb.devtools.looking import Looking
    from reactor_nb.runtime.changing import ChangingSession

_PINNING: Final = frozenset(("places", "pin"))


class Onlookers:
    """Looks at a page, until it is closed.

    Args:
        session: the page's.
        tell: takes what the panel and the page shall know, as plain JSON.
        console: has what the app prints, where that is not seen elsewhere.
    """

    def __init__(
        self,
        session: ChangingSession,
        tell: Callable[[list[Any]], None],
        console: Console | None = None,
    ) -> None:
        self._session = session
        self._tell = tell
        self._console = console
        self._pinning = Pinning(session.root, vars(sys.modules[session.module]), tell)
        self._looking: Looking | None = None

    def receive(self, message: list[Any]) -> None:
        """Take a message of the panel; nothing closes the devtools, and another one opens them.

        Raises:
            ValueError: the panel sent what is no such message.
        """
        if not message:
            self.close()
        elif message[0] in _PINNING:
            self._pinning.receive(message)
        else:
            # A pin does without them.
            from reactor_nb.devtools.looking import Looking

            registry = self._session.registry
            self._looking = self._looking or Looking(
                self._session, registry, self._tell, self._console
            )
            self._looking.receive(message)

    def before_patch(self) -> None:
        """Take notice that the page is about to be changed."""
        self._pinning.update()

    def close(self) -> None:
        """Have the page be as if nobody had looked into it."""
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.close()
