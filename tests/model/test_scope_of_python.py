"""Whose a name is, Python itself decides: what it says of its own library, we say too."""

from __future__ import annotations

import ast
import importlib.util
import symtable
from collections.abc import Iterator
from pathlib import Path

import pytest

from reactor_nb.model.reader import read_facts

MODULES = [
    *("argparse", "asyncio.base_events", "contextlib", "dataclasses", "difflib", "enum"),
    *("functools", "http.client", "inspect", "logging", "pdb", "pickle", "random", "shutil"),
    *("statistics", "tarfile", "threading", "traceback", "typing", "unittest.mock", "uuid"),
    *("xml.dom.minidom", "zipfile"),
]


class _Plain(ast.NodeTransformer):
    """Takes the types away, which functions keep but never need."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(arg=node.arg)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is None:
            return ast.Pass()
        self.generic_visit(node)
        return ast.Assign(targets=[node.target], value=node.value)


def statements() -> Iterator[tuple[str, str]]:
    for name in MODULES:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
            continue
        tree = _Plain().visit(ast.parse(Path(spec.origin).read_text(encoding="utf-8")))
        for node in ast.fix_missing_locations(tree).body:
            yield name, ast.unparse(node)


def tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from tables(child)


def of_python(source: str) -> tuple[set[str], set[str], set[str], set[str]]:
    """Return the names that a statement binds, uses of its module, binds late, and may use.

    Of a name that a class both uses and binds, Python decides only when it runs.
    """
    top = symtable.symtable(source, "<statement>", "exec")
    binds = {each.get_name() for each in top.get_symbols() if each.is_local()}
    uses = {each.get_name() for each in top.get_symbols() if each.is_referenced()}
    late: set[str] = set()
    perhaps: set[str] = set()
    for table in tables(top):
        for each in table.get_symbols():
            if each.is_global() and each.is_referenced():
                uses.add(each.get_name())
            if each.is_declared_global() and each.is_assigned():
                late.add(each.get_name())
            if table.get_type() == "class" and each.is_local() and each.is_referenced():
                perhaps.add(each.get_name())
    return binds, uses, late, perhaps


@pytest.mark.filterwarnings("ignore")
def test_of_the_standard_library_every_name_is_found_where_python_finds_it() -> None:
    seen = 0
    for module, source in statements():
        binds, uses, late, perhaps = of_python(source)
        facts = read_facts(ast.parse(source).body)
        used = {*facts.bare, *(each.partition(".")[0] for each in facts.dotted)}
        changed = {*facts.changes, *facts.changes_later, *facts.effects}
        where = f"{module}: {source[:300]}"

        defined = {*facts.defines, *facts.deletes}
        assert defined <= binds, where
        assert binds - defined <= set(facts.changes), where  # as ``x += 1``
        assert used - perhaps - set(facts.changes) <= uses, where
        assert uses <= used | set(facts.deletes), where
        assert {*facts.now, *facts.later} <= used, where
        assert used - {*facts.now, *facts.later} <= binds | perhaps, where
        assert changed <= used | binds, where
        assert set(facts.late) == late, where
        seen += 1
    assert seen > 1000
