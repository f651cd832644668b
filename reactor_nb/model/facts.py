"""What a piece of code does to the names of its module, and small readers of syntax."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

MUTATORS = frozenset(
    {
        *("add", "append", "appendleft", "clear", "commit", "discard", "execute", "executemany"),
        *("executescript", "extend", "extendleft", "insert", "register", "remove", "reverse"),
        *("set", "setdefault", "sort", "update", "write"),
    }
)
"""Methods that are called for what they do to their object when nobody takes their result."""

TAKERS = frozenset({"pop", "popitem", "popleft", "setdefault"})
"""Methods that change their object even when their result is used."""


class Place(NamedTuple):
    """A line and a column of a cell, both counted from 1."""

    line: int
    column: int


@dataclass(slots=True, eq=False)
class Facts:
    """What a piece of code does to the names of its module.

    Args:
        defines: names it binds when it runs.
        deletes: names it deletes when it runs.
        late: names that its functions bind through ``global``.
        maybe: names it uses where they exist: quoted types, a ``global`` it may replace.
        now: names it needs when it runs and does not surely bind before.
        later: names that its functions need when they are called.
        hints: names that stand in the annotations of its functions only, with attributes.
        changes: names whose objects it changes when it runs.
        changes_later: names whose objects its functions change when they are called.
        effects: names on which it calls a method and drops the result.
        touched: what it changes or asks to do something, with attributes, as ``store.rows``.
        bare: names whose value it uses as a whole, not only an attribute of it.
        dotted: attribute paths it uses, such as ``os.environ``.
        taken: what its functions import for themselves, by its own name.
        inner: what they use of it.
        aliases: names bound by an import inside it, and what they stand for.
        imports: modules that it imports, as they are written.
        spelled: modules that it imports by a text, as ``import_module("a")`` does.
        star: the modules from which it imports every name.
        made: texts that it runs as code, where they can be read.
        awaits: where it awaits outside any function.
    """

    defines: dict[str, Place] = field(default_factory=dict)
    deletes: dict[str, Place] = field(default_factory=dict)
    late: dict[str, Place] = field(default_factory=dict)
    maybe: dict[str, Place] = field(default_factory=dict)
    now: dict[str, Place] = field(default_factory=dict)
    later: dict[str, Place] = field(default_factory=dict)
    hints: dict[str, Place] = field(default_factory=dict)
    changes: dict[str, Place] = field(default_factory=dict)
    changes_later: dict[str, Place] = field(default_factory=dict)
    effects: dict[str, Place] = field(default_factory=dict)
    touched: dict[str, Place] = field(default_factory=dict)
    bare: dict[str, Place] = field(default_factory=dict)
    dotted: dict[str, Place] = field(default_factory=dict)
    taken: dict[str, Place] = field(default_factory=dict)
    inner: dict[str, Place] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=dict)
    imports: dict[str, Place] = field(default_factory=dict)
    spelled: dict[str, Place] = field(default_factory=dict)
    star: list[str] = field(default_factory=list)
    made: list[tuple[str | None, Place]] = field(default_factory=list)
    awaits: Place | None = None
    _attributes: dict[str, tuple[str, ...]] | None = None

    def attributes(self, name: str) -> tuple[str, ...]:
        """Return which attributes of a name are used; an empty text stands for all of it."""
        if self._attributes is None:
            self._attributes = _grouped(self.bare, self.dotted)
        return self._attributes.get(name, ())


def _grouped(bare: Iterable[str], dotted: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = dict.fromkeys(bare, ("",))
    for each in dotted:
        root, _, path = each.partition(".")
        found[root] = (*found.get(root, ()), path)
    return found


NO_FACTS = Facts()
"""For what runs nothing; it is shared, and nobody adds to it."""


def place_of(node: ast.AST) -> Place:
    """Return where a node starts."""
    try:
        return Place(node.lineno, node.col_offset + 1)  # type: ignore[attr-defined]
    except AttributeError:
        return Place(1, 1)


def root_name(node: ast.expr) -> ast.Name | None:
    """Return the name at the left end of attributes, subscripts and calls."""
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return None
    return node


def dotted_name(node: ast.expr) -> str | None:
    """Return ``a.b.c`` when an expression is only names and dots."""
    # Asked of most expressions there are, so in the way that takes least.
    path = ""
    while node.__class__ is ast.Attribute:
        path = f".{node.attr}{path}"
        node = node.value
    return f"{node.id}{path}" if node.__class__ is ast.Name else None


def all_arguments(arguments: ast.arguments) -> list[ast.arg]:
    """Return every parameter of a function, in order."""
    extra = [each for each in (arguments.vararg, arguments.kwarg) if each]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *extra]


def import_path(module: str, name: str) -> str:
    """Return what ``from module import name`` takes: ``a.b``; ``.b`` of ``from . import b``."""
    return f"{module}{name}" if module.endswith(".") else f"{module}.{name}"


def constant_text(node: ast.expr) -> str | None:
    """Return the text that an expression is."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def spelled_import(node: ast.Call) -> str | None:
    """Return the module that ``import_module("a.b")`` or ``__import__("a.b")`` imports."""
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if not node.args or name not in {"__import__", "import_module"}:
        return None
    return constant_text(node.args[0])


