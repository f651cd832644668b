"""The first look of a page: ids in document order, and what the page needs to adopt its HTML."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from reactor_nb.core import ops
from reactor_nb.core.diff_rows import has_options, wire_value
from reactor_nb.core.events import wire_options
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
)
from reactor_nb.core.instance import Instance
from reactor_nb.core.layout import is_untold
from reactor_nb.core.mounted import Mounted
from reactor_nb.core.ops import Op
from reactor_nb.core.vnode import VElement

if TYPE_CHECKING:
    from reactor_nb.core.layout import NamedHole

_OPAQUE_COUNT = -1
_TEXT = -1
# Blocks that hold nothing but texts, side by side, and a block that holds more.
_CLOSED = -2
_OPEN = -3


def digest(html: str) -> str:
    """Return a short sum of the HTML, the same on both sides if it is the same HTML."""
    return f"{zlib.crc32(html.encode('utf-8', 'replace')):08x}{len(html):x}"


class Numbering:
    """Gives the first ids, and collects what hydration sends.

    ``shape`` lists the tag names, then kinds and child counts in document order, then templates;
    ``ops`` what HTML cannot carry: events, and properties without an attribute.
    """

    def __init__(self, mounted: Mounted) -> None:
        self.mounted = mounted
        self.ops: list[Op] = []
        self._tags: dict[str, int] = {}
        self._counts: list[int] = []
        self._listening: dict[tuple[str, str], Op] = {}
        self._templates: list[Op] = []
        # Where in the counts closed blocks are described that another may join.
        self._joinable = -1

    def run(self, container: Container, nodes: list[HostNode]) -> list[Any]:
        """Number everything in the root container and return the shape."""
        at = len(self._counts)
        self._counts.append(0)
        self._counts[at] = self._children(container, nodes)
        shape: list[Any] = [list(self._tags), self._counts]
        return [*shape, [form for *_, form in self._templates]] if self._templates else shape

    def _children(self, container: Container, nodes: list[HostNode]) -> int:
        """Number nodes and return how many DOM nodes they are at this level."""
        count = 0
        for node in nodes:
            if isinstance(node, HostElement):
                self._element(node)
                count += 1
            elif isinstance(node, HostText):
                node.id = self.mounted.take_id()
                self._counts.append(_TEXT)
                count += 1
            elif isinstance(node, HostBlock):
                self._block(node)
                count += 1
            elif isinstance(node, HostRows):
                node.container = container
                count += self._rows(node)
            elif isinstance(node, HostHead):
                self.mounted.add_head(node, container)
            elif isinstance(node, (Instance, HostFragment)):
                node.container = container
                count += self._children(node, node.children)
        return count

    def _element(self, node: HostElement) -> None:
        vnode = node.vnode
        node.id = self.mounted.take_id()
        self._counts.append(self._tags.setdefault(vnode.tag, len(self._tags)))
        at = len(self._counts)
        self._counts.append(_OPAQUE_COUNT)
        if vnode.handlers or vnode.properties:
            self.mounted.register(node)
            self._ops_of(node)
        if vnode.raw is None and vnode.tag != "textarea":
            self._counts[at] = self._children(node, node.children)
            self._joinable = -1

    def _block(self, node: HostBlock) -> None:
        node.id = self.mounted.take_ids(node.layout.size)
        self.mounted.add(node, node.id)
        # What a parser may move the page must look at.
        node.is_open = bool(node.holes) or not node.layout.is_steady
        template = self.mounted.template(node.vnode.block, self._templates)
        if node.is_open:
            self._counts += _OPEN, template
        else:
            self._note_closed(template, 1)
        values = node.vnode.values
        for hole in node.layout.named:
            if hole.kind == "e":
                # Of a closed block the page takes it that each hole has a handler without options.
                usual = None if node.is_open else 1
                self._listen_at(hole, node.id, values[hole.hole], usual)
        self._tell_controls(node)
        for content in node.contents if node.is_open else ():
            at = len(self._counts)
            self._counts.append(_TEXT)
            if isinstance(content, HostHole):
                content.block = node
                self._joinable = -1
                self._counts[at] = self._children(content, content.children)
                self._joinable = -1

    def _note_closed(self, template: int, count: int) -> None:
        """Describe closed blocks, together with those of their template right before them."""
        at = self._joinable
        if at >= 0 and at + 3 == len(self._counts) and self._counts[at + 1] == template:
            self._counts[at + 2] += count
        else:
            self._joinable = len(self._counts)
            self._counts += _CLOSED, template, count

    def _rows(self, node: HostRows) -> int:
        count = node.vnode.count
        if not count:
            return 0
        self.mounted.number_rows(node)
        self._note_closed(self.mounted.template(node.vnode.block, self._templates), count)
        for hole in node.layout.named:
            column = node.columns[hole.hole]
            if hole.kind == "e" and has_options(hole, column):
                for first, value in zip(node.ids, column, strict=True):
                    self._listen_at(hole, first, value, 1)
        self._tell_controls(node)
        return count

    def _listen_at(self, hole: NamedHole, first: int, value: Any, usual: int | None) -> None:
        options = wire_value(hole, value)
        if options != usual:
            self._listen(first + hole.offset, hole.name, options)

    def _tell_controls(self, node: HostBlock | HostRows) -> None:
        for offset in node.layout.untold:
            for first, values in node.each():
                self._tell_properties(first + offset, node.layout.element(offset, values))

    def _ops_of(self, node: HostElement) -> None:
        for event, handler in node.vnode.handlers.items():
            self._listen(node.id, event, wire_options(event, handler))
        self._tell_properties(node.id, node.vnode)

    def _listen(self, node: int, event: str, options: Any) -> None:
        # The rows of a long list listen alike: one op says it of all of them.
        wanted = (event, str(options))
        if wanted in self._listening:
            self._listening[wanted].append(node)
        else:
            self._listening[wanted] = ops.set_event(node, event, options)
            self.ops.append(self._listening[wanted])

    def _tell_properties(self, node: int, vnode: VElement) -> None:
        for name, value in vnode.properties.items():
            if is_untold(vnode.tag, name):
                self.ops.append(ops.set_property(node, name, value))
