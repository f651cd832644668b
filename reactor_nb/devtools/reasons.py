"""Why a component renders: who asked for it, and which properties its parent gave it.

Who asks calls ``Root.enqueue``. The frame of that caller tells which hook, state or context it was,
so that nothing has to be noted while no panel is open.
"""

from __future__ import annotations

from types import FrameType
from typing import Any, Final, NamedTuple

from reactor_nb.core.instance import Instance, Slot
from reactor_nb.core.memo import is_immutable, same_value
from reactor_nb.core.root import Root
from reactor_nb.devtools.names import hook_names, name_of
from reactor_nb.devtools.values import short

_REFRESHED: Final = frozenset(("reactor_nb.runtime.renew", "reactor_nb.runtime.changing"))
_VISITED: Final = "reactor_nb.client.router"
_EDITED: Final = "reactor_nb.devtools.edits"
_MOST_NAMES: Final = 8


class Reason(NamedTuple):
    """One reason.

    Args:
        kind: ``mounted``, ``state``, ``page``, ``context``, ``props``, ``parent``, ``refresh``,
            ``visit``, ``edit``, ``fallback`` or ``other``.
        what: which hook, state, context or properties.
        value: what that is now, where there is one.
    """

    kind: str
    what: str = ""
    value: str = ""


MOUNTED: Final = Reason("mounted")
OTHER: Final = Reason("other")


def reason_of(frame: FrameType | None, instance: Instance) -> Reason:
    """Return why an instance is to render.

    Args:
        frame: of the function that says so.
        instance: which is to render.
    """
    if frame is None:
        return OTHER
    module = frame.f_globals.get("__name__")
    if module in _REFRESHED:
        return Reason("refresh")
    if module == _VISITED:
        return Reason("visit")
    if module == _EDITED:
        return Reason("edit")
    asks = frame.f_locals.get("self")
    if isinstance(asks, Slot):
        return _of_slot(asks, instance)
    if isinstance(asks, Root):
        return Reason("fallback", "something below has failed")
    if type(asks).__name__ == "_Cell":
        cell: Any = asks
        return Reason("page", state_name(instance, cell), short(cell.value) if cell.known else "")
    if type(asks).__name__ == "_Provider":
        context: Any = getattr(asks, "context", None)
        return Reason("context", name_of(context, instance.component.function) or "a context")
    return Reason("other", "tried again" if frame.f_code.co_name == "retry" else "")


def state_name(instance: Instance, cell: object) -> str:
    """Return the name of the page state, or of the computed value, that a cell belongs to."""
    store = getattr(instance.root, "store", None)
    for definition, known in list(store.cells.items()) if store else ():
        if known is cell:
            name = getattr(definition, "name", None)
            return name or name_of(definition, instance.component.function) or "a computed value"
    return "page state"


def slot_name(instance: Instance, slot: Slot) -> str:
    """Return which hook of an instance a slot is, with its variable."""
    if slot not in instance.hooks:
        return slot.hook
    number = instance.hooks.index(slot)
    names = hook_names(instance.component.function, [one.hook for one in instance.hooks])
    variable = f" {names[number]}" if names[number] else ""
    return f"hook {number + 1}, {slot.hook}{variable}"


def props_reason(
    instance: Instance, before: dict[str, Any], now: dict[str, Any], is_alone: bool
) -> Reason | None:
    """Return what of its properties had an instance render that its parent has reached.

    Args:
        instance: which has rendered.
        before: its properties at its last render.
        now: its properties.
        is_alone: whether there is no other reason.
    """
    memo = instance.component.memo
    names = before.keys() | now.keys()
    missing = object()
    pairs = {name: (before.get(name, missing), now.get(name, missing)) for name in sorted(names)}
    others = [
        name for name, (old, new) in pairs.items() if old is not new and not same_value(old, new)
    ]
    if others:
        return Reason("props", _listed(others))
    if not is_alone:
        return None
    if memo is None:
        held = [name for name, (_, new) in pairs.items() if not is_immutable(new)]
        return Reason("parent", f"{_listed(held)} may have been changed in place" if held else "")
    if memo is True:
        alike = [name for name, (old, new) in pairs.items() if old is not new]
        return Reason("props", f"{_listed(alike)}: equal, but not the same object")
    return Reason("parent", "memo=False" if memo is False else "its memo function says so")


def _of_slot(slot: Slot, instance: Instance) -> Reason:
    owner: Any = getattr(slot, "instance", None) or getattr(slot, "_instance", instance)
    value = short(slot.value) if slot.hook in ("use_state", "use_reducer") else ""  # type: ignore[attr-defined]
    name = slot_name(owner, slot)
    if owner is not instance:
        return Reason("fallback", f"{owner.component.name} waited: {name}")
    return Reason("state", name, value)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more
