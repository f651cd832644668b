"""Which arguments of the rows of a list depend on their item and a few names, and on nothing else.

Such an argument is the same for an item that cannot have changed, and may be worked out for a whole
list at once. What can only be told from the values, ``reactor_nb.core.listing`` checks: here it is
noted what must be looked at.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from reactor_nb.core.listing import (
    ANY,
    ATTRIBUTE,
    BUILTIN,
    CONTAINER,
    HANDLER,
    ITEM,
    PURE_BUILTINS,
    ROW,
    SAME,
    SCALAR,
    WHOLE,
)

_BUILTINS: Final = frozenset(one.__name__ for one in PURE_BUILTINS)
# Methods of scalars whose answer is another one each time.
_CLOCKS: Final = frozenset(("now", "today", "utcnow"))
_SINGLETONS: Final = (None, True, False)


@dataclass(slots=True)
class Listing:
    """What the rows of a list depend on.

    ``paths`` are the parts of an item that are read: the number of the name that the loop binds,
    how it is read, by which name, and whether it must be a scalar. ``frees`` are names from
    elsewhere, with the attribute that is read of each and what it must be. ``arguments`` has a kind
    and the numbers of its frees for each argument, ``condition`` tells which paths decide whether
    there is a row.
    """

    loop: ast.comprehension
    targets: list[str]
    is_single: bool
    # The arguments once more, each on one line; of a handler, nothing.
    columns: list[str] = field(default_factory=list)
    paths: list[list[Any]] = field(default_factory=list)
    frees: list[tuple[str, str | None, int]] = field(default_factory=list)
    arguments: list[list[Any]] = field(default_factory=list)
    condition: int = 0

    @property
    def plan(self) -> list[Any]:
        """The listing as values of JSON, without the names that are given at each call."""
        frees = [[attribute, kind] for _, attribute, kind in self.frees]
        count = 0 if self.is_single else len(self.targets)
        return [count, self.paths, frees, self.arguments, self.condition]


def read_listing(node: ast.ListComp, arguments: Sequence[ast.expr]) -> Listing | None:
    """Return what the rows of a list depend on, or ``None`` if that cannot be told.

    Args:
        node: the list.
        arguments: what is worked out for each row.
    """
    if len(node.generators) > 1 or node.generators[0].is_async:
        return None
    loop = node.generators[0]
    match loop.target:
        case ast.Name(id=name):
            listing = Listing(loop, [name], is_single=True)
        case ast.Tuple(elts=parts) if all(isinstance(part, ast.Name) for part in parts):
            names = [part.id for part in parts if isinstance(part, ast.Name)]
            listing = Listing(loop, names, is_single=False)
        case _:
            return None
    if len({*listing.targets}) < len(listing.targets):
        return None
    # First, so that only its paths are looked at where there may be no row.
    if not all(_Reader(listing).is_pure(one) for one in loop.ifs):
        return None
    listing.condition = len(listing.paths)
    for argument in arguments:
        found = _argument(listing, argument)
        # Those of handlers and of what is read directly are never asked for.
        is_asked_for = found is not None and found[0] != HANDLER and len(found) == 2
        written = ast.unparse(argument) if is_asked_for else "0"
        if found is None or "\n" in written:
            return None
        listing.arguments.append(found)
        listing.columns.append(written)
    return listing


def _argument(listing: Listing, node: ast.expr) -> list[Any] | None:
    """Return of which kind an argument is, its frees, and the path that it is, if it is one."""
    reader = _Reader(listing)
    if isinstance(node, ast.Lambda):
        return [HANDLER, []] if reader.is_handler(node) else None
    path = reader.direct(node)
    if path is not None:
        return [ROW, [], path]
    if reader.is_given(node):
        return [SAME, []]
    if not reader.is_pure(node):
        return None
    return [ROW if reader.reads_item else SAME, sorted(reader.frees)]


class _Reader:
    """Reads one expression; ``frees`` are the numbers of the names from elsewhere in it."""

    def __init__(self, listing: Listing) -> None:
        self.frees: set[int] = set()
        self.reads_item = False
        self._listing = listing

    def direct(self, node: ast.expr) -> int | None:
        """Return the number of a path if an expression is one, to a value of whatever type."""
        path = self._path(node)
        return None if path is None else self._note_path(path, is_scalar=False)

    def is_given(self, node: ast.expr) -> bool:
        """Return whether an expression is a name from elsewhere, or an attribute of one."""
        match node:
            case ast.Name():
                return True
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if (
                name not in self._listing.targets
            ):
                self._note_free(name, attribute, ANY)
                return True
        return False

    def is_handler(self, node: ast.Lambda) -> bool:
        """Return whether a function may be made when it is called for.

        What it takes of the item must be bound to it when it is made: else it would see the last.
        """
        given = node.args
        defaults = [*given.defaults, *filter(None, given.kw_defaults)]
        every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        own = {one.arg for one in (*every, *filter(None, (given.vararg, given.kwarg)))}
        unbound = {*self._listing.targets} - own
        names = (one.id for one in ast.walk(node.body) if isinstance(one, ast.Name))
        return unbound.isdisjoint(names) and all(map(self._is_kept, defaults))

    def _is_kept(self, node: ast.expr) -> bool:
        """Return whether an expression is an item, which is the same whenever one looks, or a part
        of one.
        """
        is_whole = isinstance(node, ast.Name) and node.id in self._listing.targets
        return is_whole or self.direct(node) is not None

    def is_pure(self, node: ast.expr | None) -> bool:
        """Return whether an expression does nothing but work out a value, if all it reads is such
        as is noted.
        """
        match node:
            case None | ast.Constant():
                return True
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id=name)):
                return self._is_known(name, node)
            case ast.Attribute(value=inner, attr=attribute):
                return not attribute.startswith("_") and self.is_pure(inner)
            case ast.Subscript(value=inner, slice=index):
                path = self._path(node)
                if path is not None:
                    return self._note_path(path) >= 0
                return self._is_container(inner) and self.is_pure(index)
            case ast.Call():
                return self._is_call(node)
            case ast.Compare(left=left, ops=ops, comparators=others):
                return self.is_pure(left) and all(map(self._is_compared, ops, others))
            case ast.UnaryOp() | ast.BinOp() | ast.BoolOp() | ast.IfExp() | ast.Slice():
                return self._are_pure(_parts(node))
            case ast.JoinedStr() | ast.FormattedValue() | ast.Tuple() | ast.List() | ast.Dict():
                return self._are_pure(_parts(node))
        return False

    def _are_pure(self, nodes: Iterable[ast.expr]) -> bool:
        return all(map(self.is_pure, nodes))

    def _is_call(self, node: ast.Call) -> bool:
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        if any(keyword.arg is None for keyword in node.keywords):
            return False
        match node.func:
            case ast.Name(id=name) if name in _BUILTINS and name not in self._listing.targets:
                self._note_free(name, None, BUILTIN)
                return all(map(self._is_container, arguments))
            case ast.Attribute(value=inner, attr=attribute):
                is_method = not attribute.startswith("_") and attribute not in _CLOCKS
                return is_method and self.is_pure(inner) and self._are_pure(arguments)
        return False

    def _is_compared(self, op: ast.cmpop, node: ast.expr) -> bool:
        match op:
            case ast.In() | ast.NotIn():
                return self._is_container(node)
            case ast.Is() | ast.IsNot():
                return isinstance(node, ast.Constant) and node.value in _SINGLETONS
        return self.is_pure(node)

    def _is_container(self, node: ast.expr) -> bool:
        """Return whether an expression is pure, or a name whose value may hold scalars."""
        match node:
            case ast.Name(id=name) if name not in self._listing.targets:
                self._note_free(name, None, CONTAINER)
                return True
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if (
                name not in self._listing.targets and not attribute.startswith("_")
            ):
                self._note_free(name, attribute, CONTAINER)
                return True
        return self.is_pure(node)

    def _is_known(self, name: str, node: ast.expr) -> bool:
        path = self._path(node)
        if path is not None:
            return self._note_path(path) >= 0
        attribute = getattr(node, "attr", None)
        if name in self._listing.targets or (attribute or "").startswith("_"):
            return False
        self._note_free(name, attribute, SCALAR)
        return True

    def _path(self, node: ast.expr) -> tuple[Any, ...] | None:
        """Return how a part of an item is read, or ``None`` if it is none."""
        targets = self._listing.targets
        match node:
            case ast.Name(id=name) if name in targets:
                return targets.index(name), WHOLE, ""
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in targets:
                return (
                    None
                    if attribute.startswith("_")
                    else (targets.index(name), ATTRIBUTE, attribute)
                )
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=index)) if (
                name in targets and isinstance(index, (int, str))
            ):
                return targets.index(name), ITEM, index
        return None

    def _note_path(self, path: tuple[Any, ...], *, is_scalar: bool = True) -> int:
        """Note that a part of an item is read, and return its number."""
        self.reads_item = True
        known = self._listing.paths
        for number, one in enumerate(known):
            if one[:3] == [*path]:
                one[3] = one[3] or is_scalar
                return number
        known.append([*path, is_scalar])
        return len(known) - 1

    def _note_free(self, name: str, attribute: str | None, kind: int) -> None:
        known = self._listing.frees
        free = (name, attribute, kind)
        if free not in known:
            known.append(free)
        self.frees.add(known.index(free))


def _parts(node: ast.AST) -> list[Any]:
    """Return the expressions that an expression is made of; one of another kind spoils it."""
    found: list[Any] = []
    for part in ast.iter_child_nodes(node):
        if not isinstance(part, (ast.operator, ast.unaryop, ast.boolop, ast.expr_context)):
            found.append(part)
    return found
