"""What waits in a cell: for a while, or for what somebody types."""

from __future__ import annotations

import builtins
import getpass
import time
from collections.abc import Callable
from typing import Any, Protocol

from IPython.core.error import StdinNotImplementedError

from reactor_nb.nodekernel.inside.channel import Channel


class Platform(Protocol):
    """What the thread of Python can do, written in JavaScript."""

    post: Callable[[str], None]
    wait: Callable[[float], None]
    takeInterrupt: Callable[[], bool]
    awaitAnswer: Callable[[], str | None]


class Waiting:
    """Stands in for ``time.sleep``, ``input`` and ``getpass``; an interrupt ends each of them.

    Args:
        platform: what the thread can do.
        channel: where questions go.
    """

    def __init__(self, platform: Platform, channel: Channel) -> None:
        self._platform = platform
        self._channel = channel
        self.may_ask = False

    def install(self) -> None:
        """Take the places of what Pyodide has, which would burn the time it waits."""
        time.sleep = self.sleep  # type: ignore[assignment]
        builtins.input = self.input
        getpass.getpass = self.getpass

    def sleep(self, seconds: float, /) -> None:
        """Wait, as ``time.sleep`` does."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._platform.wait(left * 1000)
            self._stop_if_interrupted()

    def input(self, prompt: Any = "", /) -> str:
        """Ask in the notebook."""
        return self._ask(str(prompt), password=False)

    def getpass(self, prompt: str = "Password: ", stream: Any = None, **_: Any) -> str:
        """Ask in the notebook, and show nothing of the answer."""
        return self._ask(prompt, password=True)

    def _ask(self, prompt: str, password: bool) -> str:
        if not self.may_ask:
            asked = "getpass" if password else "raw_input"
            raise StdinNotImplementedError(
                f"{asked} was called, but this frontend does not support input requests."
            )
        self._channel.flush()
        self._channel.send({"ask": {"prompt": prompt, "password": password}})
        answer = self._platform.awaitAnswer()
        self._stop_if_interrupted()
        if answer is None or answer == "\x04":
            raise EOFError
        return answer

    def _stop_if_interrupted(self) -> None:
        if self._platform.takeInterrupt():
            raise KeyboardInterrupt
