"""The immutable description of what a component wants on screen."""

from __future__ import annotations

import re
import warnings
from collections import deque
from collections.abc import (
    Callable,
    Iterable,
    Iterator,
    KeysView,
    Mapping,
    Sequence,
    Sized,
    ValuesView,
)
from numbers import Number
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from reactor_nb.errors import ElementError

if TYPE_CHECKING:
    from reactor_nb.core.block import Block
    from reactor_nb.core.component import Component
    from reactor_nb.core.portal import VPortal

Props: TypeAlias = Mapping[str, Any]
Handler: TypeAlias = Callable[..., Any]
HeadEntry: TypeAlias = tuple[str, Mapping[str, str], str]

NOTHING: Final[dict[str, Any]] = {}
# In a block: stands for an attribute that is not there.
ABSENT: Final = object()
MAX_CHILDREN: Final = 200_000
MAX_NESTING: Final = 100


class VElement:
    """One HTML or SVG element and what is inside it.

    ``attributes`` are ready strings, ``properties`` are set on the DOM node (form controls),
    ``handlers`` maps an event type to a callable or an ``On``, ``raw`` replaces the children.
    A property that is no longer given is emptied, unless it was in a subclass of ``dict``.
    """

    __slots__ = ("attributes", "children", "handlers", "key", "properties", "raw", "tag")

    def __init__(
        self,
        tag: str,
        attributes: dict[str, str] = NOTHING,
        children: tuple[Node, ...] = (),
        key: str | None = None,
        properties: dict[str, Any] = NOTHING,
        handlers: dict[str, Any] = NOTHING,
        raw: str | None = None,
    ) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children = children
        self.key = key
        self.properties = properties
        self.handlers = handlers
        self.raw = raw

    def __repr__(self) -> str:
        return f"<{self.tag}{f' key={self.key!r}' if self.key else ''}>"


class VBlock(VElement):
    """An element that a block made, with ``values`` in the holes of its template.

    Its parts are made when the first of them is asked for.
    """

    __slots__ = ("block", "values")

    def __init__(self, block: Block, values: Sequence[Any], key: str | None) -> None:
        self.block = block
        self.values = values
        self.key = key
        self.tag = block.tag

    def __getattr__(self, name: str) -> Any:
        """Make all the parts."""
        if name not in VElement.__slots__:
            raise AttributeError(name)
        whole = self.block.template.build(self.values)
        for part in ("attributes", "children", "properties", "handlers", "raw"):
            setattr(self, part, getattr(whole, part))
        return getattr(self, name)


class VComponent:
    """A call of a component that has not been rendered yet.

    ``is_fixed`` says that its properties can never change.
    """

    __slots__ = ("component", "is_fixed", "key", "props")

    def __init__(self, component: Component, props: dict[str, Any], key: str | None) -> None:
        self.component = component
        self.is_fixed = False
        self.props = props
        self.key = key

    def __repr__(self) -> str:
        return f"<{self.component.name}{f' key={self.key!r}' if self.key else ''}>"


class VFragment:
    """Several children where one is expected; a nested list is one, too."""

    __slots__ = ("children", "key")

    def __init__(self, children: tuple[Node, ...], key: str | None = None) -> None:
        self.children = children
        self.key = key


class VRows(VFragment):
    """The elements that a block made from a list, with a column of values for each hole.

    They are made when somebody asks for them.
    """

    __slots__ = ("block", "columns", "count", "keys")

    def __init__(
        self,
        block: Block,
        columns: list[Sequence[Any]],
        keys: Sequence[str | None] | None,
        count: int,
    ) -> None:
        self.block = block
        self.columns = columns
        self.keys = keys
        self.count = count
        self.key = None

    def __getattr__(self, name: str) -> Any:
        """Make the elements."""
        if name != "children":
            raise AttributeError(name)
        rows = zip(*self.columns, strict=True) if self.columns else [()] * self.count
        keys: Sequence[str | None] = self.keys or [None] * self.count
        self.children = tuple(map(VBlock, [self.block] * self.count, rows, keys))
        return self.children


Make: TypeAlias = Callable[[Sequence[Any]], list[Any]]


class Handlers(Sequence[Any]):
    """A column of handlers, each made when somebody asks for it.

    Args:
        make: returns the arguments of the rows of some items.
        argument: which of them is the handler.
        items: those of the list.
    """

    __slots__ = ("_argument", "_items", "_make")

    def __init__(self, make: Make, argument: int, items: Sequence[Any]) -> None:
        self._make = make
        self._argument = argument
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return Handlers(self._make, self._argument, self._items[at])
        return self._make((self._items[at],))[0][self._argument]

    def __iter__(self) -> Iterator[Any]:
        return (row[self._argument] for row in self._make(self._items))


class VHead:
    """Entries for the document's head; nothing where it stands."""

    __slots__ = ("entries",)
    key: None = None
    to: None = None

    def __init__(self, entries: tuple[HeadEntry, ...]) -> None:
        self.entries = entries


