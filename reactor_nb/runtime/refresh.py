"""New code for a module that runs: what did not change stays what it is, and so does its state.

``Code`` runs the statements of a module that are others now. Components, page state, computed
values and contexts go on under their names, so that all that refers to them has the new code.
``renew`` then brings a mounted tree up to date: a component whose hooks are what they were keeps
its state, one whose hooks are others is mounted anew.

Pages of ``dev`` have this, no others.
"""

from __future__ import annotations
import __future__

import linecache
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any, Final

from reactor_nb.core.component import Component
from reactor_nb.core.context import Context
from reactor_nb.core.location import CELLS_NAME
from reactor_nb.core.memo import is_immutable
from reactor_nb.core.state import Computed, State
from reactor_nb.core.work import using
from reactor_nb.runtime.registry import REGISTRY_NAME, Action, current
from reactor_nb.runtime.shape import Shape, shape_of
from reactor_nb.runtime.statements import Plan, Statement, affected, plan, read_statements

if TYPE_CHECKING:
    # Pages do not have what stands in annotations alone.
    from reactor_nb.runtime.load import Cells
    from reactor_nb.runtime.registry import Registry

_NOT_DATA: Final = (
    (Action, Component, Computed, Context, State, type, ModuleType, FunctionType)
    + (BuiltinFunctionType,)
)  # fmt: skip
_SHARED: Final = (Component, Computed, Context, State)


@dataclass(slots=True)
class Change:
    """What another source made of a module.

    Args:
        components: those that may show something else, with the shapes before and after.
        states: page state that takes its new first value.
        computed: what must be computed anew.
        types: classes that others stand for now.
        names: those whose value or behaviour is another now, for who needs them.
    """

    components: dict[Component, tuple[Shape, Shape]] = field(default_factory=dict)
    states: list[State[Any]] = field(default_factory=list)
    computed: list[Computed[Any]] = field(default_factory=list)
    types: tuple[type, ...] = ()
    names: frozenset[str] = frozenset()

    def add(self, other: Change) -> None:
        """Take what became of another module, too; its names are its own."""
        for component, shapes in other.components.items():
            self.components.setdefault(component, shapes)
        self.states += other.states
        self.computed += other.computed
        self.types += other.types

    def __bool__(self) -> bool:
        return bool(self.components or self.states or self.computed or self.types)


class Code:
    """The code of a module that runs, as long as it changes.

    Args:
        names: what the module holds; it has run ``source``.
        source: its source.
        module: which module beside the notebook it is.
    """

    def __init__(self, names: dict[str, Any], source: str, module: str = "") -> None:
        self.module = module
        self.is_package = "__path__" in names
        self._names = names
        self._registry: Registry = names[REGISTRY_NAME]
        self._filename: str = names.get("__file__") or "<app>"
        self._statements = read_statements(source)
        # Where each statement stands in what tracebacks take for the file. It only grows: code
        # that stays what it is keeps its lines, and the table of cells says where these are now.
        self._lines = [one.line for one in self._statements]
        self._end = len(source.splitlines()) + 1
        self._undo: tuple[Any, ...] = ()

    @property
    def statements(self) -> Sequence[Statement]:
        """What has run."""
        return self._statements

    def shapes(self) -> dict[Component, Shape]:
        """Return the shapes of all components that the module knows."""
        found = [one for one in self._names.values() if isinstance(one, Component)]
        return {one: shape_of(one.function) for one in found}

    def update(
        self,
        source: str,
        cells: Cells = (),
        anew: Collection[str] = (),
        shapes: Mapping[Component, Shape] | None = None,
    ) -> Change:
        """Have the module be what a new source says; if that fails, it stays as it was.

        Args:
            source: the new source.
            cells: which lines of it are from which cell.
            anew: names that are to be bound anew, since what they stood for is another.
            shapes: of the components before anything changed, where other modules have.

        Raises:
            SyntaxError: it is no Python.
            Exception: what the author's code raised.
        """
        new = read_statements(source, self._statements)
        todo = plan(self._statements, new, self._may_change, anew)
        end = self._end
        lines = self._place(new, todo)
        before = _Before(self._names, self._registry, self.shapes() if shapes is None else shapes)
        rows = self._names[CELLS_NAME] = _table(new, lines, cells)
        try:
            change = self._run(new, lines, todo, before)
        except BaseException:
            before.restore()
            # The error is told by its cell when the new code is gone again.
            failed = [row for row in rows if row[0] >= end]
            self._names[CELLS_NAME] = [*self._names[CELLS_NAME], *failed]
            raise
        self._undo = before, self._statements, self._lines
        self._statements, self._lines = new, lines
        return change

    def undo(self) -> None:
        """Have the module be what it was before the last update."""
        before, self._statements, self._lines = self._undo
        before.restore()

    def _may_change(self, name: str) -> bool:
        value = self._names.get(name)
        return not (isinstance(value, _NOT_DATA) or is_immutable(value))

    def _place(self, new: Sequence[Statement], todo: Plan) -> list[int]:
        lines: list[int] = []
        texts = linecache.getlines(self._filename)
        for one, origin in zip(new, todo.origins, strict=True):
            if origin is not None:
                lines.append(self._lines[origin])
                continue
            lines.append(self._end)
            text = one.text.splitlines(keepends=True)
            texts += ["\n"] * (self._end - 1 - len(texts))
            texts[self._end - 1 :] = [*text[:-1], f"{text[-1]}\n"]
            self._end += len(text) + 1
        linecache.cache[self._filename] = (len(texts), None, texts, self._filename)
        return lines

    def _run(
        self, new: Sequence[Statement], lines: Sequence[int], todo: Plan, before: _Before
    ) -> Change:
        for name in todo.changed:
            _forget(self._registry, name, self._names.get(name))
        for name in todo.removed:
            self._names.pop(name, None)
        flags = _flags(new)
        again = self._registry.reruns
        self._registry.reruns = True
        try:
            with using(current, self._registry):
                for at in todo.run:
                    code = compile(
                        "\n" * (lines[at] - 1) + new[at].text,
                        self._filename,
                        "exec",
                        flags,
                        dont_inherit=True,
                    )
                    exec(code, self._names)
                    for name in new[at].defines:
                        self._go_on(before.names.get(name), name)
        finally:
            self._registry.reruns = again
        self._registry.finish(self._names, self.module)
        return self._change(new, todo, before)

    def _go_on(self, old: Any, name: str) -> None:
        """Have what was known by a name be what the name stands for now."""
        new = self._names.get(name)
        if new is old or new.__class__ is not old.__class__ or not isinstance(new, _SHARED):
            return
        kept = {"name": old.name} if isinstance(old, State) else {}
        if isinstance(old, Context):
            kept = {"_provider": vars(old)["_provider"]}
        vars(old).update({**vars(new), **kept})
        self._names[name] = old
        if isinstance(old, Component):
            _exchange(self._registry, new, old)

    def _change(self, new: Sequence[Statement], todo: Plan, before: _Before) -> Change:
        def ends(name: str) -> bool:
            return self._is_hidden(before, name)

        found = affected(new, todo.changed | todo.removed, ends)
        values = [self._names[name] for name in found if name in self._names]
        others = {name for at in todo.run if todo.origins[at] is None for name in new[at].defines}
        return Change(
            {
                one: (before.shapes.get(one, ()), shape_of(one.function))
                for one in values
                if isinstance(one, Component)
            },
            [one for one in map(self._names.get, others) if isinstance(one, State)],
            [one for one in values if isinstance(one, Computed)],
            tuple(
                one
                for name in todo.changed
                if isinstance(one := before.names.get(name), type)
                and one is not self._names.get(name)
            ),
            frozenset(name for name in found if not ends(name)),
        )

    def _is_hidden(self, before: _Before, name: str) -> bool:
        """Return whether those who need a name need not know that it changed."""
        value = self._names.get(name)
        if value is not before.names.get(name):
            return False
        if isinstance(value, Component):
            return before.interface(value) == _interface(vars(value))
        # Who reads them hears of another value.
        return isinstance(value, (State, Computed))


