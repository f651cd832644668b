"""The old host tree against the new one: the ops that turn the page from one into the other."""

from __future__ import annotations

from itertools import compress
from operator import is_not
from types import FunctionType
from typing import TYPE_CHECKING, Any

from reactor_nb.core import ops
from reactor_nb.core.diff_rows import (
    RowsPatch,
    empty_property,
    named_op,
    wire_columns,
    wire_value,
)
from reactor_nb.core.events import same_options, wire_options
from reactor_nb.core.host import (
    Container,
    HostBlock,
    HostElement,
    HostFragment,
    HostHead,
    HostHole,
    HostNode,
    HostRows,
    HostText,
    first_id,
    following_id,
    origin,
    parent_id,
    top_ids,
)
from reactor_nb.core.instance import Instance
from reactor_nb.core.mounted import Mounted
from reactor_nb.core.ops import NodeForm, Op
from reactor_nb.core.sequence import longest_increasing, run_of_new

if TYPE_CHECKING:
    from reactor_nb.core.layout import NamedHole


class Differ:
    """Commits a new host tree: collects the ops and keeps ``mounted`` up to date."""

    def __init__(self, mounted: Mounted) -> None:
        self.mounted = mounted
        self.ops: list[Op] = []

    def take_ops(self) -> list[Op]:
        """Return what was collected; ops of a flush that was interrupted are among the next."""
        taken, self.ops = self.ops, []
        return taken

    def commit(self, instance: Instance) -> None:
        """Make what an instance rendered last what it shows, with everything below it."""
        new = instance.pending
        if new is None:
            return
        instance.props = instance.next_props
        old = instance.children
        instance.pending = None
        instance.children = new
        self._children(instance, old, new)

    def _children(self, container: Container, old: list[HostNode], new: list[HostNode]) -> None:
        if old is new:
            # The very same list: nothing in it is another, or has rendered.
            return
        if _go_on(old, new):
            for position in range(len(new) - 1, -1, -1):
                before, node = old[position], new[position]
                if node is not before or node.__class__ is Instance:
                    self.patch(container, before, node)
        else:
            self._reorder(container, old, new, [origin(node) for node in new])

    def _reorder(
        self,
        container: Container,
        old: list[HostNode],
        new: list[HostNode],
        origins: list[HostNode],
    ) -> None:
        """Remove, create, move and patch children, from the last to the first.

        Going backwards, the node after each child is final when the child is placed.
        """
        positions = {id(node): index for index, node in enumerate(old) if node is not None}
        sequence = [positions.get(id(node), -1) if node is not None else -1 for node in origins]
        survivors = set(sequence)
        self.remove([node for index, node in enumerate(old) if index not in survivors])
        stay = longest_increasing(sequence)
        position = len(new) - 1
        while position >= 0:
            if sequence[position] < 0:
                start = run_of_new(sequence, position)
                self._create(container, new, start, position + 1)
                position = start - 1
                continue
            node = new[position]
            self.patch(container, old[sequence[position]], node)
            if position not in stay:
                self._move(container, new, position)
            position -= 1

    def _create(self, container: Container, new: list[HostNode], start: int, end: int) -> None:
        first = self.mounted.next_node
        forms = self.build(container, new[start:end])
        if forms:
            before = self._after(container, new, end)
            self.ops.append(ops.create(parent_id(container), before, first, forms))

    def _move(self, container: Container, new: list[HostNode], position: int) -> None:
        before = self._after(container, new, position + 1)
        parent = parent_id(container)
        for node in top_ids(new[position]):
            self.ops.append(ops.move(parent, node, before))

    def _after(self, container: Container, new: list[HostNode], position: int) -> int:
        """Return the id of the first DOM node at or after ``position``, or what follows."""
        for index in range(position, len(new)):
            found = first_id(new[index])
            if found:
                return found
        return following_id(container)

    def patch(self, container: Container, old: HostNode, new: HostNode) -> None:
        """Turn a node on the page into the one that goes on from it."""
        if new.__class__ is Instance:
            new.container = container
            if new.pending is not None:
                self.commit(new)
        elif new is old:
            return
        elif new.__class__ is HostBlock and isinstance(old, HostBlock):
            self._patch_block(old, new)
        elif new.__class__ is HostElement and isinstance(old, (HostElement, HostBlock)):
            self._patch_element(self._unfolded(old), new)
        elif new.__class__ is HostText and isinstance(old, HostText):
            new.id, new.prev = old.id, None
            self.ops.append(ops.set_text(new.id, new.text))
        elif new.__class__ is HostRows and isinstance(old, HostRows):
            new.container = container
            RowsPatch(self.mounted, self.ops, old, new).run()
        elif new.__class__ is HostFragment and isinstance(old, (HostFragment, HostRows)):
            new.container, new.prev = container, None
            self._children(new, self._single(old), new.children)
        elif new.__class__ is HostHead and isinstance(old, HostHead):
            new.prev = None
            self.mounted.replace_head(old, new)

    def _patch_element(self, old: HostElement, new: HostElement) -> None:
        new.id, new.prev = old.id, None
        before, after = old.vnode, new.vnode
        if before.attributes != after.attributes:
            self._patch_attributes(new.id, before.attributes, after.attributes)
        if before.handlers or after.handlers:
            self._patch_events(new.id, before.handlers, after.handlers)
            self.mounted.register(new)
        elif before.properties or after.properties:
            self.mounted.register(new)
        if before.raw != after.raw:
            self.ops.append(ops.set_html(new.id, after.raw or ""))
        if old.children is not new.children:
            self._children(new, old.children, new.children)
        # After the children: a select takes its value only when its options are there.
        if before.properties != after.properties:
            self._patch_properties(new.id, before.properties, after.properties)

    def _patch_block(self, old: HostBlock, new: HostBlock) -> None:
        new.id, new.is_open, new.prev = old.id, old.is_open, None
        self.mounted.replace(old, new)
        values, was = new.vnode.values, old.vnode.values
        late: list[NamedHole] = []
        for named in compress(new.layout.by_hole, map(is_not, values, was)):
            if named is None:
                continue
            if named.kind == "p":
                late.append(named)
            else:
                self._patch_named(new, named, was[named.hole], values[named.hole])
        # Backwards, so that what follows a hole is final when something is placed at its end.
        for position in range(len(new.contents) - 1, -1, -1):
            before, content = old.contents[position], new.contents[position]
            if isinstance(content, HostHole):
                content.block = new
                if content is not before:
                    # Not by another call: each is one at every level of the tree.
                    self._children(content, self._open(new, content), content.children)
            elif content != before:
                node = new.id + new.layout.children[position].offset
                self.ops.append(ops.set_text(node, content))
        for named in late:
            self._patch_named(new, named, was[named.hole], values[named.hole])

    def _patch_named(self, block: HostBlock, hole: NamedHole, before: Any, value: Any) -> None:
        if before.__class__ is value.__class__ is FunctionType or before == value:
            return
        if hole.kind == "e":
            before, value = wire_value(hole, before), wire_value(hole, value)
            if before == value:
                return
        self.ops.append(named_op(hole, block.id + hole.offset, value))

    def _open(self, block: HostBlock, hole: HostHole) -> list[HostNode]:
        """Have the children in a hole of a block come and go; return those that are there."""
        before, hole.prev = hole.prev, None
        assert before is not None
        if not block.is_open:
            self.ops.append(ops.open_blocks([block.id]))
            block.is_open = True
        return before.children

    def _unfolded(self, old: HostElement | HostBlock) -> HostElement:
        """Return a block that goes on as a plain element as the one it is on the page."""
        if isinstance(old, HostElement):
            return old
        if not old.is_open:
            self.ops.append(ops.open_blocks([old.id]))
        self.mounted.drop(old.id)
        assert old.whole is not None
        self._settle(old.whole)
        return old.whole

    def _settle(self, element: HostElement) -> None:
        """Have an element that was a part of a block stand for itself."""
        if element.vnode.handlers or element.vnode.properties:
            self.mounted.register(element)
        for child in element.children:
            if isinstance(child, HostElement):
                self._settle(child)
            elif isinstance(child, (HostFragment, HostRows, Instance)):
                child.container = element

    def _single(self, old: HostFragment | HostRows) -> list[HostNode]:
        """Return rows that go on one by one as the blocks that they are on the page."""
        if isinstance(old, HostFragment):
            return old.children
        if old.ids:
            self.ops.append(ops.open_blocks(old.ids))
        self.mounted.unmount(old)
        blocks = old.whole or []
        for block in blocks:
            assert isinstance(block, HostBlock)
            block.is_open = True
            self.mounted.add(block, block.id)
        return blocks

    def _patch_attributes(self, node: int, old: dict[str, str], new: dict[str, str]) -> None:
        for name, value in new.items():
            if old.get(name) != value:
                self.ops.append(ops.set_attribute(node, name, value))
        for name in old:
            if name not in new:
                self.ops.append(ops.set_attribute(node, name, None))

    def _patch_properties(self, node: int, old: dict[str, Any], new: dict[str, Any]) -> None:
        for name, value in new.items():
            if old.get(name) != value:
                self.ops.append(ops.set_property(node, name, value))
        for name in old:
            if name not in new and old.__class__ is dict:
                self.ops.append(ops.set_property(node, name, empty_property(name)))

    def _patch_events(self, node: int, old: dict[str, Any], new: dict[str, Any]) -> None:
        for event, handler in new.items():
            if event not in old or not same_options(event, old[event], handler):
                self.ops.append(ops.set_event(node, event, wire_options(event, handler)))
        for event in old:
            if event not in new:
                self.ops.append(ops.set_event(node, event, None))

    def build(self, container: Container, nodes: list[HostNode]) -> list[NodeForm]:
        """Return the forms of nodes that the page does not have, and mount them."""
        forms: list[NodeForm] = []
        for node in nodes:
            self._build(container, node, forms)
        return forms

    def _build(self, container: Container, node: HostNode, out: list[NodeForm]) -> None:
        """Append the forms of new nodes, and mount them."""
        if node is None:
            return
        if isinstance(node, HostText):
            node.id = self.mounted.take_id()
            out.append(node.text)
        elif isinstance(node, HostElement):
            out.append(self._build_element(node))
        elif isinstance(node, HostBlock):
            out.append(self._build_block(node))
        elif isinstance(node, HostRows):
            node.container = container
            if node.vnode.count:
                out.append(self._build_rows(node))
        elif isinstance(node, HostHead):
            self.mounted.add_head(node, container)
        else:
            node.container = container
            for child in node.children:
                self._build(node, child, out)

    def _build_block(self, node: HostBlock) -> NodeForm:
        layout = node.layout
        node.id = self.mounted.take_ids(layout.size)
        self.mounted.add(node, node.id)
        form: list[Any] = [self.mounted.template(node.vnode.block, self.ops), *node.vnode.values]
        for named in layout.named:
            form[named.hole + 1] = wire_value(named, form[named.hole + 1])
        for child, content in zip(layout.children, node.contents, strict=True):
            form[child.hole + 1] = content
            if isinstance(content, HostHole):
                node.is_open = True
                content.block = node
                form[child.hole + 1] = self.build(content, content.children)
        return form

    def _build_rows(self, node: HostRows) -> NodeForm:
        number = self.mounted.template(node.vnode.block, self.ops)
        self.mounted.number_rows(node)
        return ops.rows(number, node.vnode.count, wire_columns(node.layout, node.columns))

    def _build_element(self, node: HostElement) -> NodeForm:
        node.id = self.mounted.take_id()
        if node.vnode.handlers or node.vnode.properties:
            self.mounted.register(node)
        form: list[Any] = [node.vnode.tag, element_spec(node)]
        for child in node.children:
            self._build(node, child, form)
        return form

    def remove(self, nodes: list[HostNode]) -> None:
        """Take nodes away from the page, with everything in them."""
        ids = [one for node in nodes for one in top_ids(node)]
        if ids:
            self.ops.append(ops.remove(*ids))
        for node in nodes:
            self.mounted.unmount(node)


def element_spec(node: HostElement) -> Any:
    """Return what an element is besides its tag and children: ``0`` if nothing."""
    vnode = node.vnode
    spec: dict[str, Any] = {}
    if vnode.attributes:
        spec["a"] = vnode.attributes
    if vnode.properties:
        spec["p"] = vnode.properties
    if vnode.handlers:
        spec["e"] = {event: wire_options(event, one) for event, one in vnode.handlers.items()}
    if vnode.raw is not None:
        spec["h"] = vnode.raw
    return spec or 0


def _go_on(old: list[HostNode], new: list[HostNode]) -> bool:
    """Return whether each new node goes on from the old one at its place."""
    if len(old) != len(new):
        return False
    for before, node in zip(old, new, strict=True):
        if node is before:
            continue
        if before is None or node is None or isinstance(node, Instance) or node.prev is not before:
            return False
    return True
