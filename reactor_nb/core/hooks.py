"""The hooks: memory, effects and identity for the component that is being rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Generic, TypeVar, overload

from reactor_nb.core.instance import Instance, Slot, use_slot
from reactor_nb.core.memo import Stable
from reactor_nb.core.state import is_shown, is_unchanged
from reactor_nb.errors import HookError

T = TypeVar("T")
A = TypeVar("A")


# Stands for a value of the server's render that could not cross the wire.
MISSING: Final = object()


class StateSlot(Slot):
    """The value of one ``use_state`` and its setter."""

    __slots__ = ("instance", "seen", "setter", "value")
    hook = "use_state"
    travels = True

    def __init__(self, instance: Instance, value: Any) -> None:
        self.instance = instance
        self.value = value
        self.seen = instance.effects
        self.setter: Setter[Any] = Setter(self)

    def put(self, value: Any) -> None:
        """Keep a new value and have the component render again; also one that failed to render."""
        instance = self.instance
        if not instance.mounted:
            return
        if not is_unchanged(self.value, value) or not is_shown(instance, self.seen):
            self.value = value
            instance.root.enqueue(instance)


class Setter(Stable, Generic[T]):
    """Sets the value of a ``use_state``; the same object at every render."""

    __slots__ = ("_slot",)

    def __init__(self, slot: StateSlot) -> None:
        self._slot = slot

    def __call__(self, value: T | Callable[[T], T]) -> None:
        """Set the value, or change it by a function of the newest one."""
        slot = self._slot
        slot.put(value(slot.value) if callable(value) else value)


@overload
def use_state(initial: Callable[[], T]) -> tuple[T, Setter[T]]: ...
@overload
def use_state(initial: T) -> tuple[T, Setter[T]]: ...
def use_state(initial: Any) -> tuple[Any, Setter[Any]]:
    """Return a value that outlives the render, and the function that sets it.

    Args:
        initial: the first value, or a function that makes it, called once.

    Raises:
        HookError: outside a render, or in another order than before.
    """

    def make(instance: Instance) -> StateSlot:
        return StateSlot(instance, first_value(instance, initial))

    slot = use_slot(StateSlot, make)
    slot.seen = slot.instance.effects
    return slot.value, slot.setter


def first_value(instance: Instance, initial: Any) -> Any:
    """Return the value that came with the page, else the author's initial one."""
    restored = instance.root.restored(instance)
    if restored:
        value = restored.pop(0)
        if value is not MISSING:
            return value
    return initial() if callable(initial) else initial


class ReducerSlot(StateSlot):
    """The value of one ``use_reducer``, its reducer and its dispatcher."""

    __slots__ = ("dispatcher", "reduce")
    hook = "use_reducer"

    def __init__(self, instance: Instance, value: Any) -> None:
        super().__init__(instance, value)
        self.reduce: Callable[[Any, Any], Any] = lambda state, action: state
        self.dispatcher: Dispatcher[Any] = Dispatcher(self)


class Dispatcher(Stable, Generic[A]):
    """Gives an action to a reducer; the same object at every render."""

    __slots__ = ("_slot",)

    def __init__(self, slot: ReducerSlot) -> None:
        self._slot = slot

    def __call__(self, action: A) -> None:
        """Set the state to what the newest reducer makes of it and the action."""
        slot = self._slot
        slot.put(slot.reduce(slot.value, action))


def use_reducer(reduce: Callable[[T, A], T], initial: T) -> tuple[T, Dispatcher[A]]:
    """Return a state and the function that changes it by ``reduce(state, action)``.

    Args:
        reduce: returns the next state; called with the newest one.
        initial: the first state, or a function that makes it.

    Raises:
        HookError: outside a render, or in another order than before.
    """

    def make(instance: Instance) -> ReducerSlot:
        return ReducerSlot(instance, first_value(instance, initial))

    slot = use_slot(ReducerSlot, make)
    slot.reduce = reduce
    slot.seen = slot.instance.effects
    return slot.value, slot.dispatcher


class EffectSlot(Slot):
    """One ``use_effect``: what to run after the commit, and how to undo it."""

    __slots__ = ("cleanup", "deps", "function", "instance")
    hook = "use_effect"

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.function: Callable[[], Any] | None = None
        self.deps: list[Any] | None = None
        self.cleanup: Callable[[], Any] | None = None


