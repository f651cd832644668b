"""Element calls whose shape is constant, found in a source and put as calls of blocks.

Only names that are imported from the modules of elements, and are bound nowhere else, are taken;
what cannot be proved stays as it was. The text is spliced, not written anew: each expression of
the author stays on its line, and lines keep their numbers. ``reactor_nb.core.block`` runs what is
made here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from reactor_nb.core.element_names import NOT_ELEMENTS, element_names
from reactor_nb.core.pure import Listing, read_listing
from reactor_nb.core.splice import Edit, splice

_LINES: Final = re.compile(r"[^\n\r]*(?:\r\n|\n|\r|\Z)")
_CONSTANTS: Final = (str, int, float, bool, type(None))

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A source whose element calls are to be calls of blocks.

    ``edits`` make them so; ``plans`` has, for each name that the source then calls, what its block
    is made from.
    """

    original: str
    edits: list[Edit]
    plans: dict[str, Any]

    @property
    def source(self) -> str:
        """The source with all edits made."""
        return splice(self.original, self.edits)


@dataclass(slots=True)
class _Site:
    """One expression that becomes the call of a block: where it is, and what it is made of."""

    span: Span
    functions: list[str] = field(default_factory=list)
    arguments: list[ast.expr] = field(default_factory=list)
    tree: Any = None
    key: Any = None
    # Whether it is a child of another site, so that a mistake in it can wait for one before it.
    is_child: bool = False
    # For a list with an element for each item: where the element stands, and the names of an item.
    item: Span | None = None
    names: dict[str, int | None] = field(default_factory=dict)
    # And how its rows depend on its items, if that can be told.
    listing: Listing | None = None


@lru_cache(maxsize=256)
def compile_source(
    source: str, known: frozenset[str] = frozenset(), prefix: str = "_rnb_"
) -> Compiled:
    """Return a source with blocks in place of element calls that have a constant shape.

    Args:
        source: a module or a cell. One that is no Python comes back as it is.
        known: names from elsewhere that are element functions, as for ``element_names``.
        prefix: what the names of blocks begin with.
    """
    if "reactor_nb" not in source and not known:
        return Compiled(source, [], {})
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return Compiled(source, [], {})
    names = element_names(tree, known)
    if not names:
        return Compiled(source, [], {})
    finder = _Finder(names, _Offsets(source))
    finder.visit(tree)
    finder.sites.sort(key=lambda one: one.span)
    return _splice(source, finder, prefix)


class _Offsets:
    """Where the nodes of a tree stand in the text."""

    def __init__(self, source: str) -> None:
        self._lines = _LINES.findall(source)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def span(self, node: ast.expr) -> Span:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._offset(node.lineno, node.col_offset),
            self._offset(node.end_lineno, node.end_col_offset),
        )

    def _offset(self, line: int, column: int) -> int:
        text = self._lines[line - 1]
        if not text.isascii():
            # Python counts the bytes of UTF-8.
            column = len(text.encode()[:column].decode())
        return self._starts[line - 1] + column


