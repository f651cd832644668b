"""The host tree: vnodes with every component already rendered, as it is on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from reactor_nb.core.instance import Instance
from reactor_nb.core.vnode import HeadEntry, VBlock, VElement, VRows

if TYPE_CHECKING:
    from reactor_nb.core.layout import Layout


class HostElement:
    """An element on the page. A render makes a new one; ``prev`` is the one it replaces."""

    __slots__ = ("children", "id", "key", "owner", "prev", "vnode")

    def __init__(self, vnode: VElement, owner: Instance, children: list[HostNode]) -> None:
        self.vnode = vnode
        self.key = vnode.key
        self.owner = owner
        self.children = children
        self.id = 0
        self.prev: HostElement | HostBlock | None = None


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
        self.prev: HostFragment | HostRows | None = None


class Live:
    """Stands for a block or a list of rows however often a render makes it anew."""

    __slots__ = ("host",)

    def __init__(self, host: HostBlock | HostRows) -> None:
        self.host = host


class HostBlock:
    """An element on the page that a block made.

    Its nodes have the ids from ``id`` on, in the order of the block's layout. ``contents`` has, for
    each hole for children, the text in it, or a ``HostHole``. ``is_open`` says that the page looked
    up all nodes, so that what is between them may change. ``whole`` is the block as plain elements,
    once a render goes on from it with others than its own.
    """

    __slots__ = (
        "contents",
        "id",
        "is_open",
        "key",
        "layout",
        "live",
        "owner",
        "prev",
        "vnode",
        "whole",
    )

    def __init__(self, vnode: VBlock, owner: Instance, contents: list[str | HostHole]) -> None:
        self.vnode = vnode
        self.layout: Layout = vnode.block.layout
        self.key = vnode.key
        self.owner = owner
        self.contents = contents
        self.id = 0
        self.is_open = False
        self.live: Live | None = None
        self.prev: HostBlock | None = None
        self.whole: HostElement | None = None

    @property
    def holes(self) -> list[HostHole]:
        """What holds more than a text."""
        return [one for one in self.contents if not isinstance(one, str)]

    def values_at(self, first: int, node: int) -> tuple[int, Sequence[Any]] | None:
        """Return which place a node has, and the values of its block; ``None`` if it is gone."""
        return node - first, self.vnode.values

    def each(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Yield the first id and the values."""
        yield self.id, self.vnode.values


class HostHole:
    """Children in a hole of a block."""

    __slots__ = ("block", "children", "position", "prev")

    def __init__(self, position: int, children: list[HostNode]) -> None:
        self.position = position
        self.children = children
        self.block: HostBlock | None = None
        self.prev: HostHole | None = None


