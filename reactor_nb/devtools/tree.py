"""The components that are mounted, and all that is known of one of them."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from typing import Any, Final

from reactor_nb.core.host import HostBlock, HostElement, HostRows, top_ids, walk
from reactor_nb.core.instance import Instance, Slot
from reactor_nb.core.location import function_location
from reactor_nb.core.root import Root
from reactor_nb.core.state import State, use_store
from reactor_nb.devtools.names import hook_names, name_of
from reactor_nb.devtools.numbers import Numbers
from reactor_nb.devtools.values import Path, Shower, Shown, kind_of, short

MOST_COMPONENTS: Final = 10_000
_MOST_IDS: Final = 200
# The first number of a path says which part of a component it is in.
PROPS: Final = 0
HOOKS: Final = 1
STATES: Final = 2
_EDITABLE: Final = ("use_state", "use_reducer")


def tree_of(root: Root, numbers: Numbers) -> tuple[list[list[Any]], int]:
    """Return the components in document order, and how many more there are.

    Each is its number, the number of its parent or 0, its name, its key, and whether it is ours.
    """
    rows: list[list[Any]] = []
    more = 0
    for node in walk(root.nodes()):
        if not isinstance(node, Instance):
            continue
        if len(rows) == MOST_COMPONENTS:
            more += 1
            continue
        parent = numbers.of(node.parent) if node.parent is not None else 0
        rows.append([numbers.of(node), parent, _name(node), _key(node), int(is_ours(node))])
    return rows, more


def component_of(
    root: Root, numbers: Numbers, instance: Instance, opened: Collection[Path]
) -> dict[str, Any]:
    """Return all that there is to tell of a component.

    Args:
        root: what it is mounted in.
        numbers: of the components.
        instance: the component.
        opened: the paths of the values whose parts are wanted.
    """
    shower = Shower(opened)
    with use_store(root.store):
        return {
            "id": numbers.of(instance),
            "name": _name(instance),
            "key": _key(instance),
            "place": "" if is_ours(instance) else _place(instance),
            "memo": short(instance.component.memo),
            "props": [
                [name, shower.show(value, (PROPS, number), editable=True)]
                for number, (name, value) in enumerate(instance.props.items())
            ],
            "hooks": _hooks(instance, shower),
            "reads": _reads(root, instance, shower),
        }


def states_of(root: Root, opened: Collection[Path]) -> list[list[Any]]:
    """Return the page state and the computed values, each with its number and name."""
    shower = Shower(opened)
    with use_store(root.store):
        return [
            _state(number, definition, cell, shower, None)
            for number, (definition, cell) in enumerate(list(root.store.cells.items()))
        ]


def is_ours(instance: Instance) -> bool:
    """Return whether a component is of reactor_nb itself, and none of the author's."""
    component = instance.component
    return component.is_ours or component.__module__.partition(".")[0] == "reactor_nb"


def nodes_of(instance: Instance) -> list[int]:
    """Return the ids of the nodes on the page that an instance shows."""
    return list(islice(top_ids(instance), _MOST_IDS))


def owner_of(root: Root, ids: Collection[object]) -> Instance | None:
    """Return the component that shows the first of some nodes that one shows.

    Args:
        root: where to look.
        ids: of nodes on the page, from the inside out.
    """
    owners: dict[int, Instance] = {}
    wanted = {one for one in ids if type(one) is int}
    for node in walk(root.nodes()):
        if isinstance(node, HostElement) and node.id in wanted:
            owners[node.id] = node.owner
        elif isinstance(node, HostBlock):
            size = node.layout.size
            owners |= {one: node.owner for one in wanted if node.id <= one < node.id + size}
        elif isinstance(node, HostRows):
            owners |= {one: node.owner for one in wanted if _is_in(node, one)}
    return next((owners[one] for one in ids if one in owners), None)


def _is_in(rows: HostRows, wanted: int) -> bool:
    size = rows.layout.size
    return any(first <= wanted < first + size for first in rows.ids)


def _name(instance: Instance) -> str:
    context = getattr(instance.component, "context", None)
    if context is None:
        return instance.component.name
    function = instance.parent.component.function if instance.parent else None
    name = name_of(context, function)
    return f"{name}.{instance.component.name}" if name else instance.component.name


def _key(instance: Instance) -> str:
    return "" if instance.key is None else short(instance.key, 40).strip("'\"")


def _place(instance: Instance) -> str:
    return function_location(instance.component.function)


def _hooks(instance: Instance, shower: Shower) -> list[dict[str, Any]]:
    slots = instance.hooks
    names = hook_names(instance.component.function, [slot.hook for slot in slots])
    return [
        {"kind": slot.hook, "name": name, "values": _values(slot, (HOOKS, number), shower)}
        for number, (slot, name) in enumerate(zip(slots, names, strict=True))
    ]


def _values(slot: Any, path: Path, shower: Shower) -> list[list[Any]]:
    """Return what a hook holds, by words for it; the first is what it returns, if it has that."""
    if slot.hook in _EDITABLE:
        return [["", shower.show(slot.value, path, editable=True)]]
    return [
        [word, shower.show(value, (*path, 1000 + number))]
        for number, (word, value) in enumerate(_inside(slot))
    ]


def inside_of(slot: Slot, number: int) -> Any:
    """Return one of the values that a hook holds."""
    return _inside(slot)[number][1]


def _inside(slot: Any) -> list[tuple[str, Any]]:
    match slot.hook:
        case "use_ref":
            return [("", slot.ref.current)]
        case "use_id":
            return [("", slot.id)]
        case "use_memo":
            return [("", slot.value), ("deps", slot.deps)]
        case "use_callback":
            return [("", slot.callback), ("deps", slot.deps)]
        case "use_effect":
            return [("", slot.function), ("deps", slot.deps), ("clean-up", slot.cleanup)]
        case "use_resource":
            return [
                ("", slot.value),
                ("pending", slot.pending),
                ("error", slot.error),
                ("deps", slot.deps),
            ]
        case "use_action":
            return [
                ("", slot.action),
                ("pending", slot.pending),
                ("result", slot.result),
                ("error", slot.error),
            ]
        case "use_optimistic":
            return [("changes", [one for (one,) in slot.changes])]
        case _:
            return []


def _reads(root: Root, instance: Instance, shower: Shower) -> list[list[Any]]:
    """Return the page state and the contexts that a component reads."""
    found: list[list[Any]] = []
    function = instance.component.function
    cells = {cell: at for at, cell in enumerate(root.store.cells.values())}
    definitions = list(root.store.cells)
    contexts = {provided: context for context, provided in instance.contexts.items()}
    for read in instance.subscriptions:
        one: Any = read
        if one in cells:
            at = cells[one]
            found.append(_state(at, definitions[at], one, shower, function))
        elif one in contexts:
            name = name_of(contexts[one], function) or "a context"
            shown = shower.show(one.value, (STATES + 1, len(found)))
            found.append([-1, name, "use_context", shown])
    return found


def _state(number: int, definition: Any, cell: Any, shower: Shower, near: Any) -> list[Any]:
    path = (STATES, number)
    is_state = isinstance(definition, State)
    name = getattr(definition, "name", None) or name_of(definition, near) or kind_of(definition)
    shown: Shown = {"kind": "", "text": "not computed yet"}
    if cell.known:
        shown = shower.show(cell.value, path, editable=is_state)
    return [number, name, "state" if is_state else "computed", shown]
