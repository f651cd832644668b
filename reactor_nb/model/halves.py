"""The two halves of an app as source: the notebook's, and that of each module beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from reactor_nb.model.app import AppModule, Side
from reactor_nb.model.diagnostics import Diagnostic
from reactor_nb.model.emit import Content, Emitted, emit_client, emit_server
from reactor_nb.model.facts import Place
from reactor_nb.model.graph import Graph, Need
from reactor_nb.model.imports import Imports
from reactor_nb.model.parse import Parsed, problem
from reactor_nb.model.spaces import NOTEBOOK, Space
from reactor_nb.model.split import Half
from reactor_nb.model.unit import NEVER, Unit


class Emitting:
    """Writes all modules of an app.

    Args:
        graph: all units.
        parsed: the cells and modules that they are in.
        server: the server's half.
        client: the browser's half.
        alone: the units of the notebook that one page alone needs in the browser, with that page.
    """

    def __init__(
        self,
        graph: Graph,
        parsed: Sequence[Parsed],
        server: Half,
        client: Half,
        alone: Mapping[int, Unit],
    ) -> None:
        self._graph = graph
        self._sources = {each.cell.index: each.source for each in parsed}
        self._halves: dict[Side, Half] = {"server": server, "client": client}
        self._units = {
            side: [graph.units[index] for index in sorted(half.units)]
            for side, half in self._halves.items()
        }
        self._known = {
            (unit.module, name) for unit in self._units["client"] for name in unit.facts.defines
        }
        self._every = {
            (unit.module, name)
            for unit in graph.units
            if unit.kind not in NEVER
            for name in unit.facts.defines
        }
        self._typing = {
            (unit.module, name)
            for unit in graph.units
            if unit.kind in NEVER
            for name in unit.facts.defines
        }
        self.server = self._server(graph.spaces[NOTEBOOK])
        self.client = emit_client(
            self._content(graph.spaces[NOTEBOOK], "client"), self._is_missing, alone
        )

    def modules(self) -> Iterator[AppModule]:
        """Return the modules beside the notebook that a side has."""
        for space in self._graph.spaces:
            on_server = space.name in self._halves["server"].modules
            in_browser = space.name in self._halves["client"].modules
            if on_server or in_browser:
                client = self._client(space) if in_browser else None
                yield AppModule(
                    name=space.name,
                    path=space.path,
                    package=space.is_package,
                    server_source=self._server(space).source if on_server else None,
                    client_source=client.source if client else None,
                    client_cells=client.rows if client else (),
                )

    def client_imports(self) -> tuple[str, ...]:
        """Return the top-level modules of others that the browser imports."""
        found: set[str] = set()
        for unit in self._units["client"]:
            if unit.kind != "action":
                written = set(unit.facts.imports) - set(unit.facts.spelled)
                found.update(each.partition(".")[0] for each in written)
        own = {space.name for space in self._graph.spaces}
        return tuple(sorted(found - own - {"", "__future__", "reactor_nb"}))

    def broken(self) -> Iterator[Diagnostic]:
        """Cells that are right one by one may be wrong together, as with a rare ``__future__``.

        Else there is no way that they could be: each of them was compiled.
        """
        spaces = (self._graph.spaces[NOTEBOOK], *self._graph.spaces)
        futures = any(space.futures for space in spaces)
        if not futures and not any(isinstance(each.node, ast.Global) for each in self._graph.units):
            return
        for emitted, flags in ((self.server, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), (self.client, 0)):
            try:
                compile(emitted.source, "<app>", "exec", flags, dont_inherit=True)
            except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
                number = getattr(error, "lineno", None) or 1
                rows = [row for row in emitted.rows if row[0] <= number] or [(1, 1, 1)]
                line, cell, first = rows[-1]
                message = "the cells are not valid Python when they stand in one file"
                yield problem("RNB001", message, cell, Place(number - line + first, 1))

    def _server(self, space: Space) -> Emitted:
        return emit_server(self._content(space, "server"))

    def _client(self, space: Space) -> Emitted:
        return emit_client(self._content(space, "client"), self._is_missing)

    def _content(self, space: Space, side: Side) -> Content:
        half = self._halves[side]
        loads = {index: module for index, module in half.loads.items() if index not in half.units}
        units = [self._graph.units[index] for index in sorted({*half.units, *loads})]
        return Content(
            [unit for unit in units if unit.module == space.name],
            loads,
            self._sources,
            space.futures,
            Imports(space, self._graph.spaces),
        )

    def _is_missing(self, unit: Unit, dotted: str) -> bool:
        name, _, path = dotted.partition(".")
        key = (unit.module, name)
        if key not in self._known and (key in self._every or key in self._typing):
            return True
        if not path or not len(self._graph.spaces):
            return False
        need = Need(name, Place(1, 1), now=False, attributes=(path,))
        found = self._graph.find(need, unit, "client").units
        return not set(found) <= set(self._halves["client"].units)
