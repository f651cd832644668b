"""The app model: everything a host or an exporter has to know about one notebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from reactor_nb.model.cell import Row, Where

Side = Literal["server", "client"]
SIDES: tuple[Side, ...] = ("server", "client")


@dataclass(frozen=True, slots=True)
class Route:
    """A page: its path, the component that shows it, the loader that feeds it."""

    path: str
    component: str
    loader: str | None
    cell: Where
    line: int


@dataclass(frozen=True, slots=True)
class Action:
    """A server function that the browser may call; public when it has no guard."""

    name: str
    cell: Where
    line: int
    public: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of the notebook that neither the server nor the browser needs."""

    what: str
    cell: Where
    line: int
    reason: str


class Source(NamedTuple):
    """One module of an app.

    Args:
        text: its code.
        rows: its line table; nothing, where the code has it.
        file: its file, in a folder beside that of the notebook's own code; empty for that.
    """

    text: str
    rows: tuple[Row, ...] | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class AppModule:
    """A module beside the notebook, as each side gets it.

    Args:
        name: its dotted name.
        path: its file, as seen from the notebook.
        package: whether other modules are in it.
        client_cells: the line table of its client source, as ``AppModel`` has it; in the place of
            a cell stands ``path``.
    """

    name: str
    path: str
    package: bool = False
    server_source: str | None = None
    client_source: str | None = None
    client_cells: tuple[Row, ...] = ()

    @property
    def file(self) -> str:
        """The name of the file for its source, in the folder of one side."""
        return self.name.replace(".", "/") + ("/__init__.py" if self.package else ".py")


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of the browser's source that one page alone needs: the page, from where to where."""

    component: str
    first: int
    last: int


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
        modules: the modules beside the notebook that the app has.
        notebook: the name of its file.
        client_parts: the lines of the client source that one page alone needs; they stand at its
            end, and what is before them is for all pages.
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
    client_cells: tuple[Row, ...] = ()
    modules: tuple[AppModule, ...] = ()
    notebook: str = ""
    client_parts: tuple[Part, ...] = ()

    def sources(self, side: Side) -> Iterator[Source]:
        """Return all code of one side: the notebook's, then that of the modules beside it."""
        if side == "server":
            yield Source(self.server_source)
        else:
            yield Source(self.client_source, self.client_cells)
        for module in self.modules:
            source = module.server_source if side == "server" else module.client_source
            if source is not None:
                yield Source(source, module.client_cells if side == "client" else None, module.file)

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
            client_cells=_rows(data["client_cells"]),
            modules=tuple(
                AppModule(**{**item, "client_cells": _rows(item["client_cells"])})
                for item in data.get("modules", ())
            ),
            notebook=data.get("notebook", ""),
            client_parts=tuple(Part(**item) for item in data.get("client_parts", ())),
        )


def _rows(data: Iterable[Sequence[Any]]) -> tuple[Row, ...]:
    return tuple((line, cell, first) for line, cell, first in data)
