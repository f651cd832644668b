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


def not_at_start(trees: Mapping[str, ast.Module], roots: Sequence[str]) -> set[str]:
    """Return the names of modules that are imported by functions alone when they are called.

    Args:
        trees: the modules by their paths.
        roots: what is imported first.
    """
    names = {module_name(path): tree for path, tree in trees.items()}
    waiting = list(roots)
    while waiting:
        tree = names.pop(waiting.pop(), None)
        if tree is not None:
            top = (one for one in tree.body if isinstance(one, (ast.Import, ast.ImportFrom)))
            waiting += _imports(ast.Module([*top], []))
    return set(names)


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
    has none here. From what is in use at first, every name that it reads is followed: what is read
    in the same module, imported from another one, or stands there as a text.

    Args:
        trees: the modules by their paths; they are changed.
        public: the modules whose names are all in use.
        entries: names in use of other modules.
    """
    uses = _Uses({module_name(path): tree for path, tree in trees.items()})
    for module in public:
        uses.add_all(module)
    for module, names in entries.items():
        for name in names:
            uses.add(module, name)
    uses.follow()
    left = {path: tree for path, tree in trees.items() if module_name(path) in uses.names}
    for path, tree in left.items():
        kept = uses.names[module_name(path)]
        tree.body = [statement for statement in tree.body if _is_needed(statement, kept)]
    return left


class _Uses(ast.NodeVisitor):
    """Which names of which modules are in use.

    Args:
        trees: the modules by their names.
    """

    def __init__(self, trees: Mapping[str, ast.Module]) -> None:
        self.names: dict[str, set[str]] = {}
        self._trees = trees
        self._module = ""
        self._waiting: list[tuple[str, ast.stmt]] = []
        self._imported = {name: _imported_names(tree) for name, tree in trees.items()}

    def add(self, module: str, name: str) -> None:
        """Use a name of a module, which may also be a module in a package."""
        self._enter(module)
        if name in self.names.get(module, (name,)):
            return
        self.names[module].add(name)
        body = self._trees[module].body
        self._waiting += [(module, part) for part in body if _defined(part) == name]
        if origin := self._imported[module].get(name):
            self._import(*origin)

    def add_all(self, module: str) -> None:
        """Use every name of a module."""
        self._enter(module)
        if tree := self._trees.get(module):
            for name in {*self._imported[module], *filter(None, map(_defined, tree.body))}:
                self.add(module, name)

    def follow(self) -> None:
        """Use what is used by what is in use, until nothing is new."""
        while self._waiting:
            self._module, statement = self._waiting.pop()
            self.visit(statement)

    def _enter(self, module: str) -> None:
        """Run a module, after the packages that it lies in."""
        if module not in self._trees or module in self.names:
            return
        self.names[module] = set()
        self._enter(module.rpartition(".")[0])
        for statement in self._trees[module].body:
            if _defined(statement) is None and not isinstance(statement, ast.ImportFrom):
                self._waiting.append((module, statement))

    def _import(self, module: str, name: str) -> None:
        self.add(module, name)
        self._enter(f"{module}.{name}")

    def visit_Name(self, node: ast.Name) -> None:
        """Use a name of the same module; of a module as a whole, everything."""
        self.add(self._module, node.id)
        if origin := self._imported[self._module].get(node.id):
            self.add_all(".".join(origin))

    def visit_Constant(self, node: ast.Constant) -> None:
        """Use a name that stands there as a text."""
        if isinstance(node.value, str):
            self.add(self._module, node.value)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Use a name of another module."""
        match node.value:
            case ast.Name(id=name) if name in self._imported[self._module]:
                self.add(self._module, name)
                self.add(".".join(self._imported[self._module][name]), node.attr)
            case _:
                self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        """Use all of a module."""
        for alias in node.names:
            self.add_all(alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Use names of another module, or all of it."""
        for alias in node.names:
            self._import(str(node.module), alias.name)
            self.add_all(f"{node.module}.{alias.name}")


def _imported_names(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """Where the names come from that a module imports at its top."""
    return {
        alias.asname or alias.name: (str(statement.module), alias.name)
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }


def _defined(statement: ast.stmt) -> str | None:
    """Return the name that a statement gives to something, if that is all it does."""
    match statement:
        case (
            ast.FunctionDef(name=name, decorator_list=[])
            | ast.AsyncFunctionDef(name=name, decorator_list=[])
            | ast.ClassDef(name=name, decorator_list=[])
        ):
            return name
        case TypeName(targets=[ast.Name(id=name)]):
            return name
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_harmless(value):
            return name
        case _:
            return None


def _is_needed(statement: ast.stmt, kept: set[str]) -> bool:
    match statement:
        case ast.ImportFrom(names=names):
            statement.names = [name for name in names if (name.asname or name.name) in kept]
            return bool(statement.names)
        case _:
            name = _defined(statement)
            return name is None or name in kept


def _is_harmless(value: ast.expr) -> bool:
    calls = [node.func for node in ast.walk(value) if isinstance(node, ast.Call)]
    names = {getattr(call, "attr", getattr(call, "id", "")) for call in calls}
    return names <= _HARMLESS