class _Finder(ast.NodeVisitor):
    """Collects the sites of a source; those inside an argument of another come after it."""

    def __init__(self, names: frozenset[str], offsets: _Offsets) -> None:
        self.sites: list[_Site] = []
        self.offsets = offsets
        self._names = names
        # What is a child of an element and nothing else, so that nobody else gets hold of it.
        self._inside: set[ast.expr] = set()

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Pass over a text with expressions: before 3.12 nobody knows where they stand."""

    visit_TemplateStr = visit_JoinedStr

    def visit_Call(self, node: ast.Call) -> None:
        """Take an element call, with the element calls that are its children."""
        if self._name(node) is None:
            self.generic_visit(node)
        else:
            self._take(_Site(self.offsets.span(node), is_child=node in self._inside), node)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        """Take a list with an element for each item whole, if it is nothing but children."""
        element = node.elt
        if node not in self._inside or not isinstance(element, ast.Call):
            self._take_calls(node)
            self.generic_visit(node)
            return
        site = _Site(self.offsets.span(node), item=self.offsets.span(element))
        for generator in node.generators:
            site.names |= dict.fromkeys(_targets(generator.target))
        self._take(site, element)
        site.listing = read_listing(node, site.arguments)
        for generator in node.generators:
            self.visit(generator)

    def _take_calls(self, node: ast.ListComp) -> None:
        """Take a list of calls of one function, which may be a component."""
        match node.elt:
            case ast.Call(func=ast.Name(id=name), args=given, keywords=named) if self._name(
                node.elt
            ) is None and all(keyword.arg for keyword in named):
                arguments = [*given, *(keyword.value for keyword in named)]
                listing = read_listing(node, arguments)
                if listing is not None and name not in listing.targets and listing.is_of_values:
                    site = _Site(self.offsets.span(node), [name], [node.elt], listing=listing)
                    self.sites.append(site)

    def _take(self, site: _Site, node: ast.Call) -> None:
        self.sites.append(site)
        site.tree = self._element(site, node, is_top=True)
        for argument in site.arguments:
            self.visit(argument)

    def _name(self, node: ast.expr) -> str | None:
        """Return how a call names its element; ``None`` if it cannot be taken apart."""
        if not isinstance(node, ast.Call):
            return None
        match node.func:
            case ast.Name(id=name) if name in self._names:
                found = name
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if (
                f"{name}." in self._names and attribute not in NOT_ELEMENTS
            ):
                found = f"{name}.{attribute}"
            case _:
                return None
        first, children = _mapping(node)
        unclear = any(
            isinstance(child, ast.Dict)
            or (isinstance(child, ast.Starred) and not self._is_list(child.value))
            for child in children
        )
        named = [*first, *(keyword.arg for keyword in node.keywords)]
        return None if unclear or not {*named}.isdisjoint((None, "children")) else found

    def _element(self, site: _Site, node: ast.Call, *, is_top: bool = False) -> list[Any]:
        """Return the plan of an element: function, line, children, attributes."""
        name = self._name(node)
        assert name is not None
        if name not in site.functions:
            site.functions.append(name)
        plan: list[Any] = [site.functions.index(name), node.lineno]
        # In the order in which they stand there.
        mapping, children = _mapping(node)
        attributes = [[name, self._attribute(site, one), 1] for name, one in mapping.items()]
        start = len(node.args) - len(children)
        plan.append([self._child(site, node, at) for at in range(start, len(node.args))])
        for keyword in node.keywords:
            value = self._attribute(site, keyword.value)
            if keyword.arg == "key" and is_top:
                site.key = value
            else:
                attributes.append([keyword.arg, value])
        plan.append(attributes)
        return plan

    def _is_apart(self, node: ast.Call, at: int) -> bool:
        """Return whether a list that is spread out is matched by itself.

        Where its items have no keys, they are matched by their place among all children.
        """
        before = node.args[:at]
        is_last = at + 1 == len(node.args)
        return _has_key(node.args[at].value.elt) or (  # type: ignore[attr-defined]
            is_last
            and all(
                isinstance(one, ast.Constant) or (self._name(one) and not _has_key(one))
                for one in before
            )
        )

    def _is_list(self, node: ast.expr) -> bool:
        return isinstance(node, ast.ListComp) and self._name(node.elt) is not None

    def _child(self, site: _Site, parent: ast.Call, at: int) -> Any:
        node = parent.args[at]
        if isinstance(node, ast.Starred):
            self._inside.add(node.value)
            return ["*", self._value(site, node.value), self._is_apart(parent, at)]
        if isinstance(node, ast.Call) and self._name(node) and not _has_key(node):
            return self._element(site, node)
        self._note(node)
        return self._value(site, node)

    def _note(self, node: ast.expr) -> None:
        """Note the elements that are children if some condition holds."""
        match node:
            case ast.IfExp(body=body, orelse=orelse):
                self._note(body)
                self._note(orelse)
            case ast.BoolOp(values=values):
                for value in values:
                    self._note(value)
            case ast.Call() if self._name(node) is not None:
                self._inside.add(node)
            case ast.ListComp() if self._is_list(node):
                self._inside.add(node)

    def _attribute(self, site: _Site, node: ast.expr) -> Any:
        """Return the value of an attribute, which may be a mapping or a list that is constant."""
        match node:
            case ast.Dict(keys=keys, values=parts) if all(map(_is_name, keys)):
                pass
            case ast.List(elts=parts):
                pass
            case _:
                return self._value(site, node)
        if not all(
            isinstance(one, ast.Constant) and type(one.value) in _CONSTANTS for one in parts
        ):
            return self._value(site, node)
        return [ast.literal_eval(node)]

    def _value(self, site: _Site, node: ast.expr) -> Any:
        """Return a constant in a list of its own, or the number of an argument."""
        if isinstance(node, ast.Constant) and isinstance(node.value, _CONSTANTS):
            return [node.value]
        name = node.id if isinstance(node, ast.Name) else None
        if name in site.names:
            # Nothing can bind it anew between two uses, so one argument serves both.
            known = site.names[name]
            if known is not None:
                return known
            site.names[name] = len(site.arguments)
        site.arguments.append(node)
        return len(site.arguments) - 1


def _mapping(node: ast.Call) -> tuple[dict[Any, ast.expr], list[ast.expr]]:
    """Return the attributes that a call has in a mapping before its children, and the children.

    One whose names are not constant is a child, as it were.
    """
    if node.args and isinstance(node.args[0], ast.Dict):
        keys = node.args[0].keys
        names = [key.value for key in keys if isinstance(key, ast.Constant) and _is_name(key)]
        if len({*names, "key"}) > len(keys) > 0:
            return dict(zip(names, node.args[0].values, strict=True)), node.args[1:]
    return {}, node.args


def _is_name(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _has_key(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and any(one.arg == "key" for one in node.keywords)


def _targets(node: ast.expr) -> list[str]:
    """Return the names that a loop binds; none where it binds anything else."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Tuple):
        return [name for part in node.elts for name in _targets(part)]
    return []


