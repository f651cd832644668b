"""Which units the server needs and which the browser needs; what must not cross, does not."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from reactor_nb.model.analyze import EXPORTED, Analysis, Unit
from reactor_nb.model.diagnostics import Diagnostic, Severity
from reactor_nb.model.facts import Place
from reactor_nb.model.graph import BUILTINS, Found, Graph, Need, Side, needs
from reactor_nb.model.parse import problem
from reactor_nb.model.server_only import is_environment, is_server_module

_NOTEBOOK_NAMES = frozenset({"display", "get_ipython", "In", "Out", "_", "__", "___"})


@dataclass(slots=True)
class Half:
    """One side of the app: its units by index, each with the unit and the name that led to it."""

    side: Side
    units: dict[int, tuple[int | None, str]] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)


def split(analysis: Analysis, graph: Graph, elsewhere: dict[str, str]) -> tuple[Half, Half]:
    """Return the server's half and the browser's half.

    Args:
        elsewhere: names that only a skipped cell or a magic sets, and how to say so.
    """
    halves = (
        _Walk(analysis, graph, "server", elsewhere).run(),
        _Walk(analysis, graph, "client", elsewhere).run(),
    )
    seen = {each.span for each in halves[0].problems}
    halves[1].problems = [each for each in halves[1].problems if each.span not in seen]
    return halves


class _Walk:
    """Follows needs from the roots of one side, in breadth, so that chains are short."""

    def __init__(
        self, analysis: Analysis, graph: Graph, side: Side, elsewhere: dict[str, str]
    ) -> None:
        self._meanings = analysis.meanings
        self._graph = graph
        self._side = side
        self._elsewhere = elsewhere
        self._half = Half(side)
        self._waiting: deque[Unit] = deque()
        self._told: set[tuple[str, str]] = set()
        self._loaders = set(loader_units(graph))

    def run(self) -> Half:
        for unit in self._graph.units:
            if self._is_root(unit):
                self._take(unit, None, unit.name)
        while self._waiting:
            self._follow(self._waiting.popleft())
        return self._half

    def _is_root(self, unit: Unit) -> bool:
        if unit.mark == "shared" or unit.kind == "page" or unit.root == "both":
            return unit.kind != "typing"
        if self._side == "server":
            return unit.kind == "action" or "server" in (unit.mark, unit.root)
        return unit.mark == "client"

    def _follow(self, unit: Unit) -> None:
        for need in needs(unit, self._side):
            found = self._graph.find(need, unit, self._side)
            self._check_found(unit, need, found)
            for index in found.units:
                self._reach(self._graph.units[index], unit, need)
        if self._side == "client":
            if unit.kind == "action":
                return
            self._check_content(unit)
        for index in self._graph.changers(unit.index):
            self._reach_changer(self._graph.units[index], unit)

    def _reach_changer(self, changer: Unit, owner: Unit) -> None:
        other = "client" if self._side == "server" else "server"
        # What a cell does to a whole module, as in random.seed(1), stays on the server.
        module = owner.kind == "import" and owner.facts.aliases[owner.name] in owner.facts.imports
        if changer.mark != other and not (module and self._side == "client"):
            self._take(changer, owner, owner.name)

    def _reach(self, target: Unit, unit: Unit, need: Need) -> None:
        if target.index in self._half.units:
            return
        refused = self._server_refuses if self._side == "server" else self._client_refuses
        if not refused(target, unit, need):
            self._take(target, unit, need.name)

    def _take(self, unit: Unit, source: Unit | None, name: str) -> None:
        if unit.index not in self._half.units:
            self._half.units[unit.index] = (source.index if source else None, name)
            self._waiting.append(unit)

    # --- names that lead nowhere

    def _check_found(self, unit: Unit, need: Need, found: Found) -> None:
        if need.soft:
            return
        if found.deleted is not None:
            self._tell_deleted(unit, need, found.deleted)
        elif found.units and not found.clash:
            return
        elif found.clash:
            bindings = self._graph.bindings(need.name)
            if not any(each.kind in EXPORTED for each in bindings):
                self._tell_clash(unit, need, found)
        elif found.too_late is not None:
            cell = self._graph.units[found.too_late].cell
            message = f"'{need.name}' is used before it is defined in cell {cell}"
            if cell == unit.cell:
                message = f"'{need.name}' is used before it is defined"
            hint = "an export runs the cells from the top down; move the definition up"
            self._tell("RNB002", message, unit, need.place, need.name, hint)
        elif need.name not in BUILTINS:
            self._check_undefined(unit, need)

    def _tell_deleted(self, unit: Unit, need: Need, deleted: int) -> None:
        cell = self._graph.units[deleted].cell
        message = f"'{need.name}' is deleted in cell {cell}, and {_label(unit)} uses it"
        hint = "take the 'del' away, or mark its cell '# reactor: skip'"
        # A plain function may have been called before, and never again.
        sure = need.now or unit.kind in EXPORTED or unit.index in self._loaders
        severity: Severity = "error" if sure else "warning"
        self._tell("RNB002", message, unit, need.place, need.name, hint, severity)

    def _tell_clash(self, unit: Unit, need: Need, found: Found) -> None:
        cells = " and ".join(str(cell) for cell in found.clash)
        message = f"'{need.name}' is defined in cells {cells}, and {_label(unit)} uses it"
        hint = "give each its own name, or mark the cell that explores with '# reactor: skip'"
        self._tell("RNB004", message, unit, need.place, need.name, hint)

    def _check_undefined(self, unit: Unit, need: Need) -> None:
        stars = [self._graph.units[index] for index in self._graph.stars]
        if stars:
            self._reach_star(stars, unit, need)
            return
        hint = "define it in a cell above, or import it"
        message = f"'{need.name}' is defined nowhere in the notebook, only in the kernel's memory"
        if need.name in self._elsewhere:
            message = f"'{need.name}' is {self._elsewhere[need.name]}"
        elif need.name in _NOTEBOOK_NAMES:
            message = f"'{need.name}' exists only in a notebook"
            hint = "do without it in code that the app needs"
        self._tell("RNB002", message, unit, need.place, need.name, hint)

    def _reach_star(self, stars: list[Unit], unit: Unit, need: Need) -> None:
        if self._side == "server":
            for star in stars:
                self._take(star, unit, need.name)
            return
        modules = " or ".join(dict.fromkeys(star.facts.star[0] for star in stars))
        message = f"the browser needs '{need.name}', which can only come from 'import *'"
        hint = f"import it by its name from {modules}"
        self._tell("RNB012", message, unit, need.place, need.name, hint)

    # --- what must not cross

    def _server_refuses(self, target: Unit, unit: Unit, need: Need) -> bool:
        if target.mark != "client":
            return False
        if need.now and not need.soft:
            message = f"the server needs '{need.name}' from cell {target.cell}, a client cell"
            hint = "mark that cell '# reactor: shared'"
            self._tell("RNB025", message, unit, need.place, need.name, hint)
        return True

    def _client_refuses(self, target: Unit, unit: Unit, need: Need) -> bool:
        told = self._refusal(target, need.name)
        if told is None:
            return False
        code, what, hint = told
        message = f"the browser needs {what}: {self._chain(unit, need.name)}"
        self._tell(code, message, unit, need.place, need.name, hint)
        return True

    def _refusal(self, target: Unit, name: str) -> tuple[str, str, str] | None:
        if target.index in self._loaders:
            hint = "the page gets its result as the prop 'data'; for more, write an action"
            return "RNB020", f"the loader '{name}', which runs on the server only", hint
        if target.root == "server":
            hint = "write an action, which the browser can call"
            return "RNB020", f"'{name}', which answers requests on the server only", hint
        if target.mark == "server" and target.kind != "action":
            hint = "call it from an action or a loader, or take the mark away"
            return "RNB023", f"'{name}' from cell {target.cell}, which is marked as server", hint
        if target.kind != "import" or target.mark in {"client", "shared"}:
            return None
        meaning = self._meanings.of(name) or target.facts.aliases.get(name, "")
        hint = "use it in an action or a loader, and pass the result on"
        if is_environment(meaning):
            return "RNB021", f"'{name}', a value of the server's environment", hint
        module = next((each for each in target.facts.imports if is_server_module(each)), None)
        if module:
            return "RNB022", f"the module '{module}', which only the server has", hint
        return None

    def _check_content(self, unit: Unit) -> None:
        if unit.facts.awaits:
            message = f"the browser needs {_label(unit)}, whose cell awaits outside a function"
            hint = "await it in a loader, or in an effect of a component"
            self._tell("RNB013", message, unit, unit.facts.awaits, "await", hint)
        hint = "use it in an action or a loader, and pass the result on"
        for dotted, place in self._environment_uses(unit):
            what = f"'{dotted}', a value of the server's environment"
            message = f"the browser needs {what}: {self._chain(unit, dotted)}"
            self._tell("RNB021", message, unit, place, dotted, hint)
        if unit.kind == "import" or unit.mark in {"client", "shared"}:
            return
        for module, place in unit.facts.imports.items():
            if is_server_module(module):
                what = f"the module '{module}', which only the server has"
                message = f"the browser needs {what}: {self._chain(unit, module)}"
                self._tell("RNB022", message, unit, place, module, hint)

    def _environment_uses(self, unit: Unit) -> Iterator[tuple[str, Place]]:
        if unit.kind == "import":
            return
        facts = unit.facts
        for dotted, place in facts.dotted.items():
            if any(is_environment(each) for each in self._meanings.ever_of(dotted)):
                yield dotted, place
        for meaning, place in facts.inner.items():
            if is_environment(meaning):
                yield meaning, place
        for name, meaning in facts.aliases.items():
            if is_environment(meaning):
                yield meaning, facts.defines.get(name) or unit.place

    def _chain(self, unit: Unit, end: str) -> str:
        names = [end]
        index: int | None = unit.index
        while index is not None:
            index, name = self._half.units[index]
            names += [name] if name and name != names[-1] else []
        return " → ".join(reversed(names))

    def _tell(
        self,
        code: str,
        message: str,
        unit: Unit,
        place: Place,
        name: str,
        hint: str,
        severity: Severity = "error",
    ) -> None:
        if (code, name) not in self._told:
            self._told.add((code, name))
            told = problem(code, message, unit.cell, place, hint=hint, severity=severity)
            self._half.problems.append(told)


def loader_units(graph: Graph) -> Iterator[int]:
    """Yield the units that pages name as their loaders."""
    for page in graph.units:
        for name, place in page.loaders.now.items():
            found = graph.find(Need(name, place, True), page, "server")
            for index in found.units:
                unit = graph.units[index]
                # In loader=queries.load, 'queries' is a module that may serve others too.
                if name not in {each.partition(".")[0] for each in page.loaders.dotted}:
                    yield unit.index


def _label(unit: Unit) -> str:
    return f"'{unit.name}'" if unit.name else "a line"
