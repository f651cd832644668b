"""Vnodes matched with what is mounted: components are rendered, the next host tree is built.

Nothing on the page changes here. If a render fails, the attempt is undone as if it had not been.
"""

from __future__ import annotations

import sys
from operator import is_
from typing import TYPE_CHECKING, Any, Final

from reactor_nb.core.host import (
    HostBlock,
    HostElement,
    HostFragment,
    HostHead,
    HostHole,
    HostNode,
    HostRows,
    HostText,
    shows_fallback,
)
from reactor_nb.core.instance import Instance, Owner, Suspended, check_hooks, current
from reactor_nb.core.location import error_location, function_location
from reactor_nb.core.matching import fits, match
from reactor_nb.core.scheduler import Scheduler
from reactor_nb.core.undo import Before, leave_all
from reactor_nb.core.vnode import (
    Node,
    VBlock,
    VComponent,
    VElement,
    VFragment,
    VHead,
    VRows,
    make_children,
)
from reactor_nb.errors import Answer, ElementError, RenderError

if TYPE_CHECKING:
    from reactor_nb.core.layout import ChildHole

MAX_RENDERS: Final = 50
# Python stops at a thousand calls inside each other. A level of elements or components takes four
# of them at most, whatever is done with it, and one of fragments three.
MAX_DEPTH: Final = 200
FRAGMENT: Final = 0.75
# An interpreter in a browser ends when it frees thousands of nodes inside each other.
_never_freed: Final[list[tuple[Node, ...]]] = []


