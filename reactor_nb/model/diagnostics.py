"""Problems in the author's notebook, as values: each with a code, a place and a cure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from reactor_nb.model.cell import Where

Severity = Literal["error", "warning", "info"]

CODES: dict[str, str] = {
    "RNB001": "A cell is not valid Python",
    "RNB002": "A name is defined nowhere in the notebook",
    "RNB003": "A component, page or action is defined twice",
    "RNB004": "A name means different things in different cells",
    "RNB005": "Two names are the same to Python but look different",
    "RNB006": "A component hides a builtin of Python",
    "RNB007": "An action has a name that cannot be called from outside",
    "RNB008": "A page is declared in a way that cannot be analysed",
    "RNB009": "Two pages have the same path",
    "RNB010": "A decorated function stands where it cannot be exported",
    "RNB011": "A cell's 'reactor:' mark is not known",
    "RNB012": "A star import is needed",
    "RNB013": "An await at the top of a cell reaches the browser",
    "RNB014": "An action has parameters that cannot be sent by name",
    "RNB015": "Code is made while the notebook runs",
    "RNB020": "The browser needs a loader",
    "RNB021": "The browser needs a value of the server's environment",
    "RNB022": "The browser needs a module that only the server has",
    "RNB023": "The browser needs a cell that is marked as server",
    "RNB025": "The server needs a cell that is marked as client",
    "RNB031": "A requirement cannot be used",
    "RNB032": "Metadata is ignored",
    "RNB040": "The notebook's format is newer than this version knows",
    "RNB041": "A cell id was repaired",
    "RNB042": "A cell of an unknown type is skipped",
    "RNB043": "Text runs in a direction that hides what the code does",
    "RNB044": "A number that JSON does not know is dropped",
    "RNB050": "The notebook has no page",
    "RNB051": "An action is public",
    "RNB052": "A value that components change is shared by all who use the server",
    "RNB060": "The browser needs a package that cannot go there",
    "RNB061": "Something that would be exported looks like a secret",
    "RNB062": "A module beside the notebook does not go along",
    "RNB063": "A field that is sent to the browser has the name of a secret",
    "RNB064": "Two notebooks have a file or a name of the app in common",
    "RNB065": "An import finds nothing in the modules beside the notebook",
    "RNB066": "A module beside the notebook has the name of another",
    "RNB067": "A module beside the notebook asks where its file is",
    "RNB070": "A page of a static site calls an action",
}
"""Every diagnostic code and its title, for the documentation."""


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the notebook; the line and the column count from 1, within the cell.

    Args:
        file: the module beside the notebook that it is in instead, by the name of its file.
    """

    cell: int | None
    line: int | None
    column: int | None = None
    file: str = ""

    @classmethod
    def at(cls, where: Where | None, line: int | None, column: int | None = None) -> Span:
        """Return a place in a cell or in a module."""
        if isinstance(where, str):
            return cls(None, line, column, where)
        return cls(where, line, column)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: what is wrong, where, and what to do about it."""

    code: str
    message: str
    span: Span
    severity: Severity = "error"
    hint: str = ""

    def describe(self, filename: str) -> str:
        """Return the problem as one line, such as ``app.ipynb › cell 4 › line 7: RNB003 …``."""
        place = [self.span.file or filename]
        if self.span.cell is not None:
            place.append(f"cell {self.span.cell}")
        if self.span.line is not None:
            place.append(f"line {self.span.line}")
        text = f"{' › '.join(place)}: {self.code} {self.message}"
        if self.hint:
            hint = self.hint.rstrip(".")
            text = f"{text.rstrip('.')}. {hint[0].upper()}{hint[1:]}."
        return " ".join(text.split())

    def to_json(self) -> dict[str, Any]:
        """Return the problem as flat JSON data."""
        data = asdict(self)
        return {**data.pop("span"), **data}
