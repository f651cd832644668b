"""Components rendered straight to HTML, without a host tree."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, Final

from reactor_nb.core.block_html import hole_html
from reactor_nb.core.host import HostHead, HostNode
from reactor_nb.core.instance import Instance, Owner
from reactor_nb.core.reconcile import FRAGMENT, MAX_DEPTH, Reconciler
from reactor_nb.core.render_html import (
    SEPARATOR,
    WITH_RULES,
    chosen_values,
    escape_attribute,
    escape_text,
    is_chosen,
    keep_newline,
    own_text,
    start_tag,
)
from reactor_nb.core.row_writer import Written
from reactor_nb.core.scheduler import Scheduler
from reactor_nb.core.tag_names import NEWLINE_TAGS, VOID_TAGS
from reactor_nb.core.template import Attribute, Rows
from reactor_nb.core.undo import discard
from reactor_nb.core.vnode import (
    ABSENT,
    Node,
    VBlock,
    VComponent,
    VElement,
    VFragment,
    VHead,
    VRows,
)

_WITH_RULES: Final = WITH_RULES | VOID_TAGS
_TAG: Final = re.compile("<[^>]*>")


class Writing(Reconciler):
    """Renders components as ever, and writes HTML where the reconciler makes host nodes.

    ``parts`` joined are the HTML, without what is in portals; ``remarks`` are sentences for the
    author about it.
    """

    def __init__(self, root: Owner, scheduler: Scheduler) -> None:
        super().__init__(root, scheduler)
        self.parts: list[str] = []
        self.remarks: list[str] = []
        self.has_portals = False
        self._after_text = False
        self._chosen: frozenset[str] | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether something waits that no boundary shows a fallback for."""
        return self._waiting > 0

    def html(self) -> str:
        """Return what was written."""
        return "".join(self.parts)

    def release(self) -> None:
        """Have the instances hear of nothing any more."""
        for instance in self.started:
            discard(instance)

    def _mark(self) -> Any:
        return len(self.heads), len(self.parts), self._after_text, self._chosen

    def _back_to(self, mark: Any) -> None:
        heads, parts, self._after_text, self._chosen = mark
        del self.heads[heads:], self.parts[parts:]

    def _create_all(self, owner: Instance, nodes: tuple[Node, ...]) -> list[HostNode]:
        """Write nodes and what is in them; nothing is left of them but HTML."""
        parts = self.parts
        for node in nodes:
            kind = node.__class__
            if kind is VElement:
                self._write_element(owner, node)  # type: ignore[arg-type]
                self._after_text = False
            elif kind is VBlock:
                self._write_block(owner, node)  # type: ignore[arg-type]
                self._after_text = False
            elif kind is str:
                if self._after_text:
                    parts.append(SEPARATOR)
                parts.append(escape_text(node))  # type: ignore[arg-type]
                self._after_text = True
            elif kind is VComponent:
                self.mount(node, owner)  # type: ignore[arg-type]
            elif kind is VRows:
                self._write_rows(owner, node)  # type: ignore[arg-type]
            elif kind is VFragment:
                self.enter(FRAGMENT)
                self._create_all(owner, node.children)  # type: ignore[union-attr]
                self._depth -= FRAGMENT
            elif node is not None:
                self._note(owner, node)
        return []

    def _note(self, owner: Instance, node: Any) -> None:
        """Note what shows nothing where it stands."""
        if isinstance(node, VHead):
            self.heads.append(HostHead(node.entries, owner))
        else:
            self._leave_out(owner, node.element)

    def _leave_out(self, owner: Instance, element: VElement) -> None:
        """Note that there is a portal, whose place nobody knows here."""
        self.has_portals = True
        parts, after_text = self.parts, self._after_text
        self.parts = []
        try:
            self.enter(1)
            self._write_element(owner, element)
            self.enter(-1)
        finally:
            self.parts, self._after_text = parts, after_text

    def _write_element(self, owner: Instance, node: VElement) -> None:
        tag = node.tag
        if tag in _WITH_RULES:
            self._write_by_rules(owner, node)
            return
        start = start_tag(node) if node.attributes or node.properties else tag
        children = node.children
        if len(children) == 1 and children[0].__class__ is str:
            self.parts.append(f"<{start}>{escape_text(children[0])}</{tag}>")
            return
        self.parts.append(f"<{start}>")
        if children:
            self._after_text = False
            # Not by another call: each is one at every level of the tree.
            self.enter(1)
            self._create_all(owner, children)
            self._depth -= 1
        elif node.raw is not None:
            self.parts.append(node.raw)
        self.parts.append(f"</{tag}>")

    def _write_block(self, owner: Instance, node: VBlock) -> None:
        pieces = node.block.html.pieces
        layout = node.block.layout
        if pieces is None or self._depth + layout.height > MAX_DEPTH:
            self._write_element(owner, node)
            return
        parts = self.parts
        values = node.values
        for piece in pieces:
            if isinstance(piece, str):
                parts.append(piece)
                continue
            value = values[piece.hole]
            if piece.__class__ is Attribute:
                if value is not ABSENT:
                    is_plain = value and piece.kind != "property"
                    # Nearly all are; this is `attribute_html` without its calls.
                    parts.append(
                        f' {piece.name}="{escape_attribute(value)}"'
                        if is_plain
                        else hole_html(piece, value)
                    )
            elif value.__class__ is str:
                parts.append(escape_text(value))
            else:
                self._after_text = False
                is_spread = piece.__class__ is Rows
                levels = layout.depths[piece.hole] - (FRAGMENT if is_spread else 0)
                self._write_inside(owner, (value,) if is_spread else value, levels)

    def _write_rows(self, owner: Instance, node: VRows) -> None:
        html = self._rows_html(node)
        if html is None:
            self._write_inside(owner, node.children, FRAGMENT)
        elif html:
            self.parts.append(html)
            self._after_text = False

    def _rows_html(self, node: VRows) -> str | None:
        """Return a list as HTML, or nothing where each row must be written by itself."""
        layout = node.block.layout
        columns: Any = node.columns
        if self._depth + FRAGMENT + layout.height > MAX_DEPTH:
            return None
        if columns.__class__ is Written:
            html: str = columns.html
            return html
        texts = layout.texts(columns) if node.count else []
        return None if texts is None else node.block.html.rows(texts, node.count)

    def _write_inside(self, owner: Instance, nodes: tuple[Node, ...], levels: float = 1) -> None:
        self.enter(levels)
        self._create_all(owner, nodes)
        self._depth -= levels

    def _write_by_rules(self, owner: Instance, node: VElement) -> None:
        tag = node.tag
        parts = self.parts
        start = len(parts)
        parts.append("")
        if tag not in VOID_TAGS:
            self._after_text = False
            ready = own_text(node)
            if ready is not None:
                parts.append(ready)
            else:
                around, self._chosen = self._chosen, chosen_values(node, self._chosen)
                self._write_inside(owner, node.children)
                self._chosen = around
            if tag in NEWLINE_TAGS:
                keep_newline(parts, start + 1)
            parts.append(f"</{tag}>")
        parts[start] = f"<{start_tag(node, self._is_chosen(node, start))}>"

    def _is_chosen(self, node: VElement, start: int) -> bool | None:
        if self._chosen is None or node.tag != "option":
            return None
        # All that stands there by now is HTML, so its text is what is left without the tags.
        inside = "" if node.raw is not None else "".join(self.parts[start + 1 :])
        return is_chosen(node, unescape(_TAG.sub("", inside)), self._chosen)
