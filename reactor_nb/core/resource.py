"""Values that must be waited for, and what is shown until they are there."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from inspect import iscoroutine
from typing import Any, Final, Literal, TypeVar, overload

from reactor_nb.core.boundary import Boundary
from reactor_nb.core.component import Component
from reactor_nb.core.hooks import (
    MISSING,
    Callback,
    EffectSlot,
    first_value,
    read_deps,
    same_deps,
)
from reactor_nb.core.host import shows_fallback
from reactor_nb.core.instance import Instance, Suspended, current, use_slot
from reactor_nb.core.vnode import VComponent, make_children, make_key
from reactor_nb.core.work import Work
from reactor_nb.errors import HookError

T = TypeVar("T")


class Resource(EffectSlot):
    """The value of one ``use_resource``, and its handle.

    ``refresh()`` loads the value anew; ``pending`` says whether it is being loaded.
    """

    __slots__ = ("error", "pending", "place", "refresh", "task", "value", "work")
    hook = "use_resource"
    travels = True

    def __init__(self, instance: Instance, place: object) -> None:
        super().__init__(instance)
        self.place = place
        self.value = first_value(instance, MISSING)
        self.error: Exception | None = None
        self.pending = False
        self.task: Work | None = None
        self.cleanup = self.end
        self.refresh: Callable[[], None] = Callback(self._refresh)

    def _refresh(self) -> None:
        assert self.function is not None
        assert self.deps is not None
        if self.instance.mounted:
            self.load(self.function, self.deps)
            self.instance.root.enqueue(self.instance)

    def end(self) -> None:
        """Stop loading: nothing wants the value any more."""
        self.stop()
        self.instance.root.loads.pop(self.place, None)

    def load(self, function: Callable[[], Any], deps: list[Any]) -> None:
        """Load the value, and no longer what was loading."""
        self.stop()
        self.error = None
        self.function = function
        self.work = work = function()
        self.deps = deps
        if iscoroutine(work):
            self.pending = True
            self.task = self.instance.root.spawn(self.instance, self._wait(work))
        else:
            self.value = work

    def stop(self) -> None:
        """Stop what is loading the value."""
        task = self.task
        # First, so that one that ends in spite of it is heard no more.
        self.task = self.work = None
        self.pending = False
        if task is not None:
            task.cancel()

    async def _wait(self, work: Coroutine[Any, Any, Any]) -> None:
        current.set(None)
        value, error = self.value, None
        try:
            value = await work
        except Exception as caught:
            error = caught
        if self.work is work:
            self.value, self.error, self.pending = value, error, False
            waits = self.waits()
            # Else the render that started it is still going on.
            if self.task is not None and waits is not None:
                waits.root.enqueue(waits)

    def waits(self) -> Instance | None:
        """Return what renders when the value is there: a boundary for what it has not mounted."""
        instance: Instance | None = self.instance
        while instance is not None and not instance.mounted:
            instance = instance.parent
        return instance

    def end_unused(self) -> None:
        """Stop loading if nothing was mounted with it, unless a boundary still waits for it."""
        waits = self.waits()
        if waits is None or not (waits is self.instance or shows_loading(waits)):
            self.end()


@overload
def use_resource(
    function: Callable[[], Coroutine[Any, Any, T]],
    deps: Sequence[Any],
    *,
    handle: Literal[False] = False,
) -> T: ...
@overload
def use_resource(
    function: Callable[[], Coroutine[Any, Any, T]], deps: Sequence[Any], *, handle: Literal[True]
) -> tuple[T, Resource]: ...
@overload
def use_resource(
    function: Callable[[], T], deps: Sequence[Any], *, handle: Literal[False] = False
) -> T: ...
@overload
def use_resource(
    function: Callable[[], T], deps: Sequence[Any], *, handle: Literal[True]
) -> tuple[T, Resource]: ...
def use_resource(function: Callable[[], Any], deps: Sequence[Any], *, handle: bool = False) -> Any:
    """Return what ``function`` loads; the component waits until it is there for the first time.

    Args:
        function: sync or async.
        deps: load again when one of these has changed; ``[]`` once.
        handle: return the value and its handle, which has ``refresh()`` and ``pending``.

    Raises:
        HookError: outside a render, in another order than before, or ``deps`` is no sequence.
        Exception: what the function raised.
    """
    wanted = read_deps("use_resource", deps)
    if wanted is None:
        raise HookError("use_resource: deps is a list of values; [] loads once")
    slot = use_slot(Resource, _make)
    if slot.deps is None and slot.value is not MISSING:
        # It came with the page.
        slot.function, slot.deps = function, wanted
    elif not same_deps(slot.deps, wanted):
        slot.load(function, wanted)
    if slot.error is not None:
        raise slot.error
    if slot.value is MISSING:
        raise Suspended
    return (slot.value, slot) if handle else slot.value


def _make(instance: Instance) -> Resource:
    loads = instance.root.loads
    place = (*instance.place(), len(instance.hooks))
    slot: Resource | None = loads.get(place)
    if slot is None or slot.instance.mounted:
        slot = loads[place] = Resource(instance, place)
    slot.instance = instance
    return slot


def shows_loading(instance: Instance) -> bool:
    """Return whether an instance is a boundary that shows its fallback for what loads."""
    return instance.component.catches == "loads" and shows_fallback(instance)


_SUSPENSE: Final = Boundary("Suspense", "loads")


def Suspense(*children: Any, fallback: Any = None, key: str | int | None = None) -> VComponent:
    """Return ``children``, or ``fallback`` until all resources below are there.

    Args:
        children: what to show.
        fallback: what to show instead at first; later, in place of what waits.
        key: the key among its siblings.
    """
    props = {"children": make_children(children), "fallback": make_children((fallback,))}
    return VComponent(_SUSPENSE, props, make_key(key))


class _Lazy(Component):
    """The component behind ``lazy``; its function loads the real one."""

    is_ours = True

    def __call__(self, /, *given: Any, **props: Any) -> VComponent:
        """Return a description of a call of what will be loaded."""
        key = make_key(props.pop("key", None))
        return VComponent(self, {"given": given, "props": props}, key)

    def render(self, instance: Instance, props: dict[str, Any]) -> Any:
        """Return the call of what is loaded."""
        return use_resource(self.function, [])(*props["given"], **props["props"])


def lazy(load: Callable[[], Any]) -> Component:
    """Return a component that ``load``, sync or async, returns when it is first shown."""
    return _Lazy(load, memo=False)
