"""The HTML of blocks: constant texts that are ready, and values between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeAlias, TypeVar

from reactor_nb.core.attributes import PROPERTY_TAGS
from reactor_nb.core.render_html import (
    SEPARATOR,
    WITH_RULES,
    escape_attribute,
    escape_text,
    property_html,
)
from reactor_nb.core.tag_names import VOID_TAGS
from reactor_nb.core.template import Attribute, Named, Part, Rows, Run
from reactor_nb.core.vnode import ABSENT

T = TypeVar("T")
Piece: TypeAlias = str | Run | Rows | Attribute
# As many different values of an attribute are written once and looked up.
_FEW: Final = 64


class BlockHtml:
    """How a template is written.

    ``pieces`` are constant texts with holes between them, or nothing where an element has rules
    that take more.
    """

    def __init__(self, template: Part) -> None:
        self._parts: list[Piece] = []
        self.pieces: list[Piece] | None = None
        if self._element(template):
            self.pieces = _joined(self._parts)

    def named(self, hole: Any, values: Sequence[Any]) -> str | None:
        """Return what stands in the hole of an attribute; ``None`` for a hole for children."""
        return hole_html(hole, values[hole.hole]) if isinstance(hole, Attribute) else None

    def rows(self, columns: Sequence[Sequence[Any]], count: int) -> str | None:
        """Return the HTML of a list of elements of which all children are texts, if it can be."""
        if not count:
            return ""
        if self.pieces is None:
            return None
        written: list[str | Sequence[str]] = []
        for piece in self.pieces:
            if isinstance(piece, str):
                written.append(piece)
            elif isinstance(piece, Attribute):
                written += _attributes(piece, columns[piece.hole])
            elif not isinstance(piece, Rows):
                written.append(_escaped(columns[piece.hole], escape_text))
            else:
                return None
        return _woven(_joined(written), count)

    def _element(self, part: Part) -> bool:
        if part.tag in WITH_RULES:
            return False
        self._parts.append(f"<{part.tag}")
        self._parts += [_named_piece(part.tag, one) for one in part.attributes]
        self._parts += [_named_piece(part.tag, one, is_property=True) for one in part.properties]
        self._parts.append(">")
        if part.tag in VOID_TAGS:
            return True
        if not self._children(part.children):
            return False
        self._parts.append(f"</{part.tag}>")
        return True

    def _children(self, children: Sequence[Part | Run | Rows | str | None]) -> bool:
        text: str | Run | None = None
        for child in children:
            if isinstance(child, (str, Run)):
                if text is not None and (isinstance(text, Run) or isinstance(child, Run)):
                    # Whether they touch depends on what the hole holds.
                    return False
                self._parts += [] if text is None else [SEPARATOR]
                self._parts.append(child if isinstance(child, Run) else escape_text(child))
                text = child
            elif child is not None:
                text = None
                if isinstance(child, Rows):
                    self._parts.append(child)
                elif not self._element(child):
                    return False
        return True


def _named_piece(tag: str, one: Named, *, is_property: bool = False) -> Piece:
    if isinstance(one, Attribute):
        return one
    return property_html(tag, *one) if is_property else attribute_html(*one)


def _joined(pieces: Iterable[T]) -> list[T]:
    """Return pieces with neighbouring texts as one."""
    joined: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def attribute_html(name: str, value: str) -> str:
    """Return an attribute with the space before it."""
    return f' {name}="{escape_attribute(value)}"' if value else f" {name}"


def hole_html(hole: Attribute, value: Any) -> str:
    """Return what stands in the hole of an attribute, with the space before it."""
    if value is ABSENT:
        return ""
    is_property = hole.kind == "property" and hole.tag in PROPERTY_TAGS[hole.name]
    return (
        property_html(hole.tag, hole.name, value)
        if is_property
        else attribute_html(hole.name, value)
    )


def _woven(columns: list[str | Sequence[str]], count: int) -> str:
    """Return, for each row, a text of every column in turn; a column of one text is that text."""
    width = len(columns)
    texts: list[str] = [""] * (width * count)
    for at, column in enumerate(columns):
        texts[at::width] = [column] * count if isinstance(column, str) else column
    return "".join(texts)


def _escaped(column: Sequence[str], escape: Callable[[str], str]) -> Sequence[str]:
    # No text has a NUL.
    whole = "\0".join(column)
    escaped = escape(whole)
    return column if escaped is whole else escaped.split("\0")


def _attributes(hole: Attribute, column: Sequence[Any]) -> list[str | Sequence[str]]:
    """Return the columns of an attribute."""
    values = set(column)
    if len(values) <= min(_FEW, len(column) // 2):
        written = {value: hole_html(hole, value) for value in values}
        return [list(map(written.__getitem__, column))]
    if hole.kind == "property" or ABSENT in values or "" in values:
        return [[hole_html(hole, value) for value in column]]
    return [f' {hole.name}="', _escaped(column, escape_attribute), '"']
