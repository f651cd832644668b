"""What is constant in a block: its elements, its texts, and where values go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypeAlias

from reactor_nb.core.attributes import CHECKED_TAGS, PROPERTY_TAGS, is_plain_name, resolve_name
from reactor_nb.core.elements import ELEMENTS
from reactor_nb.core.tag_names import CODE_TAGS, TEXT_TAGS, VOID_TAGS
from reactor_nb.core.vnode import ABSENT, NOTHING, VElement, make_children
from reactor_nb.errors import ElementError

Functions: TypeAlias = tuple[Callable[..., Any], ...]

# What these hold is no child, or none at all.
_WITHOUT_CHILDREN: Final = VOID_TAGS | CODE_TAGS | TEXT_TAGS | {"iframe"}


class NotConstant(Exception):
    """The shape of an element depends on more than its plan tells."""


class Run(NamedTuple):
    """A hole for children side by side that may be texts, at least one of them an argument.

    ``parts`` are constants, each in a list, and numbers of arguments.
    """

    hole: int
    parts: tuple[Any, ...]


class Rows(NamedTuple):
    """A hole for a list of children that are spread out among the others."""

    hole: int
    argument: int


class Attribute(NamedTuple):
    """A hole for the value of an attribute: as it is written, its kind and name, the argument."""

    hole: int
    tag: str
    written: str
    kind: str
    name: str
    argument: int


Named: TypeAlias = "tuple[str, Any] | Attribute"


@dataclass(slots=True)
class Part:
    """One element of a template.

    ``attributes``, ``properties`` and ``handlers`` are ready names and values, and holes, in their
    order; ``children`` are elements, ready texts, holes, and ``None`` for an empty place.
    """

    tag: str
    attributes: list[Named] = field(default_factory=list)
    properties: list[Named] = field(default_factory=list)
    handlers: list[Named] = field(default_factory=list)
    children: list[Part | Run | Rows | str | None] = field(default_factory=list)

    def walk(self) -> Iterator[Part]:
        """Yield this element and all inside it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Part):
                yield from child.walk()

    def holes(self) -> list[int]:
        """Return the holes among the children of this element alone."""
        return [child.hole for child in self.children if isinstance(child, (Run, Rows))]

    def build(self, values: Sequence[Any]) -> VElement:
        """Return the element with these values in its holes."""
        children: list[Any] = []
        for child in self.children:
            if isinstance(child, Part):
                children.append(child.build(values))
            elif isinstance(child, Run):
                nodes = values[child.hole]
                children += (nodes,) if nodes.__class__ is str else nodes
            elif isinstance(child, Rows):
                children += values[child.hole].children
            else:
                children.append(child)
        whole = self.bare(values)
        whole.children = tuple(children)
        return whole

    def bare(self, values: Sequence[Any]) -> VElement:
        """Return the element with these values, without what is in it."""
        return VElement(
            self.tag,
            _filled(self.attributes, values),
            properties=_filled(self.properties, values),
            handlers=_filled(self.handlers, values),
        )


def _filled(named: list[Named], values: Sequence[Any]) -> dict[str, Any]:
    if not named:
        return NOTHING
    filled: dict[str, Any] = {}
    for one in named:
        if isinstance(one, Attribute):
            value = values[one.hole]
            if value is not ABSENT:
                filled[one.name] = value
        else:
            filled[one[0]] = one[1]
    return filled


class Reader:
    """Reads the plan of a block into a template; ``holes`` are all of it, by their number."""

    def __init__(self, functions: Functions) -> None:
        self.holes: list[Run | Rows | Attribute] = []
        self._functions = functions

    def read(self, tree: Any) -> Part:
        """Return an element that ``reactor_nb.core.compile`` describes.

        Raises:
            NotConstant: its shape is not known before its values are, or it is a mistake, which
                is told when the element is made.
        """
        index, _, children, attributes = tree
        tag = ELEMENTS.get(self._functions[index])
        if tag is None or tag in CHECKED_TAGS or (children and tag in _WITHOUT_CHILDREN):
            raise NotConstant
        part = Part(tag)
        try:
            self._read_attributes(part, self._functions[index], attributes)
            part.children = list(self._children(children))
        except ElementError as error:
            raise NotConstant from error
        return part

    def _read_attributes(self, part: Part, function: Callable[..., Any], given: Any) -> None:
        names = [resolve_name(written) for written, *_ in given]
        constant = {written: value[0] for written, value, *_ in given if isinstance(value, list)}
        node = function(**constant)
        has_remarks = any(name.kind == "event" and not is_plain_name(name) for name in names)
        if len({name.mark for name in names}) < len(names) or has_remarks or node.key is not None:
            raise NotConstant
        for (written, value, *_), (kind, name, _) in zip(given, names, strict=True):
            target, ready = part.attributes, node.attributes
            if kind == "event":
                target, ready = part.handlers, node.handlers
            elif kind == "property" and part.tag in PROPERTY_TAGS[name]:
                target, ready = part.properties, node.properties
            if isinstance(value, int):
                attribute = Attribute(len(self.holes), part.tag, written, kind, name, value)
                self.holes.append(attribute)
                target.append(attribute)
            elif name in ready:
                target.append((name, ready[name]))

    def _children(self, children: list[Any]) -> Iterator[Part | Run | Rows | str | None]:
        run: list[Any] = []
        for one, other in pairwise(children):
            # Texts on both sides of a list touch when it is empty.
            if (_may_be_text(one) and _is_list(other)) or (_is_list(one) and _may_be_text(other)):
                raise NotConstant
        for child in children:
            if _may_be_text(child):
                run.append(child)
                continue
            yield from self._ended(run)
            run = []
            if _is_list(child):
                if not child[2]:
                    raise NotConstant
                rows = Rows(len(self.holes), child[1])
                self.holes.append(rows)
                yield rows
            else:
                yield self.read(child) if len(child) > 1 else None
        yield from self._ended(run)

    def _ended(self, run: list[Any]) -> Iterator[Run | str | None]:
        if any(isinstance(part, int) for part in run):
            hole = Run(len(self.holes), tuple(run))
            self.holes.append(hole)
            yield hole
        else:
            yield from make_children([part[0] for part in run])  # type: ignore[misc]


def _is_list(child: Any) -> bool:
    """Return whether a child is a list of elements that are spread out."""
    return isinstance(child, list) and child[0] == "*" and len(child) > 1


def _may_be_text(child: Any) -> bool:
    """Return whether a child is an argument or a text, which touch; an element ends a text."""
    if isinstance(child, int):
        return True
    return len(child) == 1 and child[0] is not None and not isinstance(child[0], bool)
