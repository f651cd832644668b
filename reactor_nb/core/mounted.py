"""What is on the page now, by id: handlers, head entries, and what is gone."""

from __future__ import annotations

from reactor_nb.core.host import HostElement, HostFragment, HostHead, HostNode
from reactor_nb.core.instance import Instance
from reactor_nb.core.reconcile import discard


class Mounted:
    """The tables of one root. Ids are given in document order, from 1 on."""

    def __init__(self) -> None:
        self.next_node = 1
        self.handlers: dict[int, HostElement] = {}
        self.controls: dict[int, HostElement] = {}
        self.heads: dict[HostHead, None] = {}
        self.heads_changed = False
        self.gone: list[Instance] = []

    def take_id(self) -> int:
        """Return the next id."""
        taken = self.next_node
        self.next_node = taken + 1
        return taken

    def register(self, host: HostElement) -> None:
        """Have events of this node go to the handlers of its newest render."""
        if host.vnode.handlers:
            self.handlers[host.id] = host
        else:
            self.handlers.pop(host.id, None)
        if host.vnode.properties:
            self.controls[host.id] = host
        else:
            self.controls.pop(host.id, None)

    def add_head(self, head: HostHead) -> None:
        """Note new entries of the document's head."""
        self.heads[head] = None
        self.heads_changed = True

    def replace_head(self, old: HostHead, new: HostHead) -> None:
        """Note that ``new`` stands where ``old`` stood."""
        self.heads_changed = self.heads_changed or old.entries != new.entries
        self.heads = {new if head is old else head: None for head in self.heads}

    def unmount(self, node: HostNode) -> None:
        """Forget a node and everything in it; its instances wait in ``gone`` for clean-up."""
        if isinstance(node, HostElement):
            self.handlers.pop(node.id, None)
            self.controls.pop(node.id, None)
        elif isinstance(node, HostHead):
            self.heads.pop(node, None)
            self.heads_changed = True
        elif isinstance(node, Instance):
            discard(node)
            self.gone.append(node)
        if isinstance(node, (HostElement, HostFragment, Instance)):
            # Opens the circle of instance and elements, so that their memory is free at once.
            children, node.children = node.children, []
            for child in children:
                self.unmount(child)
