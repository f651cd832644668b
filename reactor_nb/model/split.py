"""Which units the server needs and which the browser needs; what must not cross, does not."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from reactor_nb.model.analyze import Analysis
from reactor_nb.model.app import Side
from reactor_nb.model.cell import words_for
from reactor_nb.model.diagnostics import Diagnostic, Severity
from reactor_nb.model.facts import Place
from reactor_nb.model.graph import BUILTINS, Found, Graph, Need, needs, needs_of_loaders
from reactor_nb.model.live import Live, effects_of, find_live, parents_and_self
from reactor_nb.model.meaning import Meanings
from reactor_nb.model.parse import problem
from reactor_nb.model.server_only import is_environment, is_server_module
from reactor_nb.model.unit import EXPORTED, NEVER, Unit

_NOTEBOOK_NAMES = frozenset({"display", "get_ipython", "In", "Out", "_", "__", "___"})


@dataclass(slots=True)
class Half:
    """One side of the app.

    Args:
        units: its units by index, each with the unit and the name that led to it.
        ways: for each of them, the units that it needs or that go along with it.
        modules: the modules beside the notebook that it has, if only in part.
        loads: import statements that must run on this side though nothing needs what they import,
            and the module that they are there for.
    """

    side: Side
    units: dict[int, tuple[int | None, str]] = field(default_factory=dict)
    ways: dict[int, list[int]] = field(default_factory=dict)
    modules: dict[str, None] = field(default_factory=dict)
    loads: dict[int, str] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def reached(self, roots: Iterable[int]) -> Collection[int]:
        """Return the units that some units need, and these units themselves."""
        found = dict.fromkeys(roots)
        waiting = list(found)
        while waiting:
            for index in self.ways.get(waiting.pop(), ()):
                if index not in found:
                    found[index] = None
                    waiting.append(index)
        return found.keys()


def split(analysis: Analysis, graph: Graph, elsewhere: dict[str, str]) -> tuple[Half, Half]:
    """Return the server's half and the browser's half.

    Args:
        elsewhere: names that only a skipped cell or a magic sets, and how to say so.
    """
    loaders, live = frozenset(loader_units(graph)), find_live(graph)
    halves = (
        _Walk(analysis, graph, "server", elsewhere, loaders, live).run(),
        _Walk(analysis, graph, "client", elsewhere, loaders, live).run(),
    )
    seen = {each.span for each in halves[0].problems}
    halves[1].problems = [each for each in halves[1].problems if each.span not in seen]
    return halves


class _Walk:
    """Follows needs from the roots of one side, in breadth, so that chains are short."""

    def __init__(
        self,
        analysis: Analysis,
        graph: Graph,
        side: Side,
        elsewhere: dict[str, str],
        loaders: Collection[int],
        live: Live,
    ) -> None:
        self._spaces = analysis.spaces
        self._graph = graph
        self._side = side
        self._elsewhere = elsewhere
        self._half = Half(side)
        self._waiting: deque[Unit] = deque()
        self._told: set[tuple[str, str, str]] = set()
        self._loaders = loaders
        self._live = live
        # What is here though nobody may need it.
        self._refusable: set[int] = set()

    def run(self) -> Half:
        for unit in filter(self._is_root, self._graph.units):
            self._take_unasked(unit, None, unit.name)
        while self._waiting:
            self._follow(self._waiting.popleft())
        return self._half

    def _is_root(self, unit: Unit) -> bool:
        if unit.kind in NEVER or not self._live.runs(unit):
            return False
        if unit.mark == "shared" or unit.kind == "page" or unit.root == "both":
            return True
        if self._side == "server":
            return unit.kind == "action" or "server" in (unit.mark, unit.root)
        return unit.mark == "client"

    def _take_unasked(self, unit: Unit, source: Unit | None, name: str) -> None:
        if self._side == "client" and self._refusal(unit, name) is not None:
            self._refusable.add(unit.index)
        self._take(unit, source, name)
        self._load(unit.module)

    def _follow(self, unit: Unit) -> None:
        ways = self._half.ways[unit.index] = []
        for need in needs(unit, self._side):
            found = self._graph.find(need, unit, self._side)
            self._check_found(unit, need, found)
            for index in found.units:
                name = found.names.get(index, need.name)
                if self._reach(self._graph.units[index], unit, need, name):
                    ways.append(index)
        if self._side == "client":
            if unit.kind == "action":
                return
            self._check_content(unit)
        self._check_imports(unit)
        for index in self._graph.changers(unit.index):
            if self._goes_along(self._graph.units[index], unit):
                ways.append(index)
                self._take_unasked(self._graph.units[index], unit, unit.name)

    def _goes_along(self, changer: Unit, owner: Unit) -> bool:
        """Tell whether what changes what a unit made goes where that goes."""
        other = "client" if self._side == "server" else "server"
        # What a cell does to a whole module, as in random.seed(1), stays on the server.
        aliases = owner.facts.aliases.get(owner.name, ())
        module = owner.kind == "import" and any(each in owner.facts.imports for each in aliases)
        apart = self._side == "client" and (module or changer.index in self._loaders)
        return changer.mark != other and not apart

    def _reach(self, target: Unit, unit: Unit, need: Need, name: str) -> bool:
        if target.index in self._half.units:
            return target.index not in self._refusable
        refused = self._server_refuses if self._side == "server" else self._client_refuses
        if refused(target, unit, need, name):
            return False
        self._take(target, unit, name)
        return True

    def _take(self, unit: Unit, source: Unit | None, name: str) -> None:
        if unit.index in self._half.units:
            return
        self._half.units[unit.index] = (source.index if source else None, name)
        self._waiting.append(unit)
        if unit.module:
            self._enter(unit.module, unit)
        if self._side == "server" or unit.kind != "action":
            for module in unit.links.modules:
                self._enter(module, unit)

    def _enter(self, module: str, unit: Unit) -> None:
        """Have a module on this side; on the server it does all that it does when it runs."""
        for name in parents_and_self(module):
            if name in self._half.modules:
                continue
            self._half.modules[name] = None
            if self._side == "server":
                for effect in effects_of(self._graph, name):
                    if effect.mark != "client":
                        self._take(effect, unit, name)

    def _load(self, module: str) -> None:
        """Have a module run when this side starts, though nothing there may name it."""
        first = self._live.first.get(module)
        if first is not None and first.index not in self._half.loads:
            self._half.loads[first.index] = module
            self._enter(module, first)
            if first.module:
                self._enter(first.module, first)
            self._load(first.module)

    # --- names that lead nowhere

    def _check_found(self, unit: Unit, need: Need, found: Found) -> None:
        if need.soft:
            return
        if found.missing is not None:
            self._tell_missing(unit, need, found.missing)
        elif found.deleted is not None:
            self._tell_deleted(unit, need, found.deleted)
        elif found.units and not found.clash:
            return
        elif found.clash:
            bindings = self._graph.bindings(unit, need.name)
            if not any(each.kind in EXPORTED for each in bindings):
                self._tell_clash(unit, need, found)
        elif found.too_late is not None:
            cell = self._graph.units[found.too_late].cell
            message = f"'{need.name}' is used before it is defined in {words_for(cell)}"
            if cell == unit.cell:
                message = f"'{need.name}' is used before it is defined"
            hint = "an export runs the cells from the top down; move the definition up"
            self._tell("RNB002", message, unit, need.place, need.name, hint)
        elif need.name not in BUILTINS and not need.path:
            self._check_undefined(unit, need)

    def _tell_missing(self, unit: Unit, need: Need, missing: tuple[str, str]) -> None:
        module, name = missing
        path = self._spaces[module].path
        hint = f"define it in {path}, or mend the import"
        message = f"{path} has no '{name}'"
        self._tell("RNB065", message, unit, need.place, f"{module}.{name}", hint)

    def _tell_deleted(self, unit: Unit, need: Need, deleted: int) -> None:
        place = words_for(self._graph.units[deleted].cell)
        message = f"'{need.name}' is deleted in {place}, and {_label(unit)} uses it"
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
        stars = self._graph.stars(unit.module)
        if stars:
            self._reach_star(stars, unit, need)
            return
        hint = "define it in a cell above, or import it"
        message = f"'{need.name}' is defined nowhere in the notebook, only in the kernel's memory"
        if unit.module:
            hint = "define it in this module, or import it"
            message = f"'{need.name}' is defined nowhere in {words_for(unit.cell)}"
        elif need.name in self._elsewhere:
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

    def _server_refuses(self, target: Unit, unit: Unit, need: Need, name: str) -> bool:
        if target.mark != "client":
            return False
        if need.now and not need.soft:
            place = words_for(target.cell)
            message = f"the server needs '{name}' from {place}, which is marked as client"
            hint = "mark it '# reactor: shared'"
            self._tell("RNB025", message, unit, need.place, name, hint)
        return True

    def _client_refuses(self, target: Unit, unit: Unit, need: Need, name: str) -> bool:
        told = self._refusal(target, name)
        if told is None:
            return False
        code, what, hint = told
        message = f"the browser needs {what}: {self._chain(unit, name)}"
        self._tell(code, message, unit, need.place, name, hint)
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
            place = words_for(target.cell)
            return "RNB023", f"'{name}' from {place}, which is marked as server", hint
        if target.kind != "import" or target.mark in {"client", "shared"}:
            return None
        hint = "use it in an action or a loader, and pass the result on"
        if any(is_environment(each) for each in self._meanings(target).ever_of(target.name)):
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

    def _meanings(self, unit: Unit) -> Meanings:
        return self._spaces[unit.module].meanings

    def _check_imports(self, unit: Unit) -> None:
        """Report imports that no app could run as they are written."""
        links = unit.links
        for module, place in links.spelled.items():
            message = f"'{module}' is a module beside the notebook, and is imported by a text"
            hint = f"write 'import {module}'"
            self._tell("RNB062", message, unit, place, module, hint)
        for module, place in links.lost.items():
            message = f"the import from '{module}' is relative, but nothing is around this"
            hint = "import it by its full name"
            self._tell("RNB065", message, unit, place, module, hint)
        if unit.module and "__file__" in unit.facts.bare:
            message = "in an app '__file__' is another place, without the files beside the notebook"
            hint = "put the files into the folder 'public' and read them with asset()"
            place = unit.facts.bare["__file__"]
            self._tell("RNB067", message, unit, place, "__file__", hint, "warning")

    def _environment_uses(self, unit: Unit) -> Iterator[tuple[str, Place]]:
        if unit.kind == "import":
            return
        facts = unit.facts
        for dotted, place in facts.dotted.items():
            if any(is_environment(each) for each in self._meanings(unit).ever_of(dotted)):
                yield dotted, place
        for meaning, place in {**facts.taken, **facts.inner}.items():
            if is_environment(meaning):
                yield meaning, place
        for name, meanings in facts.aliases.items():
            for meaning in meanings:
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
        if (code, unit.module, name) not in self._told:
            self._told.add((code, unit.module, name))
            told = problem(code, message, unit.cell, place, hint=hint, severity=severity)
            self._half.problems.append(told)


def loader_units(graph: Graph) -> Iterator[int]:
    """Yield the units that pages name as their loaders."""
    for page in graph.units:
        for need in needs_of_loaders(page):
            found = graph.find(need, page, "server")
            for index in found.units:
                # In loader=queries.load, 'queries' is a module that may serve others too.
                if index in found.names or "" in need.attributes:
                    yield from _defining(graph, graph.units[index], need)


def _defining(graph: Graph, unit: Unit, need: Need) -> Iterator[int]:
    """Yield a unit, and where it only passes a name on, those that define it."""
    yield unit.index
    for path in unit.links.named.get(need.name, ()):
        inner = Need(path, need.place, now=False, path=True, attributes=())
        yield from graph.find(inner, unit, "server").units


def _label(unit: Unit) -> str:
    return f"'{unit.name}'" if unit.name else "a line"
