"""The first look of a page: ids in document order, and what the page needs to adopt its HTML."""

from __future__ import annotations

import zlib
from typing import Any

from reactor_nb.core import ops
from reactor_nb.core.diff import element_spec
from reactor_nb.core.events import wire_options
from reactor_nb.core.host import Container, HostElement, HostFragment, HostHead, HostNode, HostText
from reactor_nb.core.instance import Instance
from reactor_nb.core.mounted import Mounted
from reactor_nb.core.ops import NodeForm, Op

_OPAQUE_COUNT = -1
_TEXT = -1


def digest(html: str) -> str:
    """Return a short sum of the HTML, the same on both sides if it is the same HTML."""
    return f"{zlib.crc32(html.encode('utf-8', 'replace')):08x}{len(html):x}"


class Numbering:
    """Gives the first ids, and collects what hydration sends.

    ``shape`` lists the tag names, then kinds and child counts in document order; ``ops`` what
    HTML cannot carry: events, and properties without an attribute.
    """

    def __init__(self, mounted: Mounted) -> None:
        self.mounted = mounted
        self.ops: list[Op] = []
        self._tags: dict[str, int] = {}
        self._counts: list[int] = []
        self._listening: dict[tuple[str, str], Op] = {}

    def run(self, container: Container) -> list[Any]:
        """Number everything in the root container and return the shape."""
        at = len(self._counts)
        self._counts.append(0)
        self._counts[at] = self._children(container, container.children)
        return [list(self._tags), self._counts]

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
            elif isinstance(node, HostHead):
                self.mounted.add_head(node)
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

    def _ops_of(self, node: HostElement) -> None:
        for event, handler in node.vnode.handlers.items():
            options = wire_options(event, handler)
            # The rows of a long list listen alike: one op says it of all of them.
            wanted = (event, str(options))
            if wanted in self._listening:
                self._listening[wanted].append(node.id)
            else:
                self._listening[wanted] = ops.set_event(node.id, event, options)
                self.ops.append(self._listening[wanted])
        for name, value in node.vnode.properties.items():
            # A select chooses again by its value when its options change.
            if name == "indeterminate" or node.vnode.tag == "select":
                self.ops.append(ops.set_property(node.id, name, value))


def node_forms(nodes: list[HostNode]) -> list[NodeForm]:
    """Return mounted nodes in the form in which ``create`` sends new ones."""
    forms: list[NodeForm] = []
    for node in nodes:
        if isinstance(node, HostText):
            forms.append(node.text)
        elif isinstance(node, HostElement):
            forms.append([node.vnode.tag, element_spec(node), *node_forms(node.children)])
        elif isinstance(node, (Instance, HostFragment)):
            forms.extend(node_forms(node.children))
    return forms
