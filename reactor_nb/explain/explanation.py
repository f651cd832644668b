"""What is told of a notebook: its pieces, where they go, and what leads to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from reactor_nb.model.cell import Where
from reactor_nb.model.diagnostics import Diagnostic

FORMAT = 1

Goes = Literal["server", "browser", "shared", "left out"]
PLACES: tuple[Goes, ...] = ("server", "browser", "shared", "left out")


@dataclass(frozen=True, slots=True)
class Piece:
    """The smallest part that goes one way: a definition, an imported name, or a statement.

    Args:
        id: its position among all pieces, in file order.
        names: the names that it defines; none for a statement that only does something.
        label: its names, or the beginning of its text.
        kind: what it is, such as ``page``, ``loader``, ``action``, ``component`` or ``import``.
        detail: the path of a page, the module of an import.
        stub: whether the browser has a stand-in for it that calls the server.
        server: the chain of pieces by which the server needs it, itself at the end.
        browser: the same for the browser.
        reason: why it is on no side, or on a side without being needed there.
    """

    id: int
    names: tuple[str, ...]
    label: str
    kind: str
    detail: str
    cell: Where
    line: int
    end_line: int
    goes: Goes
    stub: bool
    server: tuple[int, ...]
    browser: tuple[int, ...]
    reason: str

    @property
    def title(self) -> str:
        """Its label, with its kind where that says what part it plays."""
        return f"{self.label} ({self.kind})" if self.kind in _PARTS else self.label


_PARTS = frozenset({"page", "action", "loader"})


@dataclass(frozen=True, slots=True)
class Need:
    """One piece that leads to another.

    Args:
        source: the piece that needs something.
        target: the piece that gives it.
        name: the name that is needed.
        changes: the target is there because it changes what the source made.
        server: whether this holds on the server.
        browser: whether this holds in the browser.
    """

    source: int
    target: int
    name: str
    changes: bool
    server: bool
    browser: bool


@dataclass(frozen=True, slots=True)
class CellText:
    """A code cell or a module: its text, and what its author forces it to be."""

    index: Where
    mark: str
    source: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where everything in a notebook goes.

    Args:
        name: the file.
        title: what its author calls the app.
        passed: whether it can be exported.
    """

    name: str
    title: str
    passed: bool
    cells: tuple[CellText, ...]
    pieces: tuple[Piece, ...]
    needs: tuple[Need, ...]
    diagnostics: tuple[Diagnostic, ...]

    def counts(self) -> Mapping[Goes, int]:
        """Return how many pieces go to each place."""
        return {place: sum(one.goes == place for one in self.pieces) for place in PLACES}

    def chain(self, ids: tuple[int, ...]) -> str:
        """Return a chain in words, such as ``Todos (page) → TodoItem → fmt``."""
        return " → ".join(self.pieces[index].title for index in ids)

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain JSON data."""
        return {
            "version": FORMAT,
            "file": self.name,
            "title": self.title,
            "passed": self.passed,
            "counts": dict(self.counts()),
            "cells": [asdict(cell) for cell in self.cells],
            "pieces": [asdict(piece) for piece in self.pieces],
            "needs": [asdict(need) for need in self.needs],
            "diagnostics": [one.to_json() for one in self.diagnostics],
        }
