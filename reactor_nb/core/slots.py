"""Named places for what a component is given: ``Slot`` and ``fill``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from reactor_nb.core.component import Component
from reactor_nb.core.instance import current
from reactor_nb.core.location import author_location
from reactor_nb.core.vnode import Fragment, VComponent, VFragment, make_children
from reactor_nb.errors import ElementError, HookError


class _Fill(Component):
    """The component behind ``fill``: it shows nothing where it stands."""

    is_ours = True

    def __init__(self) -> None:
        super().__init__(_nothing)
        self.name = "fill"


def _nothing(name: str, children: Any) -> None:
    return None


_FILL: Final = _Fill()


def fill(name: str, child: Any) -> VComponent:
    """Return a child for the place that a component calls ``Slot(name)``.

    Args:
        name: of the place.
        child: what to show there; give it to the component among its children.

    Raises:
        ElementError: the name is no string, or the child cannot be shown.
    """
    if not isinstance(name, str):
        raise ElementError(f"the name of a slot is a string, not {name!r}")
    return VComponent(_FILL, {"name": name, "children": make_children((child,))}, None)


def Slot(name: str) -> VFragment:
    """Return what was given to this component by ``fill`` for a place of this name.

    Args:
        name: of the place.

    Raises:
        HookError: called outside a render.
    """
    instance = current.get()
    if instance is None:
        raise HookError(f"Slot was called outside a render, at {author_location()}")
    return Fragment(*_filled(instance.next_props.get("children"), name))


def _filled(children: Any, name: str) -> Iterator[Any]:
    for child in children if isinstance(children, (list, tuple)) else (children,):
        if isinstance(child, VComponent) and child.component is _FILL:
            if child.props["name"] == name:
                yield child.props["children"]
        elif child.__class__ is VFragment:
            yield from _filled(child.children, name)
        elif isinstance(child, (list, tuple)):
            yield from _filled(child, name)
