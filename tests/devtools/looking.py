"""An app on a stage that somebody looks at."""

from __future__ import annotations

from typing import Any

from reactor_nb.core.host import walk
from reactor_nb.core.instance import Instance
from reactor_nb.core.ops import Op
from reactor_nb.devtools.tools import Devtools, Message
from tests.runtime.refreshing import Shown


class Looked:
    """The component ``App`` of some source, with devtools open.

    ``told`` has every message of the devtools, ``updates`` those of updates.
    """

    def __init__(self, source: str) -> None:
        self.shown = Shown(source)
        self.stage = self.shown.stage
        self.told: list[Message] = []
        self.tools = Devtools(self.stage.root, self.told.append)
        self.tools.open()

    @property
    def updates(self) -> list[dict[str, Any]]:
        return [message[1] for message in self.told if message[0] == "update"]

    @property
    def tree(self) -> list[Any]:
        """The newest tree."""
        return next(message[1] for message in reversed(self.told) if message[0] == "tree")

    def outline(self) -> list[str]:
        """The components of the newest tree by name, indented."""
        depths = {0: -1}
        lines = []
        for number, parent, name, key, _ in self.tree:
            depths[number] = depths[parent] + 1
            lines.append("  " * depths[number] + name + (f"#{key}" if key else ""))
        return lines

    def number(self, name: str, at: int = 0) -> int:
        """The number of a component by its name."""
        return int([row[0] for row in self.tree if row[2] == name][at])

    def ask(self, *message: Any) -> Any:
        """Send a message and return what was told at once."""
        before = len(self.told)
        self.tools.receive([*message])
        [answer] = [one for one in self.told[before:] if one[0] != "update"]
        return answer[1:]

    def look(self, name: str, *opened: list[int], at: int = 0) -> dict[str, Any]:
        """Everything about a component."""
        found: dict[str, Any] = self.ask("component", self.number(name, at), [*opened])[1]
        return found

    def edit(self, component: int, path: list[Any], text: str, was: str | None = None) -> str:
        """Edit a value, have that shown, and return what the panel is told."""
        seen = self.seen(component, path) if was is None else was
        answer: str = self.ask("edit", 7, component, path, text, seen)[1]
        self.stage.settle()
        return answer

    def seen(self, component: int, path: list[Any]) -> str:
        """Return the JSON that a panel has of a value."""
        opened = [path[:end] for end in range(2, len(path))]
        if path[0] == 2:
            shown = [row[3] for row in self.ask("states", opened)[0]]
        else:
            told = self.ask("component", component, opened)[1] or {"props": [], "hooks": []}
            props = [value for _, value in told["props"]]
            shown = [hook["values"][0][1] for hook in told["hooks"]] if path[0] == 1 else props
        for number in path[1:]:
            if type(number) is not int or number >= len(shown):
                return ""
            found = shown[number]
            shown = [part for _, part in found.get("parts", ())]
        return str(found.get("edit", "")) if len(path) > 1 else ""

    def click(self, at: int = 0) -> list[Op]:
        return self.stage.click(at)

    def why(self, update: int = -1) -> dict[str, list[str]]:
        """Why each component rendered in an update, in words."""
        reasons: dict[str, list[str]] = {}
        for _, name, why, _ in self.updates[update]["renders"]:
            reasons.setdefault(name, []).extend(" ".join(filter(None, one)) for one in why)
        return reasons

    def instance(self, name: str) -> Instance:
        nodes = walk(self.stage.root.nodes())
        return next(
            one for one in nodes if isinstance(one, Instance) and one.component.name == name
        )

    def __enter__(self) -> Looked:
        return self

    def __exit__(self, *_: object) -> None:
        self.tools.close()
        self.stage.close()
