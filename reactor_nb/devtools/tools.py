"""The conversation of a mounted tree with the panel that looks at it: plain JSON both ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from reactor_nb.core.instance import Instance
from reactor_nb.core.root import Root
from reactor_nb.devtools.calls import Calls
from reactor_nb.devtools.editing import EditRefusedError
from reactor_nb.devtools.edits import edit
from reactor_nb.devtools.numbers import Numbers
from reactor_nb.devtools.pinning import place_of
from reactor_nb.devtools.recorder import Recorder
from reactor_nb.devtools.tree import component_of, nodes_of, owner_of, states_of, tree_of
from reactor_nb.devtools.updates import Update
from reactor_nb.runtime.registry import Registry

Message: TypeAlias = list[Any]

_MOST_OPENED: Final = 1_000
_DEEPEST: Final = 100


class Devtools:
    """Looks at one mounted tree for one panel.

    Args:
        root: what is mounted.
        tell: takes messages for the panel.
        registry: the app, if its calls of actions are of interest.
        hears_sends: whether ``sent`` is called for each patch that goes to the page.
    """

    def __init__(
        self,
        root: Root,
        tell: Callable[[Message], None],
        registry: Registry | None = None,
        *,
        hears_sends: bool = False,
    ) -> None:
        self.root = root
        self._tell = tell
        self._numbers = Numbers()
        self._recorder = Recorder(root, self._numbers, self._updated, hears_sends=hears_sends)
        self._calls = Calls(registry, lambda call: tell(["call", call])) if registry else None
        self.sent = self._recorder.sent

    def open(self) -> None:
        """Begin: from now on the panel hears of all that happens."""
        self._recorder.open()
        if self._calls is not None:
            self._calls.open()
        self._tell(["opened"])
        self._tell_tree()

    def close(self) -> None:
        """End: the tree is as if nobody had ever looked at it."""
        self._recorder.close()
        if self._calls is not None:
            self._calls.close()

    def receive(self, message: Message) -> None:
        """Take one message of the panel.

        Raises:
            ValueError: the panel sent what is no such message.
        """
        match message:
            case ["tree"]:
                self._tell_tree()
            case ["component", int(number), list(opened)]:
                self._tell_component(number, opened)
            case ["states", list(opened)]:
                self._tell(["states", states_of(self.root, _paths(opened))])
            case ["edit", int(number), int(component), list(path), str(text), str(was)]:
                self._edit(number, component, path, text, was)
            case ["nodes", int(number)]:
                instance = self._numbers.find(number)
                nodes = nodes_of(instance) if instance else []
                self._tell(["nodes", nodes, instance.component.name if instance else ""])
            case ["place", int(number)]:
                instance = self._numbers.find(number)
                place = place_of(self.root, instance) if instance else None
                self._tell(["place", place.as_json() if place else None])
            case ["pick", list(ids)]:
                self._pick(ids)
            case _:
                raise ValueError(f"the devtools do not know {str(message)[:80]}")

    def _updated(self, update: Update) -> None:
        self._tell(["update", update.as_json()])

    def _tell_tree(self) -> None:
        rows, more = tree_of(self.root, self._numbers)
        self._tell(["tree", rows, more])

    def _tell_component(self, number: int, opened: Sequence[Any]) -> None:
        instance = self._numbers.find(number)
        told = None
        if instance is not None:
            told = component_of(self.root, self._numbers, instance, _paths(opened))
        self._tell(["component", number, told])

    def _edit(self, number: int, component: int, path: Sequence[Any], text: str, was: str) -> None:
        fault = ""
        try:
            if not _is_path(path):
                raise EditRefusedError("there is no such place")
            with self._recorder.because("edit"):
                edit(self.root, self._numbers.find(component), path, text, was)
        except EditRefusedError as error:
            fault = str(error)
        self._tell(["edited", number, fault])

    def _pick(self, ids: Sequence[object]) -> None:
        found: Instance | None = owner_of(self.root, ids[:_MOST_OPENED])
        self._tell(["picked", self._numbers.of(found) if found else 0])


def _paths(opened: Sequence[Any]) -> set[tuple[int, ...]]:
    return {tuple(path) for path in opened[:_MOST_OPENED] if _is_path(path)}


def _is_path(path: Any) -> bool:
    is_short = isinstance(path, list) and len(path) <= _DEEPEST
    return is_short and all(type(number) is int and number >= 0 for number in path)