class Reconciler:
    """One attempt to bring a part of the host tree up to date.

    ``rendered`` lists the instances it rendered, children before parents; ``heads`` what it made
    for the document's head, in document order.
    """

    def __init__(self, root: Owner, scheduler: Scheduler) -> None:
        self.root = root
        self.scheduler = scheduler
        self.rendered: list[Instance] = []
        self.heads: list[HostHead] = []
        self.started: list[Instance] = []
        self._before: dict[Instance, Before] = {}
        self._caught: set[Instance] = set()
        self._depth: float = 0
        # How many components wait, and no boundary yet shows its fallback for them.
        self._waiting = 0

    def mount(self, node: VComponent, parent: Instance | None = None) -> Instance:
        """Create the instance of a component and render it and everything below."""
        instance = Instance(self.root, node.component, node.props, node.key, parent)
        # Without a detour: each frame here is one for every component inside another.
        if node.component.catches:
            self._render_boundary(instance, is_new=True)
        else:
            self._render_once(instance, is_new=True)
        return instance

    def render(self, instance: Instance) -> None:
        """Render an instance and what is below it; its new children wait in ``pending``.

        Raises:
            Exception: whatever the author's code raised, if no boundary below caught it.
        """
        if instance.component.catches:
            self._render_boundary(instance, is_new=False)
        else:
            self._render_once(instance, is_new=False)

    def undo(self) -> None:
        """Put every instance of this attempt back as it was before."""
        self._undo_from(0)

    def _render_boundary(self, instance: Instance, *, is_new: bool) -> None:
        mark = len(self.started)
        output = self._mark()
        depth = self._depth
        waiting = self._waiting
        is_for_errors = instance.component.catches == "errors"
        is_first = not is_for_errors and (is_new or shows_fallback(instance))
        if is_first:
            instance.error = None
            # What is mounted at the next attempt has the places of what is mounted now.
            instance.spawned = 0
        error: BaseException
        try:
            self._render_once(instance, is_new=is_new)
            if not is_first or self._waiting == waiting:
                return
            error = Suspended()
        except Exception as caught:
            if not is_for_errors or instance.error is not None or isinstance(caught, Answer):
                raise
            error = self.too_deep() if isinstance(caught, RecursionError) else caught
        props = instance.next_props
        self._undo_from(mark, keep=instance)
        instance.next_props = props
        self._back_to(output)
        self._caught.add(instance)
        self._depth = depth
        self._waiting = waiting
        instance.error = error
        self._render_once(instance, is_new=is_new)

    def _mark(self) -> Any:
        """Return how far the output is, for ``_back_to``."""
        return len(self.heads)

    def _back_to(self, mark: Any) -> None:
        """Take back what was put out since ``mark``."""
        del self.heads[mark:]

    def _render_once(self, instance: Instance, *, is_new: bool) -> None:
        self.started.append(instance)
        if not is_new:
            self._before[instance] = Before(instance, instance in self.scheduler)
            self.scheduler.discard(instance)
            instance.effects = []
        nodes = self._call(instance)
        try:
            self.enter(1)
            if is_new:
                instance.children = self._create_all(instance, nodes)
            else:
                instance.pending = self._children(instance, instance.children, nodes)
        except RenderError:
            if self._depth > MAX_DEPTH and sys.platform == "emscripten":
                _never_freed.append(nodes)
            raise
        self._depth -= 1
        self.rendered.append(instance)

    def _call(self, instance: Instance) -> tuple[Node, ...]:
        """Run the component, again while it sets state of its own."""
        for _ in range(MAX_RENDERS):
            instance.cursor = 0
            if instance.effects:
                instance.effects = []
            if instance.subscriptions:
                leave_all(instance)
            token = current.set(instance)
            try:
                # Inside, since a generator of children may read state or call hooks.
                nodes = self._nodes(instance)
            except Suspended:
                self._waiting += 1
                instance.effects = []
                return _in_place(instance)
            except Exception as error:
                add_place(error, instance)
                raise
            finally:
                current.reset(token)
            if instance.cursor != len(instance.hooks):
                check_hooks(instance)
            instance.rendered = True
            if not self.scheduler.levels or instance not in self.scheduler:
                return nodes
            self.scheduler.discard(instance)
        raise RenderError(
            f"component {instance.component.name} sets its own state at every render "
            f"({MAX_RENDERS} times) in {function_location(instance.component.function)}; "
            "set state in a handler or an effect, or only when it differs"
        )

    def _nodes(self, instance: Instance) -> tuple[Node, ...]:
        result = instance.component.render(instance, instance.next_props)
        if isinstance(result, VElement):
            return (result,)
        try:
            return make_children((result,))
        except ElementError as error:
            raise RenderError(
                f"component {instance.component.name} returned what cannot be shown: {error}, in "
                f"{function_location(instance.component.function)}"
            ) from error

    def too_deep(self) -> RenderError:
        """Return the error for a tree without an end, with the components that lead there."""
        where = f", in {self.started[-1].names()}" if self.started else ""
        return RenderError(
            f"the tree is nested deeper than can be shown{where}; "
            "does a component show itself without an end?"
        )

    def _children(
        self, owner: Instance, old: list[HostNode], nodes: tuple[Node, ...]
    ) -> list[HostNode]:
        """Return what goes on from ``old``: that very list, if nothing in it is another."""
        if not old:
            return self._create_all(owner, nodes)
        # Plain loops: a comprehension costs a frame at every level of the tree.
        result: list[HostNode] = []
        for source, node in zip(match(old, nodes), nodes, strict=True):
            if source is None:
                result.append(self._create(owner, node))
            else:
                result.append(self._update(owner, source, node))
        return old if _are_same(old, result) else result

    def _create_all(self, owner: Instance, nodes: tuple[Node, ...]) -> list[HostNode]:
        result: list[HostNode] = []
        append = result.append
        for node in nodes:
            if node.__class__ is VElement:
                children = node.children
                if not children:
                    append(HostElement(node, owner, []))
                elif len(children) == 1 and children[0].__class__ is str:
                    append(HostElement(node, owner, [HostText(children[0])]))
                else:
                    append(self.create_element(owner, node))
            elif node.__class__ is VBlock:
                append(self._create_block(owner, node))
            elif node.__class__ is VComponent:
                append(self.mount(node, owner))
            else:
                append(self._create(owner, node))
        return result

    def _create(self, owner: Instance, node: Node) -> HostNode:
        if node.__class__ is str:
            return HostText(node)
        if node is None:
            return None
        if isinstance(node, VBlock):
            return self._create_block(owner, node)
        if isinstance(node, VElement):
            return self.create_element(owner, node)
        if isinstance(node, VComponent):
            return self.mount(node, owner)
        if isinstance(node, VRows):
            return self._create_rows(owner, node)
        if isinstance(node, VFragment):
            return self._fragment(owner, node)
        if isinstance(node, VHead):
            self.heads.append(HostHead(node.entries, owner))
            return self.heads[-1]
        return node.create(self, owner)  # type: ignore[union-attr]

    def create_element(self, owner: Instance, node: VElement) -> HostElement:
        """Return an element that is new, with what is in it."""
        self.enter(1)
        host = HostElement(node, owner, self._create_all(owner, node.children))
        self._depth -= 1
        return host

    def _create_block(self, owner: Instance, node: VBlock) -> HostBlock:
        layout = node.block.layout
        self._check_depth(layout.height)
        contents: list[str | HostHole] = []
        for position, child in enumerate(layout.children):
            value = node.values[child.hole]
            if value.__class__ is not str:
                nodes, levels = _in_hole(child, value)
                self.enter(levels)
                value = HostHole(position, self._create_all(owner, nodes))
                self.enter(-levels)
            contents.append(value)
        return HostBlock(node, owner, contents)

    def _fragment(self, owner: Instance, node: VFragment) -> HostFragment:
        self.enter(FRAGMENT)
        fragment = HostFragment(node.key, self._create_all(owner, node.children))
        self.enter(-FRAGMENT)
        return fragment

    def _create_rows(self, owner: Instance, node: VRows) -> HostRows | HostFragment:
        return self._rows(owner, node) or self._fragment(owner, node)

    def _rows(self, owner: Instance, node: VRows) -> HostRows | None:
        """Return a list of elements as rows, if they hold nothing but texts."""
        if not node.count:
            return HostRows(node, owner, [])
        columns = node.block.layout.texts(node.columns)
        if columns is None:
            return None
        self._check_depth(node.block.layout.height + FRAGMENT)
        return HostRows(node, owner, columns)

    def enter(self, levels: float) -> None:
        """Note that what follows is so many levels further inside, or again outside.

        Raises:
            RenderError: that is deeper than can be shown.
        """
        self._depth += levels
        if self._depth > MAX_DEPTH:
            raise self.too_deep()

    def _check_depth(self, levels: float) -> None:
        self.enter(levels)
        self.enter(-levels)

    def _update(self, owner: Instance, old: HostNode, node: Any) -> HostNode:
        """Return what a node goes on as; ``old`` fits it."""
        if old.__class__ is Instance:
            return self._update_instance(old, node)
        if old.__class__ is HostText:
            return _update_text(old, node)
        if old.__class__ is HostBlock:
            return self._update_block(owner, old, node)
        if old.__class__ is HostElement:
            return self.update_element(owner, old, node)
        if old.__class__ is HostHead:
            head = HostHead(node.entries, owner)
            head.prev = old
            return head
        if isinstance(old, (HostFragment, HostRows)):
            return self._update_fragment(owner, old, node)
        return old and old.update(self, owner, node)  # type: ignore[union-attr]

    def _update_block(self, owner: Instance, old: HostBlock, node: Any) -> HostNode:
        """Return what a block goes on as; the old one where nothing in it is another."""
        if old.vnode is node:
            return old
        if node.__class__ is not VBlock or node.block is not old.vnode.block:
            old.whole = old.layout.unfold(old)
            element = self.update_element(owner, old.whole, node)
            element.prev = old
            return element
        children = old.layout.children
        contents = old.contents[:]
        # One loop, without calls in between: each would be a frame at every level of the tree.
        for position, child in enumerate(children):
            value = node.values[child.hole]
            before = contents[position]
            if isinstance(before, str):
                if value.__class__ is str:
                    if value != before:
                        contents[position] = value
                    continue
                before = _text_hole(old, position, before)
            nodes, levels = _in_hole(child, value)
            inside = before.children
            self.enter(levels)
            if len(nodes) == len(inside) == 1 and fits(inside[0], nodes[0]):
                found = [self._update(owner, inside[0], nodes[0])]
                found = inside if _are_same(inside, found) else found
            else:
                found = self._children(owner, inside, nodes)
            self.enter(-levels)
            if found is not inside or before is not contents[position]:
                hole = contents[position] = HostHole(position, found)
                hole.prev = before
        if old.vnode.values == node.values and all(map(is_, contents, old.contents)):
            return old
        new = HostBlock(node, owner, contents)
        new.prev = old
        return new

    def _update_fragment(
        self, owner: Instance, old: HostFragment | HostRows, node: VFragment
    ) -> HostRows | HostFragment:
        if isinstance(old, HostRows):
            if isinstance(node, VRows) and node.block is old.vnode.block:
                rows = self._rows(owner, node)
                if rows is not None:
                    rows.prev = old
                    return rows
            before = old.whole = old.blocks()
        else:
            before = old.children
        self.enter(FRAGMENT)
        fragment = HostFragment(node.key, self._children(owner, before, node.children))
        self.enter(-FRAGMENT)
        fragment.prev = old
        return fragment

    def update_element(self, owner: Instance, old: HostElement, node: VElement) -> HostElement:
        """Return the host element of a new vnode; the old one where they look the same."""
        before = old.vnode
        if before is node:
            return old
        children = old.children
        nodes = node.children
        if len(nodes) == len(children) == 1 and nodes[0].__class__ is str:
            text = children[0]
            if not isinstance(text, HostText):
                children = [HostText(nodes[0])]
            elif text.text != nodes[0]:
                children = [_update_text(text, nodes[0])]
        elif nodes or children:
            self.enter(1)
            children = self._children(owner, children, nodes)
            self._depth -= 1
        if children is old.children and _looks_same(before, node):
            return old
        new = HostElement(node, owner, children)
        new.prev = old
        return new

    def _update_instance(self, instance: Instance, node: VComponent) -> Instance:
        if instance not in self.scheduler and (
            (node.is_fixed and node.props is instance.props)
            or instance.component.is_same(instance, node.props)
        ):
            return instance
        instance.next_props = node.props
        instance.is_fixed = False
        # Without a detour, too.
        if instance.component.catches:
            self._render_boundary(instance, is_new=False)
        else:
            self._render_once(instance, is_new=False)
        return instance

    def _undo_from(self, mark: int, keep: Instance | None = None) -> None:
        undone = dict.fromkeys(self.started[mark:])
        for instance in undone:
            self.scheduler.discard(instance)
            if instance in self._caught:
                instance.error = None
            before = self._before.pop(instance, None)
            if before is None:
                instance.mounted = instance is keep
                leave_all(instance)
                continue
            before.restore(instance)
            if before.dirty:
                self.scheduler.enqueue(instance)
        self.rendered = [one for one in self.rendered if one not in undone]
        del self.started[mark:]


