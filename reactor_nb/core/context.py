"""Values for a whole subtree, without passing them through every component."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from reactor_nb.core.component import Component
from reactor_nb.core.instance import Instance, current
from reactor_nb.core.location import author_location
from reactor_nb.core.memo import same_value
from reactor_nb.core.vnode import VComponent, VFragment, make_children, make_key
from reactor_nb.errors import HookError

T = TypeVar("T")


class Provided:
    """A provided value, and the instances that read it."""

    __slots__ = ("readers", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        self.readers: dict[Instance, None] = {}

    def enter(self, instance: Instance) -> None:
        """Note that an instance reads the value."""
        if instance not in self.readers:
            self.readers[instance] = None
            instance.subscriptions.append(self)

    def leave(self, instance: Instance) -> None:
        """Forget a reader that is gone or renders anew."""
        self.readers.pop(instance, None)


class _Provider(Component):
    """The component behind ``C(value, …)``: it shows its children and tells the readers."""

    is_ours = True

    def __init__(self, context: Context[Any]) -> None:
        super().__init__(_provide, memo=False)
        self.name = "Provider"
        self.context = context

    def render(self, instance: Instance, props: dict[str, Any]) -> Any:
        """Return the children, having put the value where descendants find it."""
        provided = instance.contexts.get(self.context) if instance.rendered else None
        if provided is None:
            instance.contexts = {**instance.contexts, self.context: Provided(props["value"])}
        elif not (provided.value is props["value"] or same_value(provided.value, props["value"])):
            provided.value = props["value"]
            for reader in list(provided.readers):
                reader.root.enqueue(reader)
        return VFragment(props["children"])

    def undo(self, instance: Instance) -> None:
        """Provide the value again that the page shows."""
        instance.contexts[self.context].value = instance.props["value"]


def _provide(value: Any, children: Any = ()) -> Any:
    return VFragment(make_children((children,)))


class Context(Generic[T]):
    """A value that a component provides and every component below it can read.

    Args:
        default: the value where nothing is provided.
    """

    def __init__(self, default: T) -> None:
        self.default = default
        self._provider = _Provider(self)

    def __call__(self, value: T, *children: Any, key: str | int | None = None) -> VComponent:
        """Return ``children``, for which this context has ``value``."""
        props = {"value": value, "children": make_children(children)}
        return VComponent(self._provider, props, make_key(key))


def create_context(default: T) -> Context[T]:
    """Return a new context whose value is ``default`` where nothing provides one."""
    return Context(default)


def use_context(context: Context[T]) -> T:
    """Return the value of a context, and render again when it changes.

    Raises:
        HookError: outside a render.
    """
    instance = current.get()
    if instance is None:
        raise HookError(f"use_context was called outside a render, at {author_location()}")
    provided = instance.contexts.get(context)
    if provided is None:
        return context.default
    provided.enter(instance)
    value: T = provided.value
    return value
