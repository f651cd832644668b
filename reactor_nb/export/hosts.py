"""For which names ``dev`` answers: else any site could have its name lead here and read the app."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any, Final

from reactor_nb.server import Settings
from reactor_nb.server.security import host_name, host_refusal

_THIS_MACHINE: Final = ("localhost", "127.0.0.1", "[::1]")


class Hosts:
    """The names under which a server that one person uses may be asked.

    Args:
        bound: the host it was told to listen on.
        listed: names that are listed in the environment.
    """

    def __init__(self, bound: str, listed: tuple[str, ...] = ()) -> None:
        self._is_open = bound in ("", "0.0.0.0", "::")
        own = socket.gethostname() if self._is_open else bound
        names = (own, f"{own}.local" if self._is_open else f"[{own}]")
        known = (*map(str.lower, names), *_THIS_MACHINE, *listed)
        self._settings = Settings(hosts=known)

    def refusal(self, scope: Any) -> str | None:
        """Return why a request is not answered, or ``None`` if it is."""
        why = host_refusal(scope, self._settings)
        if why is None or (self._is_open and _is_sent_to_an_address(scope)):
            return None
        return (
            f"{why}; open it as localhost, start it with --host and the name, "
            "or list the name in REACTOR_NB_HOSTS"
        )


def _is_sent_to_an_address(scope: Any) -> bool:
    """Return whether a request is for an address: no name server can make that lead elsewhere."""
    try:
        ip_address(host_name(scope).strip("[]"))
    except ValueError:
        return False
    return host_refusal(scope, Settings()) is None
