"""An app on a port: taking the port, and a server that stops as it should."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from typing import Any

import uvicorn

from reactor_nb.errors import ReactorError

OPTIONS: dict[str, Any] = {
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    "timeout_graceful_shutdown": 3,
}
"""For uvicorn: log problems only, do not say what it is, end soon after it was told to."""


class ServeError(ReactorError):
    """A server that cannot start."""


def bind(host: str, port: int) -> socket.socket:
    """Take a port before anything else is done; port 0 takes a free one.

    Raises:
        ServeError: it cannot be had.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError):
        raise ServeError(
            f"there is no host '{host}'; use 127.0.0.1 or a name of this machine"
        ) from None
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise ServeError(_why_not(error, host, port)) from None
    listener.set_inheritable(True)
    return listener


def url_of(listener: socket.socket, host: str) -> str:
    """Return the address to open in a browser."""
    port = listener.getsockname()[1]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, host)
    if ":" in shown and not shown.startswith("["):
        shown = f"[{shown}]"
    return f"http://{shown}:{port}/"


class Server(uvicorn.Server):
    """A server that says when it listens, and tells the app at once when it shall end."""

    def __init__(
        self,
        config: uvicorn.Config,
        ready: Callable[[], None],
        stopping: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop as one should: what a person ended on purpose is no failure."""
        if self._stopping is not None:
            self._stopping()
        self.force_exit = self.should_exit
        self.should_exit = True


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is in use by another program; choose another with --port"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} may not be used without more rights; choose one above 1023"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine; use 127.0.0.1"
    return f"cannot listen on {host}, port {port}: {(error.strerror or str(error)).lower()}"