def use_effect(function: Callable[[], Any], deps: Sequence[Any] | None = None) -> None:
    """Run ``function`` after the page shows this render; never on the server.

    Args:
        function: sync, may return a cleanup; or async, cancelled at cleanup.
        deps: run again only when one of these has changed; ``[]`` once, ``None`` every time.

    Raises:
        HookError: outside a render, in another order than before, or ``deps`` is no sequence.
    """
    slot = use_slot(EffectSlot, EffectSlot)
    wanted = read_deps("use_effect", deps)
    if slot.function is None or wanted is None or not same_deps(slot.deps, wanted):
        slot.instance.effects.append((slot, function, wanted))


class MemoSlot(Slot):
    """A value that is computed again when its dependencies change."""

    __slots__ = ("deps", "known", "value")
    hook = "use_memo"

    def __init__(self, instance: Instance) -> None:
        self.known = False
        self.deps: list[Any] | None = None
        self.value: Any = None


def use_memo(function: Callable[[], T], deps: Sequence[Any] | None) -> T:
    """Return ``function()``, called again only when one of ``deps`` has changed.

    Raises:
        HookError: outside a render, in another order than before, or ``deps`` is no sequence.
    """
    slot = use_slot(MemoSlot, MemoSlot)
    wanted = read_deps("use_memo", deps)
    if not slot.known or wanted is None or not same_deps(slot.deps, wanted):
        slot.value = function()
        slot.deps = wanted
        slot.known = True
    value: T = slot.value
    return value


class CallbackSlot(Slot):
    """A function that stays the same object until its dependencies change."""

    __slots__ = ("callback", "deps")
    hook = "use_callback"

    def __init__(self, instance: Instance) -> None:
        self.deps: list[Any] | None = None
        self.callback: Callback | None = None


class Callback(Stable):
    """What ``use_callback`` returns: stable, so that memoised components are skipped."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the author's function."""
        return self.function(*args, **kwargs)

    @property
    def __wrapped__(self) -> Callable[..., Any]:
        return self.function


def use_callback(function: Callable[..., Any], deps: Sequence[Any] | None) -> Callable[..., Any]:
    """Return ``function`` as one object that stays the same until ``deps`` change.

    Raises:
        HookError: outside a render, in another order than before, or ``deps`` is no sequence.
    """
    slot = use_slot(CallbackSlot, CallbackSlot)
    wanted = read_deps("use_callback", deps)
    if slot.callback is None or wanted is None or not same_deps(slot.deps, wanted):
        slot.callback = Callback(function)
        slot.deps = wanted
    return slot.callback


class Ref(Generic[T]):
    """A box that outlives renders; changing ``current`` renders nothing."""

    __slots__ = ("current",)

    def __init__(self, current: T) -> None:
        self.current = current


class RefSlot(Slot):
    """The box of one ``use_ref``."""

    __slots__ = ("ref",)
    hook = "use_ref"

    def __init__(self, initial: Any) -> None:
        self.ref: Ref[Any] = Ref(initial)


@overload
def use_ref(initial: T) -> Ref[T]: ...
@overload
def use_ref(initial: None = None) -> Ref[Any]: ...
def use_ref(initial: Any = None) -> Ref[Any]:
    """Return a box whose ``current`` outlives renders.

    Raises:
        HookError: outside a render, or in another order than before.
    """
    return use_slot(RefSlot, lambda instance: RefSlot(initial)).ref


class IdSlot(Slot):
    """The id of one ``use_id``."""

    __slots__ = ("id",)
    hook = "use_id"

    def __init__(self, instance: Instance) -> None:
        self.id = f"rnb-{instance.root.next_id()}"


def use_id() -> str:
    """Return an id for the DOM that is the same on the server and in the browser.

    Raises:
        HookError: outside a render, or in another order than before.
    """
    return use_slot(IdSlot, IdSlot).id


def read_deps(hook: str, deps: Sequence[Any] | None) -> list[Any] | None:
    """Return a copy of what an author gave as dependencies.

    Raises:
        HookError: it is no sequence.
    """
    if deps is None:
        return None
    if isinstance(deps, (list, tuple)):
        return list(deps)
    raise HookError(f"{hook}: deps is a list of values, or None, not {type(deps).__name__}")


def same_deps(old: list[Any] | None, new: list[Any]) -> bool:
    """Return whether no dependency has changed."""
    if old is None or len(old) != len(new):
        return False
    return all(map(is_unchanged, old, new))


def state_values(instances: Iterable[Instance]) -> dict[str, list[Any]]:
    """Return the values of all slots that travel with a page, by instance path."""
    values: dict[str, list[Any]] = {}
    for instance in instances:
        found: list[Any] = [slot.value for slot in instance.hooks if slot.travels]  # type: ignore[attr-defined]
        if found:
            values[instance.path] = found
    return values
