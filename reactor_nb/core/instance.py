"""A component on screen, and the memory its hooks own."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from reactor_nb.core.location import author_location
from reactor_nb.errors import HookError

if TYPE_CHECKING:
    from reactor_nb.core.component import Component
    from reactor_nb.core.context import Provided
    from reactor_nb.core.host import Container, HostNode
    from reactor_nb.core.state import Subscription
    from reactor_nb.core.work import Doing, Work


class Slot:
    """The memory of one hook call; each hook has a subclass of its own.

    One that ``travels`` has a ``value`` that the server sends with the page.
    """

    __slots__ = ()
    hook = "hook"
    travels = False


class Suspended(BaseException):
    """Leaves a component that waits; no ``except Exception`` of the author's sees it."""


class Owner(Protocol):
    """What an instance asks of the root it belongs to.

    ``loads`` are the resources by their places: what was mounted in vain finds its own there.
    ``is_lasting`` says whether there may be another render.
    ``portals`` looks after what is shown elsewhere, once there is any.
    """

    loads: dict[Any, Any]
    is_lasting: bool
    portals: Any

    def enqueue(self, instance: Instance) -> None:
        """Note that the instance must be rendered again."""

    def restored(self, instance: Instance) -> list[Any] | None:
        """Return the hook values that came with the page for this instance."""

    def next_id(self) -> int:
        """Return a number that no other ``use_id`` of this root has."""

    def spawn(
        self, instance: Instance, work: Coroutine[Any, Any, Any], part_of: Doing | None = None
    ) -> Work:
        """Start a coroutine of an instance, on its own or as a part of what goes on already."""


SlotType = TypeVar("SlotType", bound=Slot)


class Instance:
    """A mounted component: its properties, its hook slots, what it shows."""

    __slots__ = (
        "children",
        "component",
        "container",
        "contexts",
        "cursor",
        "depth",
        "effects",
        "error",
        "hooks",
        "is_fixed",
        "key",
        "lists",
        "mounted",
        "next_props",
        "ordinal",
        "parent",
        "pending",
        "props",
        "rendered",
        "root",
        "spawned",
        "subscriptions",
    )

    def __init__(
        self,
        root: Owner,
        component: Component,
        props: dict[str, Any],
        key: str | None,
        parent: Instance | None,
    ) -> None:
        self.root = root
        self.component = component
        self.props = self.next_props = props
        # Whether the properties are known to be immutable.
        self.is_fixed = False
        self.key = key
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.contexts: dict[object, Provided] = parent.contexts if parent else {}
        self.children: list[HostNode] = []
        self.pending: list[HostNode] | None = None
        self.container: Container | None = None
        self.hooks: list[Slot] = []
        self.cursor = 0
        self.effects: list[Any] = []
        # What is kept of the lists that this shows, if there may be another render, by their block.
        self.lists: dict[Any, Any] | None = {} if root.is_lasting else None
        self.subscriptions: list[Subscription] = []
        self.error: BaseException | None = None
        self.mounted = True
        self.rendered = False
        self.spawned = 0
        self.ordinal = 0
        if parent is not None:
            self.ordinal = parent.spawned
            parent.spawned += 1

    @property
    def path(self) -> str:
        """Where this instance is in the tree of instances, such as ``0/2/1``."""
        steps: list[str] = []
        instance: Instance | None = self
        while instance is not None:
            steps.append(str(instance.ordinal))
            instance = instance.parent
        return "/".join(reversed(steps))

    def place(self) -> tuple[Any, ...]:
        """Return what tells this instance from all others that may stand where it does."""
        steps: list[Any] = []
        instance: Instance | None = self
        while instance is not None:
            steps += instance.key, instance.component, instance.ordinal
            instance = instance.parent
        return tuple(reversed(steps))

    def names(self) -> str:
        """Return the components from the root down to this one, as in ``Todos › TodoItem``."""
        steps: list[str] = []
        instance: Instance | None = self
        while instance is not None:
            if not instance.component.is_ours:
                steps.append(instance.component.name)
            instance = instance.parent
        steps.reverse()
        if len(steps) > 8:
            steps[3:-4] = ["…"]
        return " › ".join(steps)


current: ContextVar[Instance | None] = ContextVar("reactor_nb_instance", default=None)


def use_slot(kind: type[SlotType], make: Callable[[Instance], SlotType]) -> SlotType:
    """Return the slot of this hook call, made at the first render.

    Raises:
        HookError: outside a render, or in another order than at the last render.
    """
    instance = current.get()
    if instance is None:
        raise HookError(
            f"{kind.hook} was called outside a render, at {author_location()}; "
            "call hooks at the top of a component's function"
        )
    number = instance.cursor
    instance.cursor = number + 1
    hooks = instance.hooks
    if number < len(hooks):
        slot = hooks[number]
        if slot.__class__ is kind:
            return slot
        raise _order_error(instance, number, kind)
    if instance.rendered:
        raise _order_error(instance, number, kind)
    made = make(instance)
    hooks.append(made)
    return made


def check_hooks(instance: Instance) -> None:
    """Raise if a render called fewer hooks than the one before.

    Raises:
        HookError: a hook was skipped.
    """
    if instance.cursor < len(instance.hooks):
        skipped = instance.hooks[instance.cursor]
        raise HookError(
            f"component {instance.component.name}: hook {instance.cursor + 1} ({skipped.hook}) was "
            f"called at the last render and not now, in {_place(instance)}; "
            "call every hook at every render, before any return"
        )


def _order_error(instance: Instance, number: int, kind: type[Slot]) -> HookError:
    known = instance.hooks[number].hook if number < len(instance.hooks) else "no hook"
    return HookError(
        f"component {instance.component.name}: hook {number + 1} is {kind.hook} at "
        f"{author_location()}, and was {known} at the last render; "
        "hooks must not stand in conditions or loops"
    )


def _place(instance: Instance) -> str:
    from reactor_nb.core.location import function_location

    return function_location(getattr(instance.component, "function", None))
