"""Children that are shown elsewhere on the page than where they stand in the tree.

Each portal has an element of its own, which is the last child of the element with its id, or of the
root where there is none. In Python that element is a child of the root: what is in the target
comes and goes without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from reactor_nb.core import ops
from reactor_nb.core.host import (
    HostBlock,
    HostElement,
    HostFragment,
    HostHead,
    HostNode,
    HostRows,
    parent_id,
)
from reactor_nb.core.tag_names import CODE_TAGS, TABLE_TAGS, TEXT_TAGS, VOID_TAGS
from reactor_nb.core.vnode import NODE_KINDS, Node, VElement, make_children
from reactor_nb.errors import ElementError

if TYPE_CHECKING:
    from reactor_nb.core.instance import Instance
    from reactor_nb.core.ops import Op
    from reactor_nb.core.reconcile import Reconciler
    from reactor_nb.core.root import Root

# The way to an element: lists of nodes, the place in each, and what stands there, without blocks.
_Way: TypeAlias = list[tuple[list[HostNode], int, HostNode]]

_TARGET = re.compile(r"#[^\s#]+\Z")
_ATTRIBUTES: Final = {"data-rnb-portal": "", "style": "display: contents"}
# What cannot be around our element.
_REFUSED: Final = VOID_TAGS | CODE_TAGS | TEXT_TAGS | TABLE_TAGS | {"select", "svg", "math"}
# Ops after which another element may have the id.
_MOVING: Final = frozenset(("create", "remove", "attr", "portal"))


class VPortal:
    """Children for the element with the id ``to``, in an element of their own."""

    __slots__ = ("element", "to")
    key: None = None

    def __init__(self, to: str, children: tuple[Node, ...]) -> None:
        self.to = to
        self.element = VElement("div", _ATTRIBUTES, children)

    def create(self, attempt: Reconciler, owner: Instance) -> HostPortal:
        """Return what stands in the host tree."""
        root = attempt.root
        if root.portals is None:
            root.portals = Portals(root)
        # It takes more calls than an element elsewhere.
        attempt.enter(1)
        element = attempt.create_element(owner, self.element)
        attempt.enter(-1)
        return HostPortal(self.to, owner, element, attempt)


NODE_KINDS.add(VPortal)


class HostPortal(HostHead):
    """The place of a portal in the tree, with the element that is shown elsewhere.

    ``target`` is the element that this one is in before the page has it, and ``at`` the id of that
    element then.
    """

    __slots__ = ("at", "element", "target", "to")

    def __init__(self, to: str, owner: Instance, element: HostElement, attempt: Reconciler) -> None:
        super().__init__((), owner)
        self.to = to
        self.element = element
        self.target: HostElement | None = None
        self.at = 0
        # With the attempt's entries for the head, which are taken back where it fails.
        attempt.heads.append(self)

    def update(self, attempt: Reconciler, owner: Instance, node: VPortal) -> HostPortal:
        """Return what a portal goes on as."""
        attempt.enter(1)
        element = attempt.update_element(owner, self.element, node.element)
        attempt.enter(-1)
        if element is self.element:
            return self
        new = HostPortal(self.to, owner, element, attempt)
        new.prev = self
        return new


class Portals:
    """Looks after the portals of a root."""

    def __init__(self, root: Any) -> None:
        self._root: Root = root
        # Those whose elements the page has, and those that it will not have after this flush.
        self._known: dict[HostPortal, None] = {}
        self._gone: list[HostPortal] = []

    def put_in_place(self) -> None:
        """Put the elements where they will be shown, for HTML and numbers in document order."""
        put_in_place(self._root.host.children, self._live())

    def take_out(self) -> list[Op]:
        """Have the elements be children of the root again; return what the page must know."""
        self._known = dict.fromkeys(self._live())
        for portal in self._known:
            if portal.target is not None:
                portal.target.children.remove(portal.element)
                portal.at, portal.target = portal.target.id, None
        self._root.host.children[1:] = [portal.element for portal in self._known]
        return [_told(portal) for portal in self._known]

    def tell_later(self) -> None:
        """Do the same for a page that hears of it with the first flush."""
        self._root.differ.ops += self.take_out()
        (page, *_) = self._root.host.children
        self._root.enqueue(page)  # type: ignore[arg-type]

    def commit(self, made: Iterable[HostHead]) -> None:
        """Bring the elements up to date with what has been committed.

        Args:
            made: what the attempt made for the document's head, portals among it.
        """
        for portal in made:
            if isinstance(portal, HostPortal) and portal.prev is not None:
                self._follow(portal, portal.prev)
        # Each may have others inside.
        while gone := self._known.keys() - self._live():
            for portal in [one for one in self._known if one in gone]:
                self._remove(portal)
        while new := [portal for portal in self._live() if portal not in self._known]:
            for portal in new:
                self._create(portal)

    def settle(self, flushed: list[Op]) -> list[Op]:
        """Return the ops of a flush with those that move elements to where they belong now."""
        if _MOVING.isdisjoint(op[0] for op in flushed):
            return flushed
        # A target must not take an element with it of which other ops speak.
        before = [ops.move(0, portal.element.id, 0) for portal in self._gone if portal.at]
        self._gone.clear()
        after: list[Op] = []
        for portal in self._known:
            way = _way_to(self._root.host.children[:1], portal.to[1:])
            target: Any = way[-1][2] if way else self._root.host
            if target.id == portal.at:
                continue
            node = portal.element.id
            if portal.at:
                before.append(ops.move(0, node, 0))
            if way:
                after += _opened(way)
                after.append(ops.move(target.id, node, 0))
            portal.at = target.id
        return [*before, *flushed, *after]

    def _live(self) -> list[HostPortal]:
        return [one for one in self._root.heads() if isinstance(one, HostPortal)]

    def _follow(self, new: HostPortal, old: Any) -> None:
        new.prev, new.container, new.at = None, old.container, old.at
        root = self._root
        root.mounted.replace_head(old, new)
        self._known = {new if one is old else one: None for one in self._known}
        children = root.host.children
        children[children.index(old.element)] = new.element
        root.differ.patch(root.host, old.element, new.element)

    def _remove(self, portal: HostPortal) -> None:
        del self._known[portal]
        self._gone.append(portal)
        self._root.host.children.remove(portal.element)
        self._root.differ.remove([portal.element])

    def _create(self, portal: HostPortal) -> None:
        self._known[portal] = None
        root = self._root
        first = root.mounted.next_node
        forms = root.differ.build(root.host, [portal.element])
        root.differ.ops += ops.create(0, 0, first, forms), _told(portal)
        root.host.children.append(portal.element)


def put_in_place(children: list[HostNode], portals: Iterable[HostPortal]) -> None:
    """Put the elements of portals where they will be shown.

    Args:
        children: those of the root: the page, then the elements that are there already.
        portals: those in the page.
    """
    shown = list(portals)
    for portal in shown:
        if portal.target is not None:
            portal.target.children.remove(portal.element)
    page = children[:1]
    # All of them are looked for before any is in place: what is in a portal is no target.
    for portal in shown:
        way = _way_to(page, portal.to[1:])
        for nodes, index, plain in way:
            nodes[index] = plain
        target: Any = way[-1][2] if way else None
        portal.target = target
    children[:] = page
    for portal in shown:
        (portal.target.children if portal.target else children).append(portal.element)


def _told(portal: HostPortal) -> Op:
    assert portal.container is not None
    return ops.portal(portal.element.id, parent_id(portal.container))


def _way_to(nodes: list[HostNode], name: str) -> _Way:
    """Return the way to the first element with an id that can hold another element."""
    for index, node in enumerate(nodes):
        plain = _plain(node)
        way: _Way = [(nodes, index, plain)]
        if isinstance(plain, HostElement) and _is_target(plain.vnode, name):
            return way
        inside = getattr(plain, "children", None)
        if inside and (rest := _way_to(inside, name)):
            return way + rest
    return []


def _is_target(vnode: VElement, name: str) -> bool:
    return vnode.attributes.get("id") == name and vnode.raw is None and vnode.tag not in _REFUSED


def _plain(node: HostNode) -> HostNode:
    """Return a block, and rows that may have ids, as elements."""
    if isinstance(node, HostBlock):
        whole = node.layout.unfold(node)
        whole.key = node.key
        return whole
    if isinstance(node, HostRows) and _has_ids(node.layout.form):
        return HostFragment(None, node.blocks())
    return node


def _has_ids(form: Any) -> bool:
    """Return whether a template has elements with an id."""
    _, constants, holes, *children = form
    return (
        "id" in (constants or {}).get("a", ())
        or any(name == "id" for *_, name in holes or ())
        or any(isinstance(child, list) and _has_ids(child) for child in children)
    )


def _opened(way: _Way) -> list[Op]:
    """Return the ops that open the blocks on a way."""
    opened: list[Op] = []
    for nodes, index, _ in way:
        block = nodes[index]
        if isinstance(block, HostBlock) and not block.is_open:
            block.is_open = True
            opened.append(ops.open_blocks([block.id]))
    return opened


def Portal(*children: Any, to: str) -> VPortal:
    """Return ``children`` to be shown inside another element of the page.

    Everything else is as if they were shown here: contexts, boundaries, and events, which go on to
    the elements around this place.

    Args:
        children: what to show.
        to: ``"#"`` and the id of an element of the page. Where there is none, or it is in a portal
            itself, the children are shown at the end of the page.

    Raises:
        ElementError: ``to`` is nothing of the kind.
    """
    if not isinstance(to, str) or _TARGET.match(to) is None:  # type: ignore[redundant-expr]
        raise ElementError(f"Portal(to={to!r}) takes '#' and the id of an element")
    return VPortal(to, make_children(children))
