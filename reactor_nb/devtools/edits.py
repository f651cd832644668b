"""Edits of what a mounted tree holds: a property, a state of a component, page state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reactor_nb.core.instance import Instance
from reactor_nb.core.root import Root
from reactor_nb.core.state import State, use_store
from reactor_nb.devtools.editing import Edit, EditRefusedError, read_json, replaced
from reactor_nb.devtools.tree import HOOKS, PROPS, STATES


def edit(root: Root, instance: Instance | None, path: Sequence[int], text: str, was: str) -> None:
    """Put what a text says in the place of a value; what shows it renders again.

    Args:
        root: what is mounted.
        instance: the component that has the value; none for page state.
        path: where: which part of the component, the number of the value in that, and the numbers
            of the parts of the value that lead on.
        text: JSON.
        was: the JSON of the value that it is for: lists may have other parts by now.

    Raises:
        EditRefusedError: there is no such value, or it cannot be of this kind.
    """
    new = Edit(read_json(text), was)
    match path:
        case [kind, number, *rest] if kind == STATES:
            _edit_state(root, number, rest, new)
        case [kind, number, *rest] if kind == PROPS and instance is not None:
            _edit_prop(root, instance, number, rest, new)
        case [kind, number, *rest] if kind == HOOKS and instance is not None:
            _edit_hook(instance, number, rest, new)
        case _:
            raise EditRefusedError("the component is not there any more")


def _edit_prop(root: Root, instance: Instance, number: int, path: Sequence[int], new: Edit) -> None:
    if number >= len(instance.props):
        raise EditRefusedError("the component does not have this property any more")
    name = list(instance.props)[number]
    changed = replaced(instance.props[name], path, new)
    instance.next_props = {**instance.props, name: changed}
    # What is known of the properties that the parent gave does not hold for these.
    instance.is_fixed = False
    root.enqueue(instance)


def _edit_hook(instance: Instance, number: int, path: Sequence[int], new: Edit) -> None:
    slot: Any = instance.hooks[number] if number < len(instance.hooks) else None
    if slot is None or slot.hook not in ("use_state", "use_reducer"):
        raise EditRefusedError("only the values of use_state and use_reducer can be edited")
    slot.put(replaced(slot.value, path, new))


def _edit_state(root: Root, number: int, path: Sequence[int], new: Edit) -> None:
    cells = list(root.store.cells.items())
    definition, cell = cells[number] if number < len(cells) else (None, None)
    if not isinstance(definition, State) or cell is None or not cell.known:
        raise EditRefusedError("only page state can be edited; the rest is computed from it")
    with use_store(root.store):
        definition.set(replaced(cell.value, path, new))
