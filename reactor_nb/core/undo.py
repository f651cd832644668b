"""What an attempt to render takes back if it fails, and what ends with an instance."""

from __future__ import annotations

from reactor_nb.core.instance import Instance


class Before:
    """What a mounted instance was before an attempt rendered it."""

    __slots__ = ("dirty", "effects", "subscriptions")

    def __init__(self, instance: Instance, dirty: bool) -> None:
        self.dirty = dirty
        self.effects = instance.effects
        self.subscriptions = instance.subscriptions[:]

    def restore(self, instance: Instance) -> None:
        """Have the instance be what it was, for what it shows is what it showed."""
        instance.pending = None
        instance.next_props = instance.props
        instance.effects = self.effects
        for subscription in self.subscriptions:
            subscription.enter(instance)
        instance.component.undo(instance)


def leave_all(instance: Instance) -> None:
    """Take an instance out of everything it subscribed to."""
    for subscription in instance.subscriptions:
        subscription.leave(instance)
    instance.subscriptions.clear()


def discard(instance: Instance) -> None:
    """Have an instance that is gone hear of nothing any more."""
    instance.mounted = False
    leave_all(instance)