def _in_place(instance: Instance) -> tuple[Node, ...]:
    """Return what stands where a component waits, of which all around it is shown."""
    above = instance.parent
    while above is not None and above.component.catches != "loads":
        above = above.parent
    if above is None or not above.children or shows_fallback(above):
        return ()
    nodes: tuple[Node, ...] = above.next_props["fallback"]
    return nodes


def _in_hole(child: ChildHole, value: Any) -> tuple[tuple[Node, ...], float]:
    """Return the nodes in a hole, and how many levels they are inside its block.

    A list that is spread out among the others is none.
    """
    return (value, child.depth) if value.__class__ is tuple else ((value,), child.depth - FRAGMENT)


def _text_hole(block: HostBlock, position: int, text: str) -> HostHole:
    """Return a hole with a text that was in a block without one."""
    host = HostText(text)
    host.id = block.id + block.layout.children[position].offset
    return HostHole(position, [host])


def _update_text(old: HostText, text: str) -> HostText:
    if old.text == text:
        return old
    new = HostText(text)
    new.prev = old
    return new


def _are_same(old: list[HostNode], new: list[HostNode]) -> bool:
    """Return whether two lists hold the same nodes, and nothing that has rendered."""
    if len(old) != len(new):
        return False
    for one, other in zip(old, new, strict=True):
        if one is not other or (isinstance(one, Instance) and one.pending is not None):
            return False
    return True


def _looks_same(old: VElement, new: VElement) -> bool:
    """Return whether elements of one tag and key are the same apart from their children."""
    return (
        old.attributes == new.attributes
        and old.handlers == new.handlers
        and old.properties == new.properties
        and old.raw == new.raw
    )


def add_place(error: BaseException, instance: Instance) -> None:
    """Note on an error, once, in which component and at which line it came up."""
    if getattr(error, "__notes__", None):
        return
    place = error_location(error) or function_location(instance.component.function)
    error.add_note(f"in component {instance.names()} ({place})")
