"""Where the components of a page are, by names that outlive them: for one that is shown alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reactor_nb.core.component import Component
from reactor_nb.core.host import (
    HostBlock,
    HostElement,
    HostFragment,
    HostHead,
    HostNode,
    top_ids,
    walk,
)
from reactor_nb.core.instance import Instance
from reactor_nb.devtools.tree import is_ours
from reactor_nb.devtools.values import short
from reactor_nb.runtime.registry import REGISTRY_NAME

if TYPE_CHECKING:
    # Pages do not have what stands in annotations alone.
    from reactor_nb.core.root import Root

MOST_PLACES: Final = 300
_MOST_IDS: Final = 10_000
_LONGEST: Final = 40


class Place(NamedTuple):
    """Where a component is on a page, in words that mean the same once it is mounted anew.

    Args:
        name: of the component.
        keys: its own and those of what it is in, from the inside out.
        nth: which it is of those that are alike in both, from 0 on.
    """

    name: str
    keys: tuple[str, ...]
    nth: int

    def as_json(self) -> list[Any]:
        """Return it as plain JSON."""
        return [self.name, list(self.keys), self.nth]


def read_place(told: Any) -> Place:
    """Return the place that a panel names.

    Raises:
        ValueError: it names none.
    """
    match told:
        case [str(name), list(keys), int(nth)] if all(isinstance(key, str) for key in keys):
            return Place(name, tuple(keys), nth)
    raise ValueError(f"the devtools do not know {str(told)[:80]}")


def places_of(root: Root) -> Iterator[tuple[Place, Instance]]:
    """Yield the author's components in document order, each with its place."""
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    for instance, keys in _keyed(root.nodes()):
        if is_ours(instance):
            continue
        alike = instance.component.name, keys
        nth = seen.get(alike, 0)
        seen[alike] = nth + 1
        yield Place(*alike, nth), instance


def place_of(root: Root, wanted: Instance) -> Place | None:
    """Return the place of a component; nothing for one of ours."""
    return next((place for place, one in places_of(root) if one is wanted), None)


def shown_by(instance: Instance) -> list[int]:
    """Return the ids of the nodes that show a component, with what it shows in portals."""
    ids = list(islice(top_ids(instance), _MOST_IDS))
    pending: list[HostNode] = [instance]
    while pending:
        for node in walk([pending.pop()]):
            if isinstance(node, HostHead) and node.to is not None:
                element: HostElement = getattr(node, "element")  # noqa: B009
                ids.append(element.id)
                pending.append(element)
    return ids


def _keyed(nodes: list[HostNode]) -> Iterator[tuple[Instance, tuple[str, ...]]]:
    """Yield what is mounted in some nodes, with the keys around it."""
    pending: list[tuple[HostNode, tuple[str, ...]]] = [(one, ()) for one in reversed(nodes)]
    while pending:
        node, keys = pending.pop()
        inside: list[HostNode] = []
        if isinstance(node, HostBlock):
            inside = [child for hole in node.holes for child in hole.children]
        elif isinstance(node, (HostElement, HostFragment, Instance)):
            inside = node.children
        else:
            continue
        if node.key is not None:
            keys = (short(node.key, _LONGEST).strip("'\""), *keys)
        if isinstance(node, Instance):
            yield node, keys
        pending.extend((one, keys) for one in reversed(inside))


class Pinning:
    """Keeps the page told of which nodes show the one component that its author wants to see.

    Args:
        root: what is mounted.
        names: those of the notebook's own module.
        tell: takes what the page shall know.
    """

    def __init__(
        self, root: Root, names: Mapping[str, Any], tell: Callable[[list[Any]], None]
    ) -> None:
        self._root = root
        self._names = names
        self._tell = tell
        self._place: Place | None = None
        self._instance: Instance | None = None
        self._told: list[Any] = []

    def receive(self, message: list[Any]) -> None:
        """Take a message of the panel.

        Raises:
            ValueError: the panel sent what is no such message.
        """
        match message:
            case ["places"]:
                found = (place.as_json() for place, _ in islice(places_of(self._root), MOST_PLACES))
                self._tell(["places", list(found)])
            case ["pin", None]:
                self._place = self._instance = None
            case ["pin", place]:
                self._place = read_place(place)
                self._instance = None
                self._told = []
                self.update()
            case _:
                raise ValueError(f"the devtools do not know {str(message)[:80]}")

    def update(self) -> None:
        """Tell what shows the component now, if that is something else than before.

        Called before the page has the patch; it takes what it was told of with that.
        """
        if self._place is None:
            return
        instance = self._find(self._place)
        told: list[Any] = ["pinned", self._place.as_json()]
        if instance is None:
            told += None, self._is_known(self._place.name)
        else:
            told += shown_by(instance), True
        if told != self._told:
            self._told = told
            self._tell(told)

    def _find(self, wanted: Place) -> Instance | None:
        if self._instance is None or not self._instance.mounted:
            found = (one for place, one in places_of(self._root) if place == wanted)
            self._instance = next(found, None)
        return self._instance

    def _is_known(self, name: str) -> bool:
        """Return whether the app has such a component, even if this page does not."""
        package = self._names[REGISTRY_NAME].package
        modules = [
            vars(module)
            for at, module in list(sys.modules.items())
            if package and at.startswith(f"{package}.")
        ]
        return any(
            isinstance(value, Component) and value.name == name
            for names in (self._names, *modules)
            for value in list(names.values())
        )
