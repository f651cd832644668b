"""The host tree: vnodes with every component already rendered, as it is on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from reactor_nb.core.instance import Instance
from reactor_nb.core.vnode import HeadEntry, VElement


class HostElement:
    """An element on the page. A render makes a new one; ``prev`` is the one it replaces."""

    __slots__ = ("children", "id", "key", "owner", "prev", "vnode")

    def __init__(self, vnode: VElement, owner: Instance, children: list[HostNode]) -> None:
        self.vnode = vnode
        self.key = vnode.key
        self.owner = owner
        self.children = children
        self.id = 0
        self.prev: HostElement | None = None


class HostText:
    """A text on the page."""

    __slots__ = ("id", "prev", "text")
    key: None = None

    def __init__(self, text: str) -> None:
        self.text = text
        self.id = 0
        self.prev: HostText | None = None


class HostFragment:
    """Children that stand in their parent without an element of their own."""

    __slots__ = ("children", "container", "key", "prev")

    def __init__(self, key: str | None, children: list[HostNode]) -> None:
        self.key = key
        self.children = children
        self.container: Container | None = None
        self.prev: HostFragment | None = None


class HostHead:
    """Entries of the document's head; nothing on the page itself."""

    __slots__ = ("entries", "owner", "prev")
    key: None = None

    def __init__(self, entries: tuple[HeadEntry, ...], owner: Instance) -> None:
        self.entries = entries
        self.owner = owner
        self.prev: HostHead | None = None


class HostRoot:
    """The node of the page that everything is in; its id is 0."""

    __slots__ = ("children", "id")

    def __init__(self) -> None:
        self.id = 0
        self.children: list[HostNode] = []


HostNode: TypeAlias = "HostElement | HostText | HostFragment | HostHead | Instance | None"
Container: TypeAlias = "HostRoot | HostElement | HostFragment | Instance"


def origin(node: HostNode) -> HostNode:
    """Return the node of the last flush that ``node`` continues, or ``None`` for a new one."""
    if isinstance(node, Instance):
        return node
    if node is None or node.prev is None:
        # An element whose vnode did not change is kept as the very same host node.
        return node
    return node.prev


def first_id(node: HostNode) -> int:
    """Return the id of the first DOM node that stands for ``node``, or 0 if there is none."""
    if node is None or isinstance(node, HostHead):
        return 0
    if isinstance(node, (HostElement, HostText)):
        return node.id
    for child in node.children:
        found = first_id(child)
        if found:
            return found
    return 0


def top_ids(node: HostNode) -> Iterator[int]:
    """Yield the ids of the DOM nodes that stand for ``node``, in document order."""
    if isinstance(node, (HostElement, HostText)):
        yield node.id
    elif isinstance(node, (HostFragment, Instance)):
        for child in node.children:
            yield from top_ids(child)


def walk(nodes: list[HostNode]) -> Iterator[HostNode]:
    """Yield nodes and everything in them, in document order."""
    pending = nodes[::-1]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, (HostElement, HostFragment, Instance)):
            pending.extend(reversed(node.children))


def parent_id(container: Container) -> int:
    """Return the id of the DOM node that holds what is in ``container``."""
    while isinstance(container, (Instance, HostFragment)):
        assert container.container is not None
        container = container.container
    return container.id


def following_id(container: Container) -> int:
    """Return the id of the DOM node right after ``container``, or 0 at its parent's end."""
    while isinstance(container, (Instance, HostFragment)):
        around = container.container
        assert around is not None
        found = False
        for sibling in around.children:
            if found:
                node = first_id(sibling)
                if node:
                    return node
            elif sibling is container:
                found = True
        container = around
    return 0
