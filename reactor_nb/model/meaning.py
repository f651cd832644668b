"""What the names of a notebook stand for, followed through imports and plain aliases."""

from __future__ import annotations

import ast
from collections.abc import Callable

from reactor_nb.model.facts import Facts, dotted_name
from reactor_nb.model.modules import absolute

_PUBLIC = frozenset(
    {
        *("action", "api", "component", "computed", "data_dir", "error_page", "layout"),
        *("middleware", "not_found", "page", "public", "state"),
    }
)


Asked = tuple[str | None, bool, bool]
"""What is known of a name: what it stands for, whether it makes components, of any by ``*``."""


class Meanings:
    """A growing table: name in one module → dotted name of what it imports.

    Args:
        package: the package that relative imports start from.
        follow: gives what a dotted name stands for, where it leads into a module beside the
            notebook.
    """

    def __init__(
        self, package: str = "", follow: Callable[[str], str] = lambda dotted: dotted
    ) -> None:
        self._package = package
        self._follow = follow
        self._meanings: dict[str, str] = {}
        self._ever: dict[str, dict[str, None]] = {}
        self._makers: set[str] = set()
        self._star = False
        self._asked: dict[str, Asked] | None = None
        self._fresh: set[str] = set()

    def begin(self) -> dict[str, Asked]:
        """Begin a cell; the result fills with what it asks of the cells before it."""
        self._asked, self._fresh = {}, set()
        return self._asked

    def state(self, name: str) -> Asked:
        """Return all that the answers about a name come from."""
        return self._meanings.get(name), name in self._makers, self._star

    def _ask(self, name: str) -> None:
        asked = self._asked
        if asked is not None and name not in asked and name not in self._fresh:
            asked[name] = self.state(name)

    def learn(self, node: ast.stmt, facts: Facts) -> None:
        """Take in one statement, in file order."""
        for name in facts.defines:
            self._fresh.add(name)
            self._meanings.pop(name, None)
            self._makers.discard(name)
            for meaning in facts.aliases.get(name, ()):
                self._mean(name, self._full(meaning))
        self._star = self._star or "reactor_nb" in facts.star
        value = getattr(node, "value", None)
        if is_plain_alias(node):
            assert isinstance(value, ast.expr)
            if same := self.of(dotted_name(value) or ""):
                for name in facts.defines:
                    self._mean(name, same)
        if isinstance(node, ast.Assign) and self._is_maker(node.value):
            self._makers.update(facts.defines)

    def _mean(self, name: str, meaning: str) -> None:
        self._meanings[name] = meaning
        self._ever.setdefault(name, {})[meaning] = None

    def may_be_ours(self, dotted: str) -> bool:
        """Tell at once whether a dotted name could be something of this package."""
        root = dotted.partition(".")[0]
        self._ask(root)
        return self._star or root in self._meanings

    def of(self, dotted: str) -> str | None:
        """Return what a dotted name of the notebook stands for, if it was imported."""
        root, dot, rest = dotted.partition(".")
        self._ask(root)
        if root in self._meanings:
            return self._follow(self._meanings[root] + dot + rest)
        return f"reactor_nb.{root}" if self._star and root in _PUBLIC and not dot else None

    def ever_of(self, dotted: str) -> list[str]:
        """Return all that a dotted name stands for anywhere in the notebook."""
        root, dot, rest = dotted.partition(".")
        return [self._follow(meaning + dot + rest) for meaning in self._ever.get(root, ())]

    def _full(self, meaning: str) -> str:
        return absolute(meaning, self._package) or meaning

    def ours(self, node: ast.expr) -> str | None:
        """Return ``page``, ``action``, … when an expression is that name of this package."""
        dotted = dotted_name(node)
        return our_name(self.of(dotted)) if dotted else None

    def makes(self, node: ast.expr) -> str | None:
        """Return ``component``, ``page`` or ``action`` when a decorator makes one."""
        if self._is_maker(node):
            return "component"
        return self.ours(node.func if isinstance(node, ast.Call) else node)

    def makes_component(self, node: ast.expr | None) -> bool:
        """Tell whether an expression is ``component(function)``."""
        if not isinstance(node, ast.Call) or not node.args:
            return False
        return self._is_maker(node.func) or self.ours(node.func) == "component"

    def _is_maker(self, node: ast.expr) -> bool:
        """Tell whether an expression is ``component(memo=…)``, or a name for it."""
        if isinstance(node, ast.Name):
            self._ask(node.id)
            return node.id in self._makers
        if not isinstance(node, ast.Call) or node.args:
            return False
        return self.ours(node.func) == "component"


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