class HostRows:
    """Elements side by side that one block made, and that hold nothing but texts.

    ``ids`` has the first id of each row, ``firsts`` the first ids of rows that came together.
    ``whole`` are the rows one by one, once a render has more in them than texts.
    """

    __slots__ = ("columns", "container", "firsts", "ids", "live", "owner", "prev", "vnode", "whole")
    key: None = None

    def __init__(self, vnode: VRows, owner: Instance, columns: list[Sequence[Any]]) -> None:
        self.vnode = vnode
        self.owner = owner
        self.columns = columns
        self.ids: list[int] = []
        self.firsts: list[int] = []
        self.container: Container | None = None
        self.live: Live | None = None
        self.prev: HostRows | None = None
        self.whole: list[HostNode] | None = None

    @property
    def layout(self) -> Layout:
        """Where the nodes of a row are."""
        return self.vnode.block.layout

    def values_at(self, first: int, node: int) -> tuple[int, Sequence[Any]] | None:
        """Return which place a node has, and the values of its row; ``None`` if it is gone."""
        offset = (node - first) % self.layout.size
        try:
            row = self.ids.index(node - offset)
        except ValueError:
            return None
        return offset, [column[row] for column in self.columns]

    def each(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Yield the first id and the values of each row."""
        return zip(self.ids, zip(*self.columns, strict=True), strict=True)

    def blocks(self) -> list[HostNode]:
        """Return the rows one by one."""
        return [self._block(row) for row in range(self.vnode.count)]

    def _block(self, row: int) -> HostBlock:
        vnode = self.vnode.children[row]
        assert isinstance(vnode, VBlock)
        contents: list[str | HostHole] = [
            self.columns[child.hole][row] or HostHole(position, [None])
            for position, child in enumerate(self.layout.children)
        ]
        block = HostBlock(vnode, self.owner, contents)
        block.id = self.ids[row] if self.ids else 0
        return block


class HostHead:
    """Entries of the document's head; nothing where it stands."""

    __slots__ = ("container", "entries", "owner", "prev")
    key: None = None
    # Where else a portal is shown.
    to: Any = None

    def __init__(self, entries: tuple[HeadEntry, ...], owner: Instance) -> None:
        self.entries = entries
        self.owner = owner
        self.container: Container | None = None
        self.prev: HostHead | None = None


class HostRoot:
    """The node of the page that everything is in; its id is 0."""

    __slots__ = ("children", "id")

    def __init__(self) -> None:
        self.id = 0
        self.children: list[HostNode] = []


HostNode: TypeAlias = (
    "HostElement | HostText | HostBlock | HostRows | HostFragment | HostHead | Instance | None"
)
Container: TypeAlias = "HostRoot | HostElement | HostHole | HostFragment | HostRows | Instance"


FALLBACK: Final = "fallback"


def shows_fallback(boundary: Instance) -> bool:
    """Return whether a boundary has its fallback on the page."""
    shown = boundary.children[0] if boundary.children else None
    return isinstance(shown, HostFragment) and shown.key == FALLBACK


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
    if isinstance(node, (HostElement, HostText, HostBlock)):
        return node.id
    if isinstance(node, HostRows):
        return node.ids[0] if node.ids else 0
    if isinstance(node, (HostFragment, Instance)):
        return _first_of(node.children)
    return 0


def _first_of(nodes: list[HostNode]) -> int:
    for node in nodes:
        found = first_id(node)
        if found:
            return found
    return 0


def top_ids(node: HostNode) -> Iterator[int]:
    """Yield the ids of the DOM nodes that stand for ``node``, in document order."""
    if isinstance(node, (HostElement, HostText, HostBlock)):
        yield node.id
    elif isinstance(node, HostRows):
        yield from node.ids
    elif isinstance(node, (HostFragment, Instance)):
        for child in node.children:
            yield from top_ids(child)


def walk(nodes: list[HostNode]) -> Iterator[HostNode]:
    """Yield nodes and everything in them, in document order."""
    pending = nodes[::-1]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, HostBlock):
            for hole in reversed(node.holes):
                pending.extend(reversed(hole.children))
        elif isinstance(node, (HostElement, HostFragment, Instance)):
            pending.extend(reversed(node.children))


def parent_id(container: Container) -> int:
    """Return the id of the DOM node that holds what is in ``container``."""
    while isinstance(container, (Instance, HostFragment, HostRows)):
        assert container.container is not None
        container = container.container
    if isinstance(container, HostHole):
        assert container.block is not None
        return container.block.id + container.block.layout.children[container.position].parent
    return container.id


def following_id(container: Container) -> int:
    """Return the id of the DOM node right after ``container``, or 0 at its parent's end."""
    while isinstance(container, (Instance, HostFragment, HostRows)):
        around = container.container
        assert around is not None
        assert not isinstance(around, HostRows)
        found = False
        for sibling in around.children:
            if found:
                node = first_id(sibling)
                if node:
                    return node
            elif sibling is container:
                found = True
        container = around
    return _after_hole(container) if isinstance(container, HostHole) else 0


def _after_hole(hole: HostHole) -> int:
    block = hole.block
    assert block is not None
    children = block.layout.children
    for place in children[hole.position].after:
        if place >= 0:
            return block.id + place
        content = block.contents[~place]
        if isinstance(content, str):
            return block.id + children[~place].offset
        if found := _first_of(content.children):
            return found
    return 0
