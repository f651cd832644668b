"""Where the nodes of a block are: each of them has a place in document order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, Final, NamedTuple

from reactor_nb.core.host import HostBlock, HostElement, HostHole, HostText
from reactor_nb.core.tag_names import TABLE_TAGS
from reactor_nb.core.template import Attribute, Part, Rows, Run
from reactor_nb.core.vnode import ABSENT, VElement

# What is in a hole whose only child is not there.
_NOTHING: Final = (None,)


class ChildHole(NamedTuple):
    """A hole for children.

    ``offset`` is the place of the text in it, if it holds one; ``parent`` that of the element
    around it, and ``depth`` tells how many elements are. ``is_only`` says that nothing else is in
    that element. ``after`` is what follows there, up to the first node that is always there: its
    place, or ``~n`` for the hole ``n`` among those for children.
    """

    hole: int
    offset: int
    parent: int
    depth: int
    is_only: bool
    after: tuple[int, ...]


class NamedHole(NamedTuple):
    """A hole in the element at ``offset`` for an attribute (``a``), property or event handler."""

    hole: int
    offset: int
    kind: str
    name: str


def is_untold(tag: str, name: str) -> bool:
    """Return whether a page must be told of a property of its HTML."""
    # A select chooses again by its value when its options change.
    return name == "indeterminate" or tag == "select"


class Layout:
    """The places of a template.

    ``size`` is how many there are: one for each element, each constant text, and each hole for
    children. ``height`` tells how deep the deepest element is, ``depths`` how many elements are
    around each hole for children. ``is_steady`` says that no parser moves a text elsewhere.
    ``form`` describes the template to the page. ``controls`` are the places of elements with
    properties, ``untold`` of those whose HTML does not tell all of them. ``by_hole`` has the named
    holes by their numbers, and ``None`` for those for children.
    """

    def __init__(self, template: Part) -> None:
        self.size = 0
        self.height = 0
        self.is_steady = True
        self.children: list[ChildHole] = []
        self.named: list[NamedHole] = []
        self.controls: list[int] = []
        self.untold: list[int] = []
        self._template = template
        self._elements: dict[int, Part] = {}
        self.form = self._element(template, 1)
        at = {one.hole: one for one in self.named}
        self.by_hole = [at.get(hole) for hole in range(len(at) + len(self.children))]
        self.depths = {one.hole: one.depth for one in self.children}
        self.has_events = any(one.kind == "e" for one in self.named)

    def element(self, offset: int, values: Sequence[Any]) -> VElement:
        """Return the element at a place, without what is in it."""
        return self._elements[offset].bare(values)

    def handler(self, offset: int, event: str, values: Sequence[Any]) -> Any:
        """Return the handler of an event at a place, or ``None``."""
        for one in self.named:
            if one.offset == offset and one.kind == "e" and one.name == event:
                value = values[one.hole]
                return None if value is ABSENT else value
        return None

    def texts(self, columns: list[Sequence[Any]]) -> list[Sequence[Any]] | None:
        """Return the columns of a list if all children in them are texts that stay in place.

        A text may be empty where nothing is beside it.
        """
        if not self.is_steady:
            return None
        columns = columns[:]
        for child in self.children:
            column = columns[child.hole]
            if set(map(type, column)) == {str}:
                continue
            if not child.is_only:
                return None
            columns[child.hole] = ["" if one == _NOTHING else one for one in column]
            if set(map(type, columns[child.hole])) != {str}:
                return None
        return columns

    def unfold(self, block: HostBlock) -> HostElement:
        """Return a block as the elements that it stands for, with their ids."""
        return _unfold(block, self._template, count(block.id), iter(block.contents))

    def _element(self, part: Part, depth: int) -> list[Any]:
        offset = self._take()
        self.height = max(self.height, depth)
        self._elements[offset] = part
        if part.properties:
            self.controls.append(offset)
            names = (one.name if isinstance(one, Attribute) else one[0] for one in part.properties)
            if any(is_untold(part.tag, name) for name in names):
                self.untold.append(offset)
        if part.tag in TABLE_TAGS and any(isinstance(one, (str, Run)) for one in part.children):
            self.is_steady = False
        form: list[Any] = [part.tag, *self._named(part, offset)]
        follows: list[int] = []
        for child in part.children:
            if isinstance(child, (Run, Rows)):
                follows.append(~len(self.children))
                form.append(child.hole)
                self.children.append(
                    ChildHole(child.hole, self._take(), offset, depth, is_only=False, after=())
                )
            elif isinstance(child, Part):
                follows.append(self.size)
                form.append(self._element(child, depth + 1))
            elif child is not None:
                follows.append(self._take())
                form.append(child)
        self._set_following(follows)
        return form

    def _take(self) -> int:
        self.size += 1
        return self.size - 1

    def _named(self, part: Part, offset: int) -> tuple[Any, Any]:
        constants: dict[str, dict[str, Any]] = {}
        holes: list[list[Any]] = []
        groups = (("a", part.attributes), ("p", part.properties), ("e", part.handlers))
        for kind, group in groups:
            for one in group:
                if isinstance(one, Attribute):
                    holes.append([one.hole, kind, one.name])
                    self.named.append(NamedHole(one.hole, offset, kind, one.name))
                else:
                    constants.setdefault(kind, {})[one[0]] = one[1]
        return constants or 0, holes or 0

    def _set_following(self, follows: list[int]) -> None:
        after: tuple[int, ...] = ()
        for one in reversed(follows):
            if one >= 0:
                after = (one,)
                continue
            child = self.children[~one]
            self.children[~one] = child._replace(is_only=len(follows) == 1, after=after)
            after = (one, *after)


def _unfold(
    block: HostBlock, part: Part, ids: Iterator[int], contents: Iterator[str | HostHole]
) -> HostElement:
    host = HostElement(part.bare(block.vnode.values), block.owner, [])
    host.id = next(ids)
    for child in part.children:
        if isinstance(child, Part):
            host.children.append(_unfold(block, child, ids, contents))
        elif isinstance(child, (Run, Rows)):
            node = next(ids)
            content = next(contents)
            if isinstance(content, str):
                host.children.append(_text(content, node))
            else:
                host.children += content.children
        else:
            host.children.append(None if child is None else _text(child, next(ids)))
    return host


def _text(text: str, node: int) -> HostText:
    host = HostText(text)
    host.id = node
    return host
