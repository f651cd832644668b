"""What the names of a notebook stand for, followed through imports and plain aliases."""

from __future__ import annotations

import ast

from reactor_nb.model.facts import Facts, dotted_name

_PUBLIC = frozenset(
    {
        *("action", "api", "component", "computed", "data_dir", "error_page", "layout"),
        *("middleware", "not_found", "page", "public", "state"),
    }
)


class Meanings:
    """A growing table: name in the notebook → dotted name of what it imports."""

    def __init__(self) -> None:
        self._meanings: dict[str, str] = {}
        self._star = False

    def learn(self, node: ast.stmt, facts: Facts) -> None:
        """Take in one statement, in file order."""
        for name in facts.defines:
            self._meanings.pop(name, None)
        self._meanings.update({n: facts.aliases[n] for n in facts.defines if n in facts.aliases})
        self._star = self._star or "reactor_nb" in facts.star
        if is_plain_alias(node):
            assert isinstance(node, ast.Assign)
            meaning = self.of(dotted_name(node.value) or "")
            if meaning:
                self._meanings.update(dict.fromkeys(facts.defines, meaning))

    def of(self, dotted: str) -> str | None:
        """Return what a dotted name of the notebook stands for, if it was imported."""
        root, dot, rest = dotted.partition(".")
        if root in self._meanings:
            return self._meanings[root] + dot + rest
        return f"reactor_nb.{root}" if self._star and root in _PUBLIC and not dot else None

    def ours(self, node: ast.expr) -> str | None:
        """Return ``page``, ``action``, … when an expression is that name of this package."""
        dotted = dotted_name(node)
        return our_name(self.of(dotted)) if dotted else None


def our_name(meaning: str | None) -> str | None:
    """Return the public name of this package that a dotted name ends in."""
    package, _, rest = (meaning or "").partition(".")
    name = rest.rpartition(".")[2]
    return name if package == "reactor_nb" and name in _PUBLIC else None


def is_plain_alias(node: ast.stmt) -> bool:
    """Tell whether a statement only gives a name another name: ``c = component``."""
    if not isinstance(node, ast.Assign) or dotted_name(node.value) is None:
        return False
    return all(isinstance(target, ast.Name) for target in node.targets)
