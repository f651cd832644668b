"""Work that goes on for a while: coroutines of the author's, and what started them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextvars import ContextVar
from typing import Any, Final, Protocol, TypeVar

T = TypeVar("T")


class Work(Protocol):
    """A coroutine that a host runs, such as a task of an event loop."""

    def cancel(self) -> object:
        """Have it end at the ``await`` where it is."""

    def __await__(self) -> Generator[Any, Any, Any]:
        """Wait until it has ended."""


class Doing:
    """What one event or one effect started; it lasts as long as anything of that goes on.

    ``at_end`` is called then.
    """

    __slots__ = ("at_end", "running")

    def __init__(self) -> None:
        self.running = 0
        self.at_end: list[Callable[[], None]] = []

    def __enter__(self) -> None:
        self.running += 1

    def __exit__(self, *problem: object) -> None:
        self.running -= 1
        if not self.running:
            waiting, self.at_end = self.at_end, []
            for one in waiting:
                one()


doing: Final[ContextVar[Doing | None]] = ContextVar("reactor_nb_doing", default=None)


class using:
    """Have a context variable be ``value`` inside the block."""

    # No generator: every event enters some of these.
    __slots__ = ("_token", "_value", "_variable")

    def __init__(self, variable: ContextVar[T], value: T) -> None:
        self._variable: ContextVar[Any] = variable
        self._value = value

    def __enter__(self) -> None:
        self._token = self._variable.set(self._value)

    def __exit__(self, *problem: object) -> None:
        self._variable.reset(self._token)
