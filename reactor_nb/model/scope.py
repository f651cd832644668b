"""Reads a statement in the order in which it runs and finds the names it uses."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reactor_nb.model.facts import (
    MUTATORS,
    TAKERS,
    Facts,
    all_arguments,
    annotation_names,
    bound_name,
    dotted_name,
    place_of,
    root_name,
    signature_names,
    type_parameters,
)

_Function = (ast.FunctionDef, ast.AsyncFunctionDef)
_Comprehension = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


_NO_ARGUMENTS = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])


def read_facts(nodes: Iterable[ast.AST]) -> Facts:
    """Return the facts of some nodes that stand at the top of a module, in running order."""
    reader = _Reader()
    for node in nodes:
        reader.visit(node)
    return reader.facts


@dataclass(slots=True)
class _Scope:
    kind: str
    names: set[str] = field(default_factory=set)
    globals: set[str] = field(default_factory=set)


def _function_scope(arguments: ast.arguments, body: Sequence[ast.AST]) -> _Scope:
    scope = _Scope("function", {each.arg for each in all_arguments(arguments)})
    outer: set[str] = set()
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Global):
            scope.globals.update(node.names)
        elif isinstance(node, ast.Nonlocal):
            outer.update(node.names)
        elif isinstance(node, _Comprehension):
            scope.names.update(_walrus_names(node))
        else:
            scope.names.update(_bound_by(node))
            if not isinstance(node, (*_Function, ast.ClassDef, ast.Lambda)):
                waiting.extend(ast.iter_child_nodes(node))
    scope.names -= scope.globals | outer
    return scope


def _walrus_names(node: ast.AST) -> set[str]:
    walk = ast.walk(node)
    return {each.target.id for each in walk if isinstance(each, ast.NamedExpr)}


def _bound_by(node: ast.AST) -> Iterable[str]:
    """Return the names that a node itself binds, its children aside."""
    if isinstance(node, ast.Name):
        return () if isinstance(node.ctx, ast.Load) else (node.id,)
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [bound_name(alias) for alias in node.names]
    if isinstance(node, ast.MatchMapping):
        return (node.rest,) if node.rest else ()
    name = getattr(node, "name", None)
    return (name,) if isinstance(name, str) and not isinstance(node, ast.alias) else ()


class _Reader(ast.NodeVisitor):
    """Walks code in the order in which it runs and notes each use of a global name."""

    def __init__(self) -> None:
        self.facts = Facts()
        self._scopes = [_Scope("module")]
        self._depth = 0  # how many functions stand around the current node
        self._bound: set[str] = set()  # module names that are surely bound at this point

    # --- names

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self._store(node.id, node)
        elif isinstance(node.ctx, ast.Load):
            self._load(node.id, node)

    def _is_local(self, name: str) -> bool:
        innermost = self._scopes[-1]
        for scope in reversed(self._scopes[1:]):
            if name in scope.globals:
                return False
            if scope.kind == "class" and scope is not innermost:
                continue
            if name in scope.names:
                return True
        return False

    def _load(self, name: str, node: ast.AST) -> None:
        if self._is_local(name):
            return
        if self._depth:
            self.facts.later.setdefault(name, place_of(node))
        elif name not in self._bound:
            self.facts.now.setdefault(name, place_of(node))

    def _store(self, name: str, node: ast.AST, scope: _Scope | None = None) -> None:
        scope = scope or self._scopes[-1]
        if scope.kind == "module":
            self.facts.defines.setdefault(name, place_of(node))
            self._bound.add(name)
        elif name in scope.globals:
            self.facts.late.setdefault(name, place_of(node))
        elif scope.kind == "class":
            scope.names.add(name)

    def _change(self, target: ast.expr, into: str = "changes") -> None:
        root = root_name(target)
        if root is None or self._is_local(root.id):
            return
        if self._depth:
            self.facts.changes_later.setdefault(root.id, place_of(root))
        elif root.id not in self._bound:
            getattr(self.facts, into).setdefault(root.id, place_of(root))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        dotted = dotted_name(node)
        if dotted is None:
            self.visit(node.value)
            return
        self._use_dotted(dotted, node)
        root = root_name(node)
        if root is not None:
            self._load(root.id, root)

    def _use_dotted(self, dotted: str, node: ast.AST) -> None:
        root, _, rest = dotted.partition(".")
        if self._is_local(root):
            # A local name can still be a module: ``def f(): import os; os.environ``.
            root = self.facts.aliases.get(root, "")
        if root:
            self.facts.dotted.setdefault(f"{root}.{rest}", place_of(node))

    def visit_BinOp(self, node: ast.BinOp) -> None:
        # A sum of a thousand parts is a thousand levels deep.
        parts: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp):
            parts.append(left.right)
            left = left.left
        for part in [left, *reversed(parts)]:
            self.visit(part)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        scope = next(each for each in reversed(self._scopes) if each.kind != "comprehension")
        self._store(node.target.id, node.target, scope)

    # --- statements that bind or change

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            self._target(target)

    def _target(self, target: ast.expr) -> None:
        if isinstance(target, ast.Attribute | ast.Subscript):
            self._change(target)
        self.visit(target)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if self._scopes[-1].kind == "class":
            self._field(node.annotation)
        elif not self._depth:
            plain, quoted = annotation_names(node.annotation)
            self.facts.hints.update(plain | quoted)
        if node.value:
            self.visit(node.value)
            self._target(node.target)

    def _field(self, annotation: ast.expr) -> None:
        """A class keeps the types of its fields; who reads them needs the names."""
        plain, quoted = annotation_names(annotation)
        for name, place in plain.items():
            if not self._is_local(name):
                (self.facts.later if self._depth else self.facts.now).setdefault(name, place)
        for name, place in quoted.items():
            if not self._is_local(name):
                self.facts.maybe.setdefault(name, place)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.visit(node.value)
        target = node.target
        self._change(target)
        if not isinstance(target, ast.Name):
            self.visit(target)
            return
        self._load(target.id, target)
        if self._scopes[-1].kind != "module":
            self._store(target.id, target)

    def visit_Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            self._target(target)

    def visit_Expr(self, node: ast.Expr) -> None:
        value = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
            self._change(value.func, "changes" if value.func.attr in MUTATORS else "effects")
        self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in TAKERS:
            self._change(function)
        if isinstance(function, ast.Name) and function.id in {"setattr", "delattr"} and node.args:
            self._change(node.args[0])
        self._spelled_out(node)
        self.generic_visit(node)

    def _spelled_out(self, node: ast.Call) -> None:
        """Note ``getattr(os, "environ")`` and ``import_module("sqlite3")`` as what they are."""
        called = dotted_name(node.func) or ""
        texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
        text = texts[0] if texts and isinstance(texts[0], str) else None
        if text is None:
            return
        if called == "getattr" and (base := dotted_name(node.args[0])):
            self._use_dotted(f"{base}.{text}", node)
        elif called == "__import__" or called.endswith("import_module"):
            self.facts.imports.setdefault(text, place_of(node))

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.facts.imports.setdefault(alias.name, place_of(node))
            name = bound_name(alias)
            self.facts.aliases[name] = alias.name if alias.asname else name
            self._store(name, node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = "." * node.level + (node.module or "")
        self.facts.imports.setdefault(module, place_of(node))
        for alias in node.names:
            if alias.name == "*":
                self.facts.star.append(module)
                continue
            name = bound_name(alias)
            self.facts.aliases[name] = f"{module}.{alias.name}"
            self.facts.dotted.setdefault(f"{module}.{alias.name}", place_of(node))
            self._store(name, node)

    # --- blocks: what one branch binds is not sure to be bound after it

    def _branch(self, *parts: ast.AST | Sequence[ast.AST]) -> None:
        before = set(self._bound)
        for part in parts:
            for node in [part] if isinstance(part, ast.AST) else part:
                self.visit(node)
        self._bound = before

    def visit_If(self, node: ast.If) -> None:
        self.visit(node.test)
        self._branch(node.body)
        self._branch(node.orelse)

    def visit_While(self, node: ast.While) -> None:
        self.visit(node.test)
        self._branch(node.body)
        self._branch(node.orelse)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self._branch(node.target, node.body)
        self._branch(node.orelse)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self._await(node)
        self.visit_For(node)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> None:
        self._await(node)
        self.generic_visit(node)

    def visit_Await(self, node: ast.Await) -> None:
        self._await(node)
        self.generic_visit(node)

    def _await(self, node: ast.AST) -> None:
        if not self._depth and self.facts.awaits is None:
            self.facts.awaits = place_of(node)

    def visit_Try(self, node: ast.Try | ast.TryStar) -> None:
        self._branch(node.body, node.orelse)
        for handler in node.handlers:
            self._branch(handler)
        for each in node.finalbody:
            self.visit(each)

    def visit_TryStar(self, node: ast.TryStar) -> None:
        self.visit_Try(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.type:
            self.visit(node.type)
        if node.name:
            self._store(node.name, node)
        for each in node.body:
            self.visit(each)

    def visit_match_case(self, node: ast.match_case) -> None:
        self._branch(node.pattern, [node.guard] if node.guard else [], node.body)

    def _pattern(self, node: ast.AST) -> None:
        self.generic_visit(node)
        for name in _bound_by(node):
            self._store(name, node)

    visit_MatchAs = visit_MatchStar = visit_MatchMapping = _pattern

    # --- scopes

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for decorator in node.decorator_list:
            self.visit(decorator)
        self._defaults(node.args)
        self.facts.hints.update(signature_names(node))
        self._store(node.name, node)
        self._function(node, node.args, node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._defaults(node.args)
        self._function(node, node.args, [node.body])

    def _defaults(self, arguments: ast.arguments) -> None:
        for default in [*arguments.defaults, *arguments.kw_defaults]:
            if default:
                self.visit(default)

    def _function(self, node: ast.AST, arguments: ast.arguments, body: Sequence[ast.AST]) -> None:
        scope = _function_scope(arguments, body)
        scope.names |= type_parameters(node)
        self._scopes.append(scope)
        self._depth += 1
        for each in body:
            self.visit(each)
        self._depth -= 1
        self._scopes.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for decorator in node.decorator_list:
            self.visit(decorator)
        self._scopes.append(_Scope("comprehension", type_parameters(node)))
        for each in [*node.bases, *node.keywords]:
            self.visit(each)
        self._scopes.append(_Scope("class"))
        for statement in node.body:
            self.visit(statement)
        del self._scopes[-2:]
        self._store(node.name, node)

    def _comprehension(self, node: ast.AST) -> None:
        generators: list[ast.comprehension] = getattr(node, "generators", [])
        self.visit(generators[0].iter)
        targets = [name for each in generators for name in ast.walk(each.target)]
        names = {each.id for each in targets if isinstance(each, ast.Name)}
        self._scopes.append(_Scope("comprehension", names))
        for index, generator in enumerate(generators):
            if generator.is_async:
                self._await(node)
            for each in [*([generator.iter] if index else []), generator.target, *generator.ifs]:
                self.visit(each)
        for part in ("elt", "key", "value"):
            if hasattr(node, part):
                self.visit(getattr(node, part))
        self._scopes.pop()

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def visit_TypeAlias(self, node: ast.AST) -> None:
        name: ast.Name = getattr(node, "name")  # noqa: B009 - Python 3.11 has no such node
        self._store(name.id, node)
        self._function(node, _NO_ARGUMENTS, [getattr(node, "value")])  # noqa: B009