def bound_name(alias: ast.alias) -> str:
    """Return the name that an import binds: ``import a.b`` binds ``a``."""
    return alias.asname or alias.name.partition(".")[0]


def type_parameters(node: ast.AST) -> set[str]:
    """Return the names between the brackets of ``def f[T]``, where Python has them."""
    return {each.name for each in getattr(node, "type_params", [])}


def signature_names(node: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, Place]:
    """Return the names in the annotations of a function's parameters and result."""
    found: dict[str, Place] = {}
    for annotation in [*(each.annotation for each in all_arguments(node.args)), node.returns]:
        if annotation:
            plain, quoted = annotation_names(annotation)
            found |= plain | quoted
    own = type_parameters(node)
    return {name: place for name, place in found.items() if name not in own} if own else found


def annotation_names(annotation: ast.expr) -> tuple[dict[str, Place], dict[str, Place]]:
    """Return the names that an annotation uses, with attributes: plain and in quoted types."""
    if isinstance(annotation, ast.Name):
        return {annotation.id: place_of(annotation)}, {}
    plain: dict[str, Place] = {}
    quoted: dict[str, Place] = {}
    for node in _type_nodes(annotation):
        if isinstance(node, ast.Name | ast.Attribute):
            if name := dotted_name(node):
                plain.setdefault(name, place_of(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for name in _quoted_names(node.value):
                quoted.setdefault(name, place_of(node))
    return plain, quoted


def _type_nodes(annotation: ast.expr) -> Iterator[ast.AST]:
    """Walk an annotation, but take no text for a type in ``Literal`` or in an argument."""
    waiting: list[tuple[ast.AST, bool]] = [(annotation, True)]
    while waiting:
        node, types = waiting.pop()
        if types or not isinstance(node, ast.Constant):
            yield node
        if isinstance(node, ast.Attribute) and dotted_name(node):
            continue
        if isinstance(node, ast.Subscript):
            kind = (dotted_name(node.value) or "").rpartition(".")[2]
            waiting.append((node.value, types))
            if kind == "Annotated" and isinstance(node.slice, ast.Tuple):
                waiting.append((node.slice.elts[0], types))
                waiting += [(each, False) for each in node.slice.elts[1:]]
            else:
                waiting.append((node.slice, types and kind != "Literal"))
            continue
        inside = types and not isinstance(node, ast.Call)
        waiting += [(each, inside) for each in ast.iter_child_nodes(node)]


def _quoted_names(text: str) -> list[str]:
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    dotted = (
        dotted_name(node)
        for node in _type_nodes(tree.body)
        if isinstance(node, ast.Name | ast.Attribute)
    )
    return [name for name in dotted if name]