class RawHtml:
    """HTML that goes to the page as it is. Made by ``unsafe_html`` only."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


Node: TypeAlias = "VElement | VComponent | VFragment | VHead | VPortal | str | None"
Child: TypeAlias = "Node | bool | int | float | RawHtml | Iterable[Child]"

# Kinds that few apps use are added by their modules.
NODE_KINDS: Final = {VElement, VBlock, VComponent, VFragment, VRows, VHead, str}
_LISTS: Final = (list, tuple, range, deque, Iterator, KeysView, ValuesView)

_SURROGATE = re.compile("[\ud800-\udfff\0]")


def unsafe_html(text: str) -> RawHtml:
    """Return ``text`` as HTML that is not escaped, the only child of its element.

    Args:
        text: HTML that you wrote or cleaned yourself; never what a visitor typed.

    Raises:
        ElementError: ``text`` is not a string.
    """
    if not isinstance(text, str):
        raise ElementError(f"unsafe_html() takes a string, not {type(text).__name__}")
    return RawHtml(clean_text(text))


def is_clean(text: str) -> bool:
    """Return whether a text holds neither NUL nor lone surrogates, which no page can hold."""
    return ("\0" not in text) if text.isascii() else (_SURROGATE.search(text) is None)


def clean_text(text: str) -> str:
    """Return ``text`` with NUL and lone surrogates, which no page can hold, as U+FFFD."""
    if is_clean(text):
        return text
    warnings.warn("a text holds NUL or a lone surrogate; U+FFFD stands in its place", stacklevel=3)
    return _SURROGATE.sub("\ufffd", text)


def make_key(key: object) -> str | None:
    """Return an author's key as text: ``1`` and ``"1"`` are the same key.

    Raises:
        ElementError: the key is neither a string nor an integer.
    """
    if key is None:
        return None
    if key.__class__ is str:
        return key
    if isinstance(key, (str, int)) and not isinstance(key, bool):
        return str(key)
    raise ElementError(f"a key is a string or an integer, not {type(key).__name__}: {key!r}")


def make_children(children: Iterable[Any], nesting: int = 0) -> tuple[Node, ...]:
    """Return children in their one shape: nodes, merged texts, and ``None`` for an empty place.

    A nested sequence becomes a fragment, so that its length moves nothing beside it. A text is
    merged into the text before it, because the HTML parser will do the same, and leaves ``None``.

    Raises:
        ElementError: a child that cannot be shown, or two children with one key.
    """
    if _are_plain(children):
        return tuple(children)
    result: list[Node] = []
    append = result.append
    text_at = -1
    merged: dict[int, list[str]] = {}
    keys: set[str] | None = None
    for child in children:
        node: Any = child if child.__class__ in NODE_KINDS else _node(child, nesting)
        if node.__class__ is not str:
            text_at = -1
            append(node)
            if node is not None and node.key is not None:
                keys = _note_key(keys, node.key)
        elif not node:
            append(None)
        elif text_at < 0:
            text_at = len(result)
            append(clean_text(node))
        else:
            merged.setdefault(text_at, []).append(clean_text(node))
            append(None)
    for at, texts in merged.items():
        result[at] = "".join((str(result[at]), *texts))
    if len(result) > MAX_CHILDREN:
        raise ElementError(f"more than {MAX_CHILDREN:,} children side by side; show a part of them")
    return tuple(result)


def _are_plain(children: Iterable[Any]) -> bool:
    """Return whether all children are elements without a key, which have their shape already."""
    if not isinstance(children, (tuple, list)) or len(children) > MAX_CHILDREN:
        return False
    for child in children:  # noqa: SIM110 - a generator would cost more than it checks
        if not isinstance(child, VElement) or child.key is not None:
            return False
    return True


def _note_key(keys: set[str] | None, key: str) -> set[str]:
    if keys is None:
        return {key}
    if key in keys:
        raise ElementError(f"two children have the key {key!r}; keys must differ")
    keys.add(key)
    return keys


def _node(child: Any, nesting: int) -> Any:
    """Return a child that is not a plain vnode or text as one, or as ``None``."""
    if child is None or child is True or child is False:
        return None
    if isinstance(child, str):
        # A member of a text enumeration, say, is the text it holds.
        return str.__str__(child)
    if isinstance(child, Number):
        return str(child)
    if isinstance(child, _LISTS):
        if nesting == MAX_NESTING:
            raise ElementError(
                f"lists are nested deeper than {MAX_NESTING} levels; does one hold itself?"
            )
        return VFragment(make_children(_bounded(child), nesting + 1))
    raise ElementError(_refusal(child))


def _bounded(children: Iterable[Any]) -> Iterable[Any]:
    """Return children, and stop a generator that never ends."""
    if isinstance(children, Sized) and len(children) <= MAX_CHILDREN:
        return children
    return _counted(children)


def _counted(children: Iterable[Any]) -> Iterator[Any]:
    for count, child in enumerate(children):
        if count == MAX_CHILDREN:
            raise ElementError(
                f"more than {MAX_CHILDREN:,} children in one list; show a part of it"
            )
        yield child


def _refusal(child: Any) -> str:
    shown = repr(child)
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    what = f"{shown} ({type(child).__name__}) cannot be a child"
    if isinstance(child, RawHtml):
        return "unsafe_html() must be the only child of its element; wrap it in a span or div"
    if isinstance(child, Mapping):
        return f"{what}; attributes come first, and data is not markup"
    if isinstance(child, bytes):
        return f"{what}; decode it to a string"
    if hasattr(child, "component") or callable(child):
        return f"{what}; call it, as in {getattr(child, '__name__', 'Component')}()"
    return f"{what}; children are vnodes, strings, numbers, None, and lists of these"


def Fragment(*children: Any, key: str | int | None = None) -> VFragment:
    """Return several children as one, without an element around them."""
    return VFragment(make_children(children), make_key(key))
