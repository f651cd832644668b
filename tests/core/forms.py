"""What is mounted, in the form in which single nodes are sent: no block is left in it."""

from __future__ import annotations

from reactor_nb.core.diff import element_spec
from reactor_nb.core.host import (
    HostBlock,
    HostElement,
    HostFragment,
    HostNode,
    HostRows,
    HostText,
)
from reactor_nb.core.instance import Instance
from reactor_nb.core.ops import NodeForm
from reactor_nb.core.root import Root


def unfolded(node: HostNode) -> HostNode:
    """Return a block as a plain element, rows as a fragment of blocks, all else as it is."""
    if isinstance(node, HostBlock):
        return node.layout.unfold(node)
    if isinstance(node, HostRows):
        return HostFragment(None, node.blocks())
    return node


def forms_of(root: Root) -> list[NodeForm]:
    """Return everything mounted."""
    return _forms(root.nodes())


def _forms(nodes: list[HostNode]) -> list[NodeForm]:
    forms: list[NodeForm] = []
    for node in map(unfolded, nodes):
        if isinstance(node, HostText):
            forms.append(node.text)
        elif isinstance(node, HostElement):
            forms.append([node.vnode.tag, element_spec(node), *_forms(node.children)])
        elif isinstance(node, (Instance, HostFragment)):
            forms.extend(_forms(node.children))
    return forms
