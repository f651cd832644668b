"""Small numbers for mounted components: what a panel names them by."""

from __future__ import annotations

from collections.abc import Iterable

from reactor_nb.core.instance import Instance


class Numbers:
    """Gives each instance a number of its own, which is never given again."""

    def __init__(self) -> None:
        self._next = 1
        self._numbers: dict[Instance, int] = {}
        self._instances: dict[int, Instance] = {}

    def of(self, instance: Instance) -> int:
        """Return the number of an instance."""
        number = self._numbers.get(instance)
        if number is None:
            number = self._numbers[instance] = self._next
            self._instances[number] = instance
            self._next += 1
        return number

    def find(self, number: object) -> Instance | None:
        """Return the mounted instance that has a number."""
        found = self._instances.get(number) if type(number) is int else None
        return found if found is not None and found.mounted else None

    def forget(self, instances: Iterable[Instance]) -> None:
        """Let go of what is not mounted any more."""
        for instance in instances:
            number = self._numbers.pop(instance, None)
            if number is not None:
                del self._instances[number]