class _Before:
    """A module as it was, should the new code fail."""

    def __init__(
        self, names: dict[str, Any], registry: Registry, shapes: Mapping[Component, Shape]
    ) -> None:
        self._module = names
        self._registry = registry
        self.names = dict(names)
        shared = [one for one in names.values() if isinstance(one, _SHARED)]
        self._inside = {one: dict(vars(one)) for one in shared}
        self.shapes = shapes
        self._lists = {
            name: value.copy()
            for name, value in vars(registry).items()
            if isinstance(value, (dict, list))
        }

    def interface(self, component: Component) -> tuple[Any, ...]:
        """Return how a component was called."""
        return _interface(self._inside[component])

    def restore(self) -> None:
        """Have all be what it was."""
        self._module.clear()
        self._module.update(self.names)
        for one, inside in self._inside.items():
            vars(one).clear()
            vars(one).update(inside)
        vars(self._registry).update(self._lists)


def _interface(inside: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a caller of a component must know of it."""
    return tuple(inside[name] for name in ("positional", "whole", "open", "names", "required"))


def _forget(registry: Registry, name: str, value: Any) -> None:
    """Take out of a registry what a name stood for."""
    registry.pages = [one for one in registry.pages if one.component is not value]
    registry.error_pages = [one for one in registry.error_pages if one.component is not value]
    registry.layouts = {at: one for at, one in registry.layouts.items() if one is not value}
    if isinstance(value, Action):
        registry.actions.pop(value.name, None)
    if isinstance(value, type) and registry.types.get(value.__qualname__) is value:
        del registry.types[value.__qualname__]
    for one in (*registry.pages, *registry.error_pages, *registry.actions.values()):
        for known in ("parameters", "result", "signature"):
            vars(one).pop(known, None)


def _exchange(registry: Registry, new: Any, old: Component) -> None:
    for page in (*registry.pages, *registry.error_pages):
        if page.component is new:
            page.component = old
    for prefix, one in registry.layouts.items():
        if one is new:
            registry.layouts[prefix] = old


def _flags(statements: Sequence[Statement]) -> int:
    """Return what the source says of its future at its beginning."""
    flags = 0
    for one in statements:
        if one.text.startswith("from __future__"):
            for name in one.defines:
                flags |= getattr(__future__, name).compiler_flag
    return flags


def _table(statements: Sequence[Statement], lines: Sequence[int], cells: Cells) -> Cells:
    rows = []
    for one, line in zip(statements, lines, strict=True):
        for first, cell, first_in_cell in reversed(cells):
            if one.line >= first:
                rows.append((line, cell, one.line - first + first_in_cell))
                break
    return sorted(rows, key=lambda row: row[0])