def _splice(source: str, finder: _Finder, prefix: str) -> Compiled:
    while prefix in source:
        prefix += "_"
    edits = _Writer(source, finder, prefix).edits(len(source))
    plans = {f"{prefix}{number}": _plan(site) for number, site in enumerate(finder.sites)}
    return Compiled(source, edits, plans)


def _plan(site: _Site) -> list[Any]:
    listings = [] if site.listing is None else [site.listing.plan]
    return [site.functions, site.tree, site.key, *listings] if site.tree else listings


class _Writer:
    """Writes the text, the sites in order as they come."""

    def __init__(self, source: str, finder: _Finder, prefix: str) -> None:
        self._source = source
        self._offsets = finder.offsets
        self._sites: Iterator[tuple[int, _Site]] = enumerate(finder.sites)
        self._prefix = prefix
        self._next = next(self._sites, None)

    def edits(self, end: int) -> list[Edit]:
        """Return how the text up to ``end`` changes where sites become calls."""
        edits = []
        while self._next is not None and self._next[1].span[0] < end:
            number, site = self._next
            self._next = next(self._sites, None)
            edits.append((*site.span, self._call(number, site)))
        return edits

    def _part(self, start: int, end: int) -> str:
        edits = self.edits(end)
        moved = [(first - start, last - start, text) for first, last, text in edits]
        return splice(self._source[start:end], moved)

    def _call(self, number: int, site: _Site) -> str:
        name = f"{self._prefix}{number}"
        functions = ",".join(site.functions)
        start, end = site.span
        if site.listing is not None:
            return f"{name}.each({functions},{self._each(site, site.listing)})"
        if site.item is None:
            method = ".child" if site.is_child else ""
            return f"{name}{method}({functions},{self._arguments(site, site.span)})"
        first, last = site.item
        items = f"[{self._lines(start, first)}({self._arguments(site, site.item)})"
        return f"{name}.rows({functions},{items}{self._part(last, end)})"

    def _each(self, site: _Site, listing: Listing) -> str:
        """Return what works out the rows for items, the items, and what else the list takes."""
        loop = listing.loop
        item = f"{self._prefix}i"
        each = f"for {ast.unparse(loop.target)} in {item}]"
        first, last = site.span
        start, end = self._offsets.span(loop.iter)
        around = ("(", "),") if site.tree else ("", "")
        row = self._spread(site.arguments, (first, start), around)
        items = self._spread([loop.iter], (start, end), ("(", "),"))
        condition = self._spread(loop.ifs, (end, last), ("(", ") and ")) + "None"
        if loop.ifs:
            condition = f"lambda {item}:[(True if {condition[:-4]}True else False){each}"
        bases = "".join(f"{base}," for base, *_ in listing.frees)
        columns = "".join(f"lambda {item}:[({one}){each}," for one in listing.columns)
        return f"lambda {item}:[({row}){each},{items}{condition},lambda:({bases}),({columns})"

    def _arguments(self, site: _Site, span: Span) -> str:
        """Return the arguments, each on its line and with a comma after it."""
        return self._spread(site.arguments, span, ("(", "),"))

    def _spread(self, nodes: Sequence[ast.expr], span: Span, around: tuple[str, str]) -> str:
        """Return expressions, each on its line and between two texts."""
        written = []
        at, end = span
        for node in nodes:
            start, stop = self._offsets.span(node)
            written += [self._lines(at, start), around[0], self._part(start, stop), around[1]]
            at = stop
        written.append(self._lines(at, end))
        return "".join(written)

    def _lines(self, start: int, end: int) -> str:
        return "\n" * self._source.count("\n", start, end)
