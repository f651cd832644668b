"""Effects: what runs after the page shows a render, and its clean-up."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from inspect import iscoroutine
from math import inf
from typing import Any, Protocol

from reactor_nb.core.hooks import EffectSlot
from reactor_nb.core.instance import Instance
from reactor_nb.core.reconcile import add_place
from reactor_nb.core.work import Work


class EffectHost(Protocol):
    """What effects ask of their root."""

    def spawn(self, instance: Instance, work: Coroutine[Any, Any, Any]) -> Work:
        """Start an author's coroutine."""

    def fail(self, instance: Instance | None, error: BaseException) -> None:
        """Give an error to the nearest boundary."""

    def is_dirty(self) -> bool:
        """Return whether something waits to be rendered."""


class Effects:
    """The effects of one root that wait for the next commit to be shown.

    ``cascade`` counts how often in a row effects made something dirty.
    """

    def __init__(self, host: EffectHost) -> None:
        self._host = host
        self._waiting: dict[Instance, None] = {}
        self._batches = 0
        self.cascade = 0

    def add(self, instances: list[Instance]) -> None:
        """Note instances that were rendered together, children before parents."""
        found = {one: None for one in instances if one.effects}
        if found:
            self._waiting.update(found)
            self._batches += 1

    def run(self, gone: list[Instance]) -> None:
        """Clean up what is gone, then what is replaced, then run the new effects in order."""
        waiting = self._take()
        removed = list(gone)
        gone.clear()
        for instance in removed:
            for slot in instance.hooks:
                if isinstance(slot, EffectSlot):
                    self._clean(instance, slot)
        new = [(one, *effect) for one in waiting if one.mounted for effect in one.effects]
        for instance in waiting:
            # Emptied, not replaced: which list it is tells whether a render is the one shown.
            instance.effects.clear()
        for instance, slot, _, _ in new:
            self._clean(instance, slot)
        for instance, slot, function, deps in new:
            slot.function, slot.deps = function, deps
            self._start(instance, slot, function)
            if not instance.mounted:
                # It took the tree down itself, as by closing the session.
                self._clean(instance, slot)
        self.cascade = self.cascade + 1 if self._host.is_dirty() else 0

    def _take(self) -> list[Instance]:
        """Return what waits, children before parents, each once however often it rendered."""
        waiting = list(self._waiting)
        if self._batches > 1:
            waiting.sort(key=_after_children)
        self._waiting.clear()
        self._batches = 0
        return waiting

    def _start(self, instance: Instance, slot: EffectSlot, function: Callable[[], Any]) -> None:
        if not instance.mounted:
            return
        try:
            result = function()
        except Exception as error:
            add_place(error, instance)
            self._host.fail(instance, error)
            return
        if iscoroutine(result):
            slot.cleanup = self._host.spawn(instance, result).cancel
        elif callable(result):
            slot.cleanup = result

    def _clean(self, instance: Instance, slot: EffectSlot) -> None:
        cleanup, slot.cleanup = slot.cleanup, None
        if cleanup is None:
            return
        try:
            result = cleanup()
        except Exception as error:
            add_place(error, instance)
            self._host.fail(instance, error)
            return
        if iscoroutine(result):
            self._host.spawn(instance, result)


def _after_children(instance: Instance) -> tuple[float, ...]:
    """Return what sorts an instance behind all that is below it."""
    steps = [inf]
    above: Instance | None = instance
    while above is not None:
        steps.append(above.ordinal)
        above = above.parent
    return tuple(reversed(steps))
