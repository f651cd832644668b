"""Whose name it is: a function's own, that of a function around it, or the module's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from reactor_nb.model.facts import Facts, Place

Kind = Literal["module", "function", "class", "inner"]
"""``inner`` is a comprehension, or what stands between the brackets of ``class A[T]``."""

Role = Literal["value", "changes", "effects", "maybe"]
"""Read; changed; asked to do something; mentioned in a quoted type."""

MODULE: Final = "module"
FUNCTION: Final = "function"
CLASS: Final = "class"
INNER: Final = "inner"


class Use(NamedTuple):
    """A name that code uses, and the attributes it takes of it, as in ``environ`` of ``os``."""

    name: str
    place: Place
    path: str = ""
    role: Role = "value"

    @classmethod
    def of(cls, dotted: str, place: Place, role: Role = "value") -> Use:
        """Return the use of a dotted name."""
        name, _, path = dotted.partition(".")
        return cls(name, place, path, role)


class Scope:
    """The names of one block of code.

    Args:
        kind: what kind of block it is.
        names: those that it binds from the start.
    """

    __slots__ = ("aliases", "globals", "kind", "names", "outer", "uses")

    def __init__(self, kind: Kind, names: Iterable[str] = ()) -> None:
        self.kind = kind
        self.names = set(names)
        self.globals: set[str] = set()
        self.outer: set[str] = set()
        self.aliases: dict[str, str] = {}
        self.uses: list[Use] = []


class Scopes:
    """The blocks around the current piece of code, and what is known of the module's names.

    Which names a function binds is known at its end, so the uses in it wait until then; in any
    other block a name is its own from where it is bound.
    """

    def __init__(self) -> None:
        self.facts = Facts()
        self.depth = 0  # how many functions stand around the current code
        self.bound: set[str] = set()  # the module's names that are surely bound at this point
        self._stack = [Scope(MODULE)]

    @property
    def innermost(self) -> Scope:
        """The block that the current code stands in."""
        return self._stack[-1]

    def enter(self, scope: Scope) -> None:
        """Begin a block."""
        self._stack.append(scope)
        self.depth += scope.kind is FUNCTION

    def leave(self) -> None:
        """End the innermost block."""
        scope = self._stack.pop()
        if scope.kind is not FUNCTION:
            return
        own = scope.names - scope.globals - scope.outer
        for use in scope.uses:
            if use.name in own:
                self._own(scope, use)
            elif use.name in scope.globals:
                self._of_module(use)
            else:
                self._find(use, innermost=False)
        self.depth -= 1

    def use(self, use: Use) -> None:
        """Note that a name is used here."""
        innermost = self._stack[-1]
        if innermost.kind is FUNCTION:
            innermost.uses.append(use)
        else:
            self._find(use, innermost=True)

    def bind(self, name: str, place: Place, *, walrus: bool = False) -> None:
        """Note that a name is bound here."""
        scope = self._stack[-1]
        if walrus:
            scope = next(each for each in reversed(self._stack) if each.kind is not INNER)
        if scope.kind is MODULE:
            self.facts.defines.setdefault(name, place)
            self.bound.add(name)
        elif name in scope.globals:
            self.facts.late.setdefault(name, place)
        elif scope.kind is not INNER:
            scope.names.add(name)

    def unbind(self, name: str, place: Place) -> None:
        """Note that a name is deleted here; in a function it is the function's own all along."""
        scope = self._stack[-1]
        if scope.kind is MODULE:
            self.facts.deletes.setdefault(name, place)
            self.bound.discard(name)
        elif scope.kind is FUNCTION:
            scope.names.add(name)
        else:
            scope.names.discard(name)

    def bind_import(self, name: str, meaning: str, place: Place) -> None:
        """Note that an import binds a name here, and what it stands for."""
        scope = self._stack[-1]
        if scope.kind is MODULE:
            self.facts.aliases.setdefault(name, []).append(meaning)
        else:
            scope.aliases[name] = meaning
            self.facts.taken.setdefault(meaning, place)
        self.bind(name, place)

    def _find(self, use: Use, *, innermost: bool) -> None:
        for scope in reversed(self._stack):
            if scope.kind is FUNCTION:
                scope.uses.append(use)
                return
            if scope.kind is MODULE or use.name in scope.globals:
                break
            if use.name in scope.names and (innermost or scope.kind is INNER):
                self._own(scope, use)
                return
            innermost = False
        self._of_module(use)

    def _own(self, scope: Scope, use: Use) -> None:
        meaning = scope.aliases.get(use.name)
        if meaning and use.role == "value":
            whole = f"{meaning}.{use.path}" if use.path else meaning
            self.facts.inner.setdefault(whole, use.place)

    def _of_module(self, use: Use) -> None:
        name, place, _, role = use
        facts = self.facts
        if role != "value":
            self._mark(use)
            return
        self._whole_or_part(use)
        if self.depth:
            facts.later.setdefault(name, place)
        elif name not in self.bound:
            facts.now.setdefault(name, place)

    def _whole_or_part(self, use: Use) -> None:
        if use.path:
            self.facts.dotted.setdefault(f"{use.name}.{use.path}", use.place)
        else:
            self.facts.bare.setdefault(use.name, use.place)

    def _mark(self, use: Use) -> None:
        name, place, path, role = use
        facts = self.facts
        if role == "maybe":
            facts.maybe.setdefault(name, place)
            self._whole_or_part(use)
            return
        if self.depth:
            facts.changes_later.setdefault(name, place)
        elif name in self.bound:
            return
        elif role == "changes":
            facts.changes.setdefault(name, place)
        else:
            facts.effects.setdefault(name, place)
        facts.touched.setdefault(f"{name}.{path}" if path else name, place)
