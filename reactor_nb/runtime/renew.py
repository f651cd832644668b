"""A mounted tree after its code has changed: what may stay stays, the rest is mounted anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reactor_nb.core.component import Component
from reactor_nb.core.hooks import CallbackSlot, EffectSlot, MemoSlot
from reactor_nb.core.host import shows_fallback, walk
from reactor_nb.core.instance import Instance
from reactor_nb.core.state import State
from reactor_nb.runtime.shape import difference

if TYPE_CHECKING:
    # Pages do not have what stands in annotations alone.
    from reactor_nb.core.ops import Op
    from reactor_nb.core.root import Root
    from reactor_nb.runtime.refresh import Change

_DEEPEST: Final = 8


class Renewed(NamedTuple):
    """What the page must do, and what its author should know, as lines."""

    ops: list[Op]
    notes: list[str]


def renew(root: Root, change: Change) -> Renewed:
    """Have a tree show what the new code shows.

    The host gives the ops to the page and then calls ``Root.run_effects``.

    Args:
        root: the tree.
        change: what became of the code.
    """
    if not change:
        return Renewed([], [])
    renewal = _Renewal(root, change)
    renewal.reset_states()
    renewal.look()
    renewal.take_down()
    return Renewed(renewal.finish(), list(dict.fromkeys(renewal.notes)))


class _Renewal:
    def __init__(self, root: Root, change: Change) -> None:
        self._root = root
        self._change = change
        self._doomed: list[Instance] = []
        self._remembering: list[Instance] = []
        self._stale: list[Instance] = []
        self._ops: list[Op] = []
        self.notes: list[str] = []

    def reset_states(self) -> None:
        """Have page state with another first value take it, and computed values be computed."""
        store = self._root.store
        for definition, cell in list(store.cells.items()):
            if not isinstance(definition, State):
                continue
            if definition in self._change.states:
                why = "takes its new first value"
            elif cell.known and _holds(cell.value, self._change.types):
                why = "takes its first value anew, for it held what is of another class now"
            else:
                continue
            cell.known = False
            cell.changed()
            self.notes.append(f"{definition.name}: {why}")
        for computed in self._change.computed:
            cell = store.cells.get(computed)  # type: ignore[assignment]
            if cell is not None:
                cell.known = False
                for source in cell.sources:
                    source.computed.pop(cell, None)
                cell.sources.clear()
                cell.changed()

    def look(self) -> None:
        """Find out what must render, and what must be mounted anew."""
        for place, load in list(self._root.loads.items()):
            # What waits was not mounted; it loads anew with what it waits for.
            if not load.instance.mounted and not self._change.components.keys().isdisjoint(place):
                load.end()
        for node in self._instances():
            if node.hooks:
                self._remembering.append(node)
            why = self._doom(node)
            if why is not None:
                self._doomed.append(node)
                if why and node.hooks:
                    self.notes.append(f"{node.component.name}: state not kept, {why}")
            elif node.component in self._change.components:
                _forget(node)
                self._stale.append(node)
            elif node.component.catches == "errors" and node.error is not None:
                node.error = None
                self._stale.append(node)
            elif node.component.catches == "loads" and shows_fallback(node):
                self._stale.append(node)

    def _doom(self, instance: Instance) -> str | None:
        shapes = self._change.components.get(instance.component)
        if shapes is not None and shapes[0] != shapes[1]:
            return f"its hooks changed: {difference(*shapes)}"
        if shapes is not None and not instance.rendered:
            # Its first render failed.
            return ""
        if any(_holds(value, self._change.types) for value in _values(instance)):
            return "it held what is of another class now"
        return None

    def take_down(self) -> None:
        """Have what is mounted anew show nothing, and clean up after it."""
        if not self._doomed:
            return
        before = [(one, one.component, one.hooks) for one in self._doomed]
        for one in self._doomed:
            one.component, one.hooks = _BLANK, []
            self._root.enqueue(one)
        self._ops += self._root.flush()
        for one, component, hooks in before:
            one.component, one.hooks = component, hooks
            if one.mounted:
                self._root.mounted.gone.append(one)
        self._root.run_effects()
        for one in self._doomed:
            one.hooks = []
            one.rendered = False
            _forget(one)

    def finish(self) -> list[Op]:
        """Render all that may show something else; return what the page must do."""
        for one in (*self._stale, *self._doomed):
            self._root.enqueue(one)
        self._ops += self._root.flush()
        self._tell_exchanged()
        return self._ops

    def _tell_exchanged(self) -> None:
        """Tell of what is gone, and has another component of the same name in its place."""
        known = {one.component for one in self._remembering}
        new = {one.component.name for one in self._instances() if one.component not in known}
        for one in self._remembering:
            if not one.mounted and one.component.name in new:
                self.notes.append(
                    f"{one.component.name}: state not kept, the component was made anew"
                )

    def _instances(self) -> Iterator[Instance]:
        nodes = walk(self._root.nodes())
        return (node for node in nodes if isinstance(node, Instance))


class _Blank(Component):
    """Stands for a component while what it showed is taken down."""

    is_ours = True

    def render(self, instance: Instance, props: dict[str, Any]) -> Any:
        """Return nothing."""


_BLANK: Final = _Blank(lambda: None)


def _forget(instance: Instance) -> None:
    """Let go what an instance keeps that the old code made; effects run again."""
    instance.is_fixed = False
    if instance.lists:
        instance.lists = {}
    for slot in instance.hooks:
        if isinstance(slot, MemoSlot):
            slot.known = False
        elif isinstance(slot, CallbackSlot):
            slot.callback = None
        elif isinstance(slot, EffectSlot) and slot.hook == "use_effect":
            slot.function = None
        elif isinstance(slot, EffectSlot):
            # A resource: it has its value until the new one is there.
            slot.deps = [object()]


def _values(instance: Instance) -> Iterator[Any]:
    for slot in instance.hooks:
        for name in ("value", "result"):
            yield getattr(slot, name, None)
        yield getattr(getattr(slot, "ref", None), "current", None)


def _holds(value: Any, types: tuple[type, ...], depth: int = _DEEPEST) -> bool:
    """Return whether something of these types is in a value."""
    if not types or not depth:
        return False
    return isinstance(value, types) or any(_holds(one, types, depth - 1) for one in _inside(value))


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, (list, tuple, set, frozenset)):
        return value
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        return [getattr(value, name, None) for name in value.__dataclass_fields__]
    return ()
