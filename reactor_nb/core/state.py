"""Page state: values defined at the top of a module that live in each session.

The object an author holds is a definition. The value is in a ``Store``, of which every open page
and every server render has one; the host sets it before it runs anything of that session.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Generic, Protocol, TypeVar, overload

from reactor_nb.core.instance import Instance, current
from reactor_nb.core.location import author_location, function_location
from reactor_nb.core.work import using
from reactor_nb.errors import StateError

T = TypeVar("T")


class Subscription(Protocol):
    """Something an instance reads, and must leave when it is gone."""

    def enter(self, instance: Instance) -> None:
        """Note that the instance reads this."""

    def leave(self, instance: Instance) -> None:
        """Forget the instance."""


class _Cell:
    """The value of one definition in one store, and who read it."""

    __slots__ = ("busy", "computed", "known", "readers", "sources", "value")

    def __init__(self) -> None:
        self.value: Any = None
        self.known = False
        self.busy = False
        # By whom it was read, with what ``is_shown`` asks of that render.
        self.readers: dict[Instance, Any] = {}
        self.computed: dict[_Cell, None] = {}
        self.sources: list[_Cell] = []

    def enter(self, instance: Instance) -> None:
        if instance not in self.readers:
            self.readers[instance] = None
            instance.subscriptions.append(self)

    def leave(self, instance: Instance) -> None:
        self.readers.pop(instance, None)

    def read(self) -> None:
        """Note who reads: the instance that renders, and the computed value that is computed."""
        instance = current.get()
        if instance is not None:
            self.enter(instance)
            self.readers[instance] = instance.effects
        reader = _computing.get()
        if reader is not None and self not in reader.sources:
            self.computed[reader] = None
            reader.sources.append(self)

    def is_shown(self) -> bool:
        """Return whether everything that reads this shows it, and no render of it failed."""
        return all(is_shown(*reader) for reader in self.readers.items()) and all(
            cell.is_shown() for cell in self.computed
        )

    def changed(self) -> None:
        """Have every reader render again, and every computed value be computed again."""
        for instance in list(self.readers):
            instance.root.enqueue(instance)
        for cell in list(self.computed):
            cell.known = False
            for source in cell.sources:
                source.computed.pop(cell, None)
            cell.sources.clear()
            cell.changed()


class Store:
    """The page state of one session.

    Args:
        restored: values by the name of their definition, from the render on the server.
    """

    def __init__(self, restored: dict[str, Any] | None = None) -> None:
        self.cells: dict[object, _Cell] = {}
        self.restored = restored or {}

    def cell(self, definition: object) -> _Cell:
        """Return the cell of a definition in this store."""
        cell = self.cells.get(definition)
        if cell is None:
            cell = self.cells[definition] = _Cell()
        return cell


class _Forbidden(Store):
    """Stands where no page is: in a loader or an action."""

    def cell(self, definition: object) -> _Cell:
        """Raise, and say what to do instead."""
        raise StateError(
            f"page state {getattr(definition, 'name', '') or ''} was used at {author_location()}, "
            "in a loader or an action, where no page is; pass the value as an argument"
        )


_default = Store()
_forbidden = _Forbidden()
_store: ContextVar[Store] = ContextVar("reactor_nb_store", default=_default)
_computing: ContextVar[_Cell | None] = ContextVar("reactor_nb_computing", default=None)


def default_store() -> Store:
    """Return the store that serves where no session is, as in a notebook."""
    return _default


def use_store(store: Store) -> using:
    """Have page state live in ``store`` inside the block."""
    return using(_store, store)


def forbid() -> using:
    """Make any use of page state inside the block a ``StateError``."""
    return using(_store, _forbidden)


class State(Generic[T]):
    """A value shared by the components of one open page; see ``state``."""

    def __init__(self, initial: T | Callable[[], T]) -> None:
        self._initial = initial
        self.name: str | None = None

    def _cell(self) -> _Cell:
        store = _store.get()
        cell = store.cell(self)
        if not cell.known:
            if self.name is not None and self.name in store.restored:
                cell.value = store.restored.pop(self.name)
            else:
                cell.value = self._initial() if callable(self._initial) else self._initial
            cell.known = True
        return cell

    @property
    def value(self) -> T:
        """The value in this session; reading it in a render subscribes that component."""
        cell = self._cell()
        cell.read()
        value: T = cell.value
        return value

    def peek(self) -> T:
        """Return the value without subscribing anything to it."""
        value: T = self._cell().value
        return value

    def set(self, value: T) -> None:
        """Set the value; the components that read it render again."""
        cell = self._cell()
        if not is_unchanged(cell.value, value) or not cell.is_shown():
            cell.value = value
            cell.changed()

    def update(self, change: Callable[[T], T]) -> None:
        """Set the value to ``change(value)``."""
        self.set(change(self._cell().value))

    def __repr__(self) -> str:
        return f"<state {self.name or ''}>"


class Computed(Generic[T]):
    """A value computed from page state; see ``computed``."""

    def __init__(self, function: Callable[[], T]) -> None:
        self._function = function

    @property
    def value(self) -> T:
        """The value, computed again after any state it read has changed."""
        cell = _store.get().cell(self)
        # First of all, so that who reads a value that fails hears when it may be well again.
        cell.read()
        if not cell.known:
            self._compute(cell)
        value: T = cell.value
        return value

    def _compute(self, cell: _Cell) -> None:
        if cell.busy:
            raise StateError(
                f"a computed value reads itself, at {function_location(self._function)}"
            )
        cell.busy = True
        try:
            with using(_computing, cell), using(current, None):
                cell.value = self._function()
        finally:
            cell.busy = False
        cell.known = True


@overload
def state(initial: Callable[[], T], scope: str = "page") -> State[T]: ...
@overload
def state(initial: T, scope: str = "page") -> State[T]: ...
def state(initial: Any, scope: str = "page") -> State[Any]:
    """Define a value that the components of a page share; each open page has its own.

    Args:
        initial: the first value, or a function that makes it.
        scope: ``"page"``; other scopes do not exist yet.

    Raises:
        StateError: another scope.
    """
    if scope != "page":
        raise StateError(f"scope={scope!r} is not there yet; scope='page' is")
    return State(initial)


def computed(function: Callable[[], T]) -> Computed[T]:
    """Define a value that is computed from page state, and again when that changes.

    Args:
        function: reads the ``.value`` of states and other computed values.
    """
    return Computed(function)


def is_shown(instance: Instance, seen: object) -> bool:
    """Return whether a render is the one that the page shows.

    Each render has a list of effects of its own; when it fails, the list of the one before is back.

    Args:
        instance: what rendered.
        seen: its effects in that render.
    """
    return instance.effects is seen


_EQUAL_BY_VALUE = (str, int, float, bool, bytes, type(None))


def is_unchanged(old: Any, new: Any) -> bool:
    """Return whether setting ``new`` changes nothing: the same object or an equal scalar."""
    if old is new:
        return True
    return old.__class__ is new.__class__ and old.__class__ in _EQUAL_BY_VALUE and old == new
