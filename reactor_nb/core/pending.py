"""Hooks for what takes time: a call of an action, and what is shown until it has answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import Any, Generic, TypeVar

from reactor_nb.core.hooks import Callback
from reactor_nb.core.instance import Instance, Slot, current, use_slot
from reactor_nb.core.location import author_location
from reactor_nb.core.work import Work, doing
from reactor_nb.errors import ActionError, HookError

T = TypeVar("T")


class Running(Generic[T]):
    """One call of an action, under way; await it for its result or its error."""

    __slots__ = ("_work", "error", "is_heard", "result")

    def __init__(self) -> None:
        self.result: T | None = None
        self.error: Exception | None = None
        # Whether somebody learns of an error: at first who starts it, then who awaits it.
        self.is_heard = True

    def start(self, work: Work) -> None:
        """Note what runs it, and raise what went wrong at once if that is a mistake."""
        self._work = work
        self.is_heard = False
        if self.error is not None and not isinstance(self.error, ActionError):
            # Here its place is the author's line.
            raise self.error

    def __await__(self) -> Generator[Any, Any, T]:
        self.is_heard = True
        yield from self._work.__await__()
        if self.error is not None:
            raise self.error
        return self.result  # type: ignore[return-value]


class ActionCall(Slot, Generic[T]):
    """What ``use_action`` returns: how the calls of an action stand.

    ``run`` starts a call; ``error`` is the ``ActionError`` of the newest call, if that failed;
    ``result`` what the last call returned that was the newest one.
    """

    __slots__ = ("_instance", "_newest", "_under_way", "action", "error", "result", "run")
    hook = "use_action"

    def __init__(self, instance: Instance) -> None:
        self.action: Callable[..., Awaitable[T]]
        self.error: ActionError | None = None
        self.result: T | None = None
        self.run: Callable[..., Running[T]] = Callback(self._run)
        self._instance = instance
        self._under_way = 0

    @property
    def pending(self) -> bool:
        """Whether any call goes on."""
        return self._under_way > 0

    def _run(self, **arguments: Any) -> Running[T]:
        """Start a call with these arguments; its outcome can be awaited, and need not be.

        Raises:
            HookError: called while a component renders, as on the server.
            Exception: the call could not be started, as when an argument is missing.
        """
        _check_time("run() of use_action")
        instance = self._instance
        running: Running[T] = Running()
        self._newest = running
        self.error = None
        running.start(instance.root.spawn(instance, self._drive(running, arguments), doing.get()))
        instance.root.enqueue(instance)
        return running

    async def _drive(self, running: Running[T], arguments: dict[str, Any]) -> None:
        self._under_way += 1
        try:
            running.result = await self.action(**arguments)
            if self._newest is running:
                self.result = running.result
        except Exception as error:
            running.error = error
            if isinstance(error, ActionError):
                if self._newest is running:
                    self.error = error
            elif not running.is_heard:
                raise
        finally:
            self._under_way -= 1
            self._instance.root.enqueue(self._instance)


def use_action(action: Callable[..., Awaitable[T]]) -> ActionCall[T]:
    """Return how the calls of an action stand, and ``run``, which starts one.

    Raises:
        HookError: outside a render, or in another order than before.
    """
    call = use_slot(ActionCall, ActionCall)
    call.action = action
    return call


class OptimisticSlot(Slot):
    """What one ``use_optimistic`` shows ahead of time."""

    __slots__ = ("add", "changes", "instance")
    hook = "use_optimistic"

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        # Lists of one: two changes may be equal, and each ends on its own.
        self.changes: list[list[Any]] = []
        self.add: Callable[[Any], None] = Callback(self._add)

    def _add(self, change: Any) -> None:
        """Show a change until all that the handler started has ended.

        Raises:
            HookError: called while a component renders, or in nothing that can end.
        """
        _check_time("add() of use_optimistic")
        started = doing.get()
        if started is None or not started.running:
            raise HookError(
                f"add() of use_optimistic at {author_location()}: nothing tells how long to show "
                "the change; call it in a handler or an async effect, before the action"
            )
        added = [change]
        started.at_end.append(partial(self._drop, added))
        self._show([*self.changes, added])

    def _drop(self, change: list[Any]) -> None:
        """Show a change no more: the true value has it by now, or it has failed."""
        self._show([one for one in self.changes if one is not change])

    def _show(self, changes: list[list[Any]]) -> None:
        self.changes = changes
        self.instance.root.enqueue(self.instance)


def use_optimistic(value: T, apply: Callable[[T, Any], T]) -> tuple[T, Callable[[Any], None]]:
    """Return ``value`` with what is not yet sure applied, and the function that adds to that.

    Args:
        value: what is sure.
        apply: returns a new value from one and a change, and alters neither.

    Raises:
        HookError: outside a render, or in another order than before.
    """
    slot = use_slot(OptimisticSlot, OptimisticSlot)
    for (change,) in slot.changes:
        value = apply(value, change)
    return value, slot.add


def _check_time(what: str) -> None:
    instance = current.get()
    if instance is not None:
        raise HookError(
            f"{what} was called while {instance.component.name} renders, at {author_location()}; "
            "call it in a handler or an effect"
        )
