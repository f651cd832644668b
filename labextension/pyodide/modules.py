"""Which modules of our package a page needs, and what in them nothing uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from shrink import TypeName

# Functions that do nothing but return a value.
_HARMLESS = {"TypeVar", "compile", "dict", "frozenset", "set", "tuple"}


def module_name(path: str) -> str:
    """Return the name that a file is imported by."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def reachable(folder: Path, roots: Sequence[str], elsewhere: str) -> dict[str, ast.Module]:
    """Return the modules that some modules import, directly or not, by their paths.

    Imports inside functions count; those for a type checker alone do not, nor does the one package
    that runs elsewhere.
    """
    found: dict[str, ast.Module] = {}
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        path = _path_of(folder, name)
        if path is None or path in found or f"{name}.".startswith(f"{elsewhere}."):
            continue
        found[path] = ast.parse((folder / path).read_bytes())
        waiting += _imports(found[path])
    return found


def _path_of(folder: Path, name: str) -> str | None:
    base = name.replace(".", "/")
    paths = (f"{base}.py", f"{base}/__init__.py")
    return next((path for path in paths if (folder / path).is_file()), None)


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.Import(names=names):
                modules = [name.name for name in names]
            case ast.ImportFrom(module=str(module), names=names):
                modules = [module, *(f"{module}.{name.name}" for name in names)]
            case _:
                modules = []
        for module in modules:
            parts = module.split(".")
            yield from (".".join(parts[:count]) for count in range(1, len(parts) + 1))
        yield from _imports(node)


def drop_unused(
    trees: Mapping[str, ast.Module], public: Sequence[str], entries: Mapping[str, set[str]]
) -> dict[str, ast.Module]:
    """Return the modules without what nothing in them uses.

    Without annotations many imports and names of types have no use, and what only other hosts call
    has none here. A name is in use if its module reads it, if another one imports it, or if it
    stands anywhere as an attribute or a text.

    Args:
        trees: the modules by their paths; they are changed.
        public: the modules whose names are all in use.
        entries: names in use of other modules.
    """
    roots = {*public, *entries}
    trees = dict(trees)
    changed = True
    while changed:
        imported = _imported_names(trees)
        attributes = {name for tree in trees.values() for name in _attributes(tree)}
        changed = False
        for path, tree in trees.items():
            name = module_name(path)
            if name not in public:
                kept = (
                    _read(tree) | attributes | imported.get(name, set()) | entries.get(name, set())
                )
                changed |= _drop_from(tree, kept)
        used = roots.union(*(_imports(tree) for tree in trees.values()))
        used |= {name.rpartition(".")[0] for name in used}
        trees = {path: tree for path, tree in trees.items() if module_name(path) in used}
    return trees


def _attributes(tree: ast.Module) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def _read(tree: ast.Module) -> set[str]:
    names = set()
    for statement in tree.body:
        if _assigned(statement) == "__all__":
            continue
        for node in ast.walk(statement):
            match node:
                case ast.Name(id=name, ctx=ast.Load()) | ast.Constant(value=str(name)):
                    names.add(name)
    return names


def _imported_names(trees: Mapping[str, ast.Module]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                names.setdefault(node.module, set()).update(alias.name for alias in node.names)
    return names


def _drop_from(tree: ast.Module, kept: set[str]) -> bool:
    before = _size(tree)
    tree.body = [statement for statement in tree.body if _is_needed(statement, kept)]
    return _size(tree) != before


def _size(tree: ast.Module) -> int:
    return sum(len(getattr(statement, "names", ".")) for statement in tree.body)


def _is_needed(statement: ast.stmt, kept: set[str]) -> bool:
    match statement:
        case ast.ImportFrom(module="__future__"):
            return True
        case ast.ImportFrom(names=names):
            statement.names = [name for name in names if (name.asname or name.name) in kept]
            return bool(statement.names)
        case (
            ast.FunctionDef(name=name, decorator_list=[])
            | ast.AsyncFunctionDef(name=name, decorator_list=[])
            | ast.ClassDef(name=name, decorator_list=[])
        ):
            return name in kept
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name in kept or not (_is_type(statement) or _is_harmless(value))
        case _:
            return True


def _assigned(statement: ast.stmt) -> str | None:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
        case _:
            return None


def _is_type(statement: ast.stmt) -> bool:
    return isinstance(statement, TypeName)


def _is_harmless(value: ast.expr) -> bool:
    calls = [node.func for node in ast.walk(value) if isinstance(node, ast.Call)]
    names = {getattr(call, "attr", getattr(call, "id", "")) for call in calls}
    return names <= _HARMLESS
