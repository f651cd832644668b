"""Reads a statement in the order in which it runs and finds the names it uses."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from reactor_nb.model.facts import (
    MUTATORS,
    TAKERS,
    Facts,
    all_arguments,
    annotation_names,
    bound_name,
    constant_text,
    dotted_name,
    import_path,
    place_of,
    root_name,
    signature_names,
    spelled_import,
    type_parameters,
)
from reactor_nb.model.scope import CLASS, FUNCTION, INNER, Role, Scope, Scopes, Use

_NO_ARGUMENTS = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])


def read_facts(nodes: Iterable[ast.AST]) -> Facts:
    """Return the facts of some nodes that stand at the top of a module, in running order."""
    reader = _Reader()
    for node in nodes:
        reader.visit(node)
    return reader.scopes.facts


class _Reader:
    """Walks code in the order in which it runs and notes each use of a global name."""

    def __init__(self) -> None:
        self.scopes = Scopes()

    def visit(self, node: ast.AST) -> None:
        """Read one node and what is in it."""
        handler = _HANDLERS.get(node.__class__)
        if handler is None:
            self._inside(node)
        else:
            handler(self, node)

    def _inside(self, node: ast.AST) -> None:
        for name in node._fields:
            value = getattr(node, name, None)
            if value.__class__ is list:
                for each in value:
                    if isinstance(each, ast.AST):
                        self.visit(each)
            elif isinstance(value, ast.AST):
                self.visit(value)

    def _all(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)

    def _nothing(self, node: ast.AST) -> None:
        """A node that names nothing."""

    # --- names

    def _name(self, node: ast.Name) -> None:
        kind = node.ctx.__class__
        if kind is ast.Load:
            self.scopes.use(Use(node.id, place_of(node)))
        elif kind is ast.Store:
            self.scopes.bind(node.id, place_of(node))
        else:
            self.scopes.unbind(node.id, place_of(node))

    def _attribute(self, node: ast.Attribute) -> None:
        dotted = dotted_name(node)
        if dotted is None:
            self.visit(node.value)
        else:
            self._dotted(dotted, node)

    def _dotted(self, dotted: str, node: ast.AST, role: Role = "value") -> None:
        self.scopes.use(Use.of(dotted, place_of(node), role))

    def _change(self, target: ast.expr, role: Role = "changes") -> None:
        root = root_name(target)
        if root is not None:
            # Of ``x.a[1].b`` nothing is known after the bracket.
            self._dotted(_known(target) or root.id, root, role)

    def _bin_op(self, node: ast.BinOp) -> None:
        # A sum of a thousand parts is a thousand levels deep.
        parts: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp):
            parts.append(left.right)
            left = left.left
        self.visit(left)
        self._all(reversed(parts))

    def _named_expr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self.scopes.bind(node.target.id, place_of(node.target), walrus=True)

    # --- statements that bind or change

    def _assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            self._target(target)

    def _target(self, target: ast.expr) -> None:
        if isinstance(target, ast.Attribute | ast.Subscript):
            self._change(target)
        self.visit(target)

    def _ann_assign(self, node: ast.AnnAssign) -> None:
        scopes = self.scopes
        if scopes.innermost.kind is CLASS:
            self._field(node.annotation)
        elif not scopes.depth:
            plain, quoted = annotation_names(node.annotation)
            scopes.facts.hints.update(plain | quoted)
        if node.value:
            self.visit(node.value)
            self._target(node.target)

    def _field(self, annotation: ast.expr) -> None:
        """A class keeps the types of its fields; who reads them needs the names."""
        plain, quoted = annotation_names(annotation)
        for dotted, place in plain.items():
            self.scopes.use(Use.of(dotted, place))
        for dotted, place in quoted.items():
            self.scopes.use(Use.of(dotted, place, "maybe"))

    def _aug_assign(self, node: ast.AugAssign) -> None:
        self.visit(node.value)
        target = node.target
        if not isinstance(target, ast.Name):
            self._target(target)
            return
        place = place_of(target)
        self.scopes.use(Use(target.id, place, role="changes"))
        self.scopes.use(Use(target.id, place))
        if self.scopes.innermost.kind != "module":
            self.scopes.bind(target.id, place)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            self._target(target)

    def _expr(self, node: ast.Expr) -> None:
        value = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
            known = value.func.attr in MUTATORS
            self._change(value.func.value, "changes" if known else "effects")
        self.visit(node.value)

    def _global(self, node: ast.Global) -> None:
        self.scopes.innermost.globals.update(node.names)

    def _nonlocal(self, node: ast.Nonlocal) -> None:
        self.scopes.innermost.outer.update(node.names)

    # --- calls that mean more than they look

    def _call(self, node: ast.Call) -> None:
        function = node.func
        arguments: Sequence[ast.expr] = node.args
        if isinstance(function, ast.Attribute) and function.attr in TAKERS:
            self._change(function.value)
        if isinstance(function, ast.Name) and arguments:
            if function.id in {"setattr", "delattr"}:
                self._change(arguments[0])
            elif function.id == "exec":
                self._exec(constant_text(arguments[0]), node)
        if self._spelled_out(node):
            arguments = arguments[1:]
        self.visit(function)
        self._all(arguments)
        self._all(node.keywords)

    def _exec(self, text: str | None, node: ast.Call) -> None:
        # In a function its names are its own, unless they can be read here and say otherwise.
        if text is not None or not self.scopes.depth:
            self.scopes.facts.made.append((text, place_of(node)))

    def _spelled_out(self, node: ast.Call) -> bool:
        """Note ``getattr(os, "environ")`` and ``import_module("sqlite3")`` as what they are.

        Returns:
            Whether the first argument is thereby read.
        """
        if (text := spelled_import(node)) is not None:
            self.scopes.facts.imports.setdefault(text, place_of(node))
            self.scopes.facts.spelled.setdefault(text, place_of(node))
        elif getattr(node.func, "id", "") == "getattr" and len(node.args) > 1:
            base, text = dotted_name(node.args[0]), constant_text(node.args[1])
            if base and text is not None:
                self._dotted(f"{base}.{text}", node)
                return True
        return False

    def _import(self, node: ast.Import) -> None:
        place = place_of(node)
        for alias in node.names:
            self.scopes.facts.imports.setdefault(alias.name, place)
            name = bound_name(alias)
            self.scopes.bind_import(name, alias.name if alias.asname else name, place)

    def _import_from(self, node: ast.ImportFrom) -> None:
        module = "." * node.level + (node.module or "")
        place = place_of(node)
        self.scopes.facts.imports.setdefault(module, place)
        for alias in node.names:
            if alias.name == "*":
                self.scopes.facts.star.append(module)
            else:
                self.scopes.bind_import(bound_name(alias), import_path(module, alias.name), place)

    # --- blocks: what one branch binds is not sure to be bound after it

    def _branch(self, *parts: Sequence[ast.AST]) -> None:
        before = set(self.scopes.bound)
        for part in parts:
            self._all(part)
        self.scopes.bound = before

    def _if(self, node: ast.If | ast.While) -> None:
        self.visit(node.test)
        self._branch(node.body)
        self._branch(node.orelse)

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        if isinstance(node, ast.AsyncFor):
            self._waits(node)
        self.visit(node.iter)
        self._branch([node.target], node.body)
        self._branch(node.orelse)

    def _await(self, node: ast.AST) -> None:
        self._waits(node)
        self._inside(node)

    def _waits(self, node: ast.AST) -> None:
        if not self.scopes.depth and self.scopes.facts.awaits is None:
            self.scopes.facts.awaits = place_of(node)

    def _try(self, node: ast.Try | ast.TryStar) -> None:
        self._branch(node.body, node.orelse)
        for handler in node.handlers:
            self._branch([handler])
        self._all(node.finalbody)

    def _except(self, node: ast.ExceptHandler) -> None:
        if node.type:
            self.visit(node.type)
        if node.name:
            self.scopes.bind(node.name, place_of(node))
        self._all(node.body)

    def _case(self, node: ast.match_case) -> None:
        self._branch([node.pattern], [node.guard] if node.guard else [], node.body)

    def _pattern(self, node: ast.MatchAs | ast.MatchStar | ast.MatchMapping) -> None:
        self._inside(node)
        name = node.rest if isinstance(node, ast.MatchMapping) else node.name
        if name:
            self.scopes.bind(name, place_of(node))

    # --- scopes

    def _function_def(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._all(node.decorator_list)
        self._defaults(node.args)
        self.scopes.facts.hints.update(signature_names(node))
        self.scopes.bind(node.name, place_of(node))
        self._function(node, node.args, node.body)

    def _lambda(self, node: ast.Lambda) -> None:
        self._defaults(node.args)
        # What it returns, a handler drops: ``on_click=lambda: rows.append(1)``.
        self._function(node, node.args, [ast.copy_location(ast.Expr(node.body), node.body)])

    def _defaults(self, arguments: ast.arguments) -> None:
        self._all(arguments.defaults)
        self._all(each for each in arguments.kw_defaults if each)

    def _function(self, node: ast.AST, arguments: ast.arguments, body: Sequence[ast.AST]) -> None:
        scope = Scope(FUNCTION, [each.arg for each in all_arguments(arguments)])
        scope.names |= type_parameters(node)
        self.scopes.enter(scope)
        self._all(body)
        self.scopes.leave()

    def _class_def(self, node: ast.ClassDef) -> None:
        self._all(node.decorator_list)
        self.scopes.enter(Scope(INNER, type_parameters(node)))
        self._all(node.bases)
        self._all(node.keywords)
        self.scopes.enter(Scope(CLASS))
        self._all(node.body)
        self.scopes.leave()
        self.scopes.leave()
        self.scopes.bind(node.name, place_of(node))

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> None:
        self._generators(node, node.generators, [node.elt])

    def _dict_comp(self, node: ast.DictComp) -> None:
        self._generators(node, node.generators, [node.key, node.value])

    def _generators(
        self, node: ast.AST, generators: Sequence[ast.comprehension], results: Sequence[ast.AST]
    ) -> None:
        self.visit(generators[0].iter)
        targets = [name for each in generators for name in ast.walk(each.target)]
        self.scopes.enter(Scope(INNER, [each.id for each in targets if isinstance(each, ast.Name)]))
        for index, generator in enumerate(generators):
            if generator.is_async:
                self._waits(node)
            if index:
                self.visit(generator.iter)
            self.visit(generator.target)
            self._all(generator.ifs)
        self._all(results)
        self.scopes.leave()

    def _type_alias(self, node: Any) -> None:  # Python 3.11 has no such node
        self.scopes.bind(node.name.id, place_of(node))
        self._function(node, _NO_ARGUMENTS, [node.value])


def _known(node: ast.expr) -> str | None:
    """Return the dotted name at the left end of an expression: ``a.b`` of ``a.b[1].c``."""
    while True:
        dotted = dotted_name(node)
        if dotted is not None:
            return dotted
        if isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return None


_Handler = Callable[[_Reader, Any], None]
_HANDLERS: dict[type[ast.AST], _Handler] = {
    ast.AnnAssign: _Reader._ann_assign,
    ast.Assign: _Reader._assign,
    ast.AsyncFor: _Reader._for,
    ast.AsyncFunctionDef: _Reader._function_def,
    ast.AsyncWith: _Reader._await,
    ast.Attribute: _Reader._attribute,
    ast.AugAssign: _Reader._aug_assign,
    ast.Await: _Reader._await,
    ast.BinOp: _Reader._bin_op,
    ast.Call: _Reader._call,
    ast.ClassDef: _Reader._class_def,
    ast.Constant: _Reader._nothing,
    ast.Delete: _Reader._delete,
    ast.DictComp: _Reader._dict_comp,
    ast.ExceptHandler: _Reader._except,
    ast.Expr: _Reader._expr,
    ast.For: _Reader._for,
    ast.FunctionDef: _Reader._function_def,
    ast.GeneratorExp: _Reader._comprehension,
    ast.Global: _Reader._global,
    ast.If: _Reader._if,
    ast.Import: _Reader._import,
    ast.ImportFrom: _Reader._import_from,
    ast.Lambda: _Reader._lambda,
    ast.ListComp: _Reader._comprehension,
    ast.Load: _Reader._nothing,
    ast.MatchAs: _Reader._pattern,
    ast.MatchMapping: _Reader._pattern,
    ast.MatchStar: _Reader._pattern,
    ast.Name: _Reader._name,
    ast.NamedExpr: _Reader._named_expr,
    ast.Nonlocal: _Reader._nonlocal,
    ast.SetComp: _Reader._comprehension,
    ast.Store: _Reader._nothing,
    ast.Try: _Reader._try,
    ast.TryStar: _Reader._try,
    ast.While: _Reader._if,
    ast.match_case: _Reader._case,
}
if hasattr(ast, "TypeAlias"):
    _HANDLERS[ast.TypeAlias] = _Reader._type_alias
