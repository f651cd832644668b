"""The app model: everything a host or an exporter has to know about one notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Route:
    """A page: its path, the component that shows it, the loader that feeds it."""

    path: str
    component: str
    loader: str | None
    cell: int
    line: int


@dataclass(frozen=True, slots=True)
class Action:
    """A server function that the browser may call; public when it has no guard."""

    name: str
    cell: int
    line: int
    public: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of the notebook that neither the server nor the browser needs."""

    what: str
    cell: int
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class AppModel:
    """What one notebook means, ready to be run or written to a folder.

    Args:
        name: a Python identifier made from the file's name.
        title: what a person calls the app.
        requirements: from ``%pip install`` and PEP 723 metadata, in order of first mention.
        client_imports: top-level modules that the client source imports, without ours.
        client_cells: the line table of the client source: for each piece its first line there,
            its cell, its first line in the cell. The server source carries its own table, as
            ``__reactor_cells__``; the client source does not, since server code moves lines.
    """

    name: str
    title: str
    routes: tuple[Route, ...] = ()
    actions: tuple[Action, ...] = ()
    server_source: str = ""
    client_source: str = ""
    requirements: tuple[str, ...] = ()
    client_imports: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    client_cells: tuple[tuple[int, int, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the model as plain JSON data."""
        data = asdict(self)
        return {
            key: list(value) if isinstance(value, tuple) else value for key, value in data.items()
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> AppModel:
        """Return the model that ``to_json`` described."""
        return cls(
            name=data["name"],
            title=data["title"],
            routes=tuple(Route(**item) for item in data["routes"]),
            actions=tuple(Action(**item) for item in data["actions"]),
            server_source=data["server_source"],
            client_source=data["client_source"],
            requirements=tuple(data["requirements"]),
            client_imports=tuple(data["client_imports"]),
            left_out=tuple(LeftOut(**item) for item in data["left_out"]),
            client_cells=tuple((line, cell, first) for line, cell, first in data["client_cells"]),
        )
