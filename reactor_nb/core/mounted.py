"""What is on the page now, by id: handlers, controls, head entries, and what is gone."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reactor_nb.core import ops
from reactor_nb.core.host import (
    Container,
    HostBlock,
    HostElement,
    HostFragment,
    HostHead,
    HostHole,
    HostNode,
    HostRows,
    Live,
)
from reactor_nb.core.instance import Instance
from reactor_nb.core.ops import Op
from reactor_nb.core.undo import discard

if TYPE_CHECKING:
    from reactor_nb.core.block import Block

# So many ranges may be out of use for each row that is in use.
_SPARE = 2


class Mounted:
    """The tables of one root.

    Ids are given from 1 on. A block takes as many as it has places at once, a list of rows so many
    for each.
    """

    def __init__(self) -> None:
        self.gone: list[Instance] = []
        self.restart()

    def restart(self) -> None:
        """Forget what is there, so that ids can be given anew."""
        self.next_node = 1
        self.heads: dict[HostHead, None] = {}
        self.heads_changed = False
        self.handlers: dict[int, HostElement] = {}
        self.controls: dict[int, HostElement] = {}
        # Blocks and rows that have handlers or controls, by the first id of each range.
        self.live: dict[int, Live] = {}
        self._firsts: list[int] = []
        self._templates: dict[Block, int] = {}

    def take_id(self) -> int:
        """Return the next id."""
        return self.take_ids(1)

    def take_ids(self, count: int) -> int:
        """Return the first of some new ids that follow each other."""
        first = self.next_node
        self.next_node = first + count
        return first

    def template(self, block: Block, out: list[Op]) -> int:
        """Return the number of a block's template; the op that tells of a new one goes out."""
        number = self._templates.get(block)
        if number is None:
            number = self._templates[block] = len(self._templates)
            out.append(ops.template(number, block.layout.form))
        return number

    def handler(self, node: object, event: str) -> tuple[Instance, Any] | None:
        """Return the newest handler of a node for an event, and whose it is."""
        if node.__class__ is not int:
            return None
        host = self.handlers.get(node)
        if host is not None:
            handler = host.vnode.handlers.get(event)
            return None if handler is None else (host.owner, handler)
        found = self._find(node)
        if found is None:
            return None
        block, offset, values = found
        handler = block.layout.handler(offset, event, values)
        return None if handler is None else (block.owner, handler)

    def control(self, node: object) -> HostElement | None:
        """Return the element with properties that has this id."""
        if node.__class__ is not int:
            return None
        host = self.controls.get(node)
        if host is not None:
            return host
        found = self._find(node)
        if found is None or found[1] not in found[0].layout.controls:
            return None
        return _control(node, *found)

    def all_controls(self) -> Iterator[HostElement]:
        """Yield all elements with properties."""
        yield from self.controls.values()
        for host in {live.host for live in self.live.values()}:
            for first, values in host.each():
                for offset in host.layout.controls:
                    yield _control(first + offset, host, offset, values)

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

    def add(self, host: HostBlock | HostRows, first: int) -> None:
        """Have events of the ids from ``first`` on go to a block, or to rows."""
        if not host.layout.controls and not host.layout.has_events:
            return
        host.live = host.live or Live(host)
        self.live[first] = host.live
        insort(self._firsts, first)

    def number_rows(self, rows: HostRows) -> None:
        """Give ids to all rows of a new list."""
        first = self.add_rows(rows, rows.vnode.count)
        rows.ids = list(range(first, self.next_node, rows.layout.size))

    def add_rows(self, rows: HostRows, count: int) -> int:
        """Return the first of the ids of some new rows, and have events of them go there."""
        first = self.take_ids(rows.layout.size * count)
        rows.firsts = [*rows.firsts, first]
        self.add(rows, first)
        return first

    def replace(self, old: HostBlock | HostRows, new: HostBlock | HostRows) -> None:
        """Have events go to what a new render made."""
        if old.live is not None:
            new.live = old.live
            new.live.host = new

    def drop(self, first: int) -> None:
        """Forget a range of ids."""
        if self.live.pop(first, None) is not None:
            del self._firsts[bisect_right(self._firsts, first) - 1]

    def drop_unused(self, rows: HostRows) -> None:
        """Forget the ranges of a list that no row is in any more, once they are many."""
        if len(rows.firsts) <= _SPARE * (len(rows.ids) + 1):
            return
        firsts = sorted(rows.firsts)
        used = {firsts[bisect_right(firsts, one) - 1] for one in rows.ids}
        for first in set(firsts) - used:
            self.drop(first)
        rows.firsts = sorted(used)

    def add_head(self, head: HostHead, container: Container) -> None:
        """Note new entries of the document's head, and where they stand."""
        head.container = container
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
        elif isinstance(node, HostBlock):
            self.drop(node.id)
            for hole in node.holes:
                self._unmount_all(hole)
        elif isinstance(node, HostRows):
            for first in node.firsts:
                self.drop(first)
        if isinstance(node, (HostElement, HostFragment, Instance)):
            self._unmount_all(node)

    def _unmount_all(self, container: HostElement | HostFragment | HostHole | Instance) -> None:
        # Opens the circle of instance and elements, so that their memory is free at once.
        children, container.children = container.children, []
        for child in children:
            self.unmount(child)

    def _find(self, node: int) -> tuple[HostBlock | HostRows, int, Any] | None:
        """Return a block or rows, and which place and values a node has."""
        at = bisect_right(self._firsts, node) - 1
        if at < 0:
            return None
        first = self._firsts[at]
        host = self.live[first].host
        if isinstance(host, HostBlock) and node >= first + host.layout.size:
            return None
        found = host.values_at(first, node)
        return found and (host, *found)


def _control(node: int, host: HostBlock | HostRows, offset: int, values: Any) -> HostElement:
    control = HostElement(host.layout.element(offset, values), host.owner, [])
    control.id = node
    return control
