"""The cells of a notebook of any format, in one form."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reactor_nb.errors import NotebookError
from reactor_nb.model.diagnostics import Diagnostic, Span
from reactor_nb.notebook.json_text import Repeating

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_KINDS = frozenset({"code", "markdown", "raw"})
_OLD = _KINDS | {"heading", "html"}
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_DECIDING = frozenset({"cell_type", "input", "source"})


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell of any kind, counted from 1 among all."""

    index: int
    kind: str
    source: str
    id: str
    metadata: Any


class CellReader:
    """Reads cells one after the other, and keeps what it had to mend.

    Args:
        path: the file, for messages.
        old: whether the notebook is of format 2 or 3.
    """

    def __init__(self, path: Path, *, old: bool) -> None:
        self._path = path
        self._old = old
        self._ids: set[str] = set()
        self.diagnostics: list[Diagnostic] = []

    def read(self, items: list[Any]) -> Iterator[RawCell]:
        """Return the cells whose type is known."""
        for index, item in enumerate(items, 1):
            if not isinstance(item, dict):
                raise NotebookError("this is not a cell", self._path, cell=index)
            if isinstance(item, Repeating) and item.repeated & _DECIDING:
                key = min(item.repeated & _DECIDING)
                message = f"the key {key!r} stands twice, so it is not clear which one is meant"
                raise NotebookError(message, self._path, cell=index)
            kind = item.get("cell_type")
            if not isinstance(kind, str) or kind not in (_OLD if self._old else _KINDS):
                self._warn("RNB042", index, f"a cell of the type {_short(kind)} is skipped")
                continue
            source = self._source(item, index, kind)
            cell_id = self._id(item.get("id"), index, kind, source)
            yield RawCell(index, kind, source, cell_id, item.get("metadata"))

    def _source(self, item: dict[str, Any], index: int, kind: str) -> str:
        key = "input" if self._old and kind == "code" else "source"
        value = item.get(key, "")
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            # Old notebooks have lines without their ends.
            ends = not self._old or (value and value[0].endswith(("\n", "\r")))
            value = ("" if ends else "\n").join(value)
        if not isinstance(value, str):
            what = type(value).__name__
            message = f"the source of the cell must be text or a list of texts, not {what}"
            raise NotebookError(message, self._path, cell=index)
        source = value.replace("\r\n", "\n").replace("\r", "\n")
        if kind == "code":
            self._check_code(source, index)
        return source

    def _check_code(self, source: str, index: int) -> None:
        if (place := source.find("\x00")) >= 0:
            line = source.count("\n", 0, place) + 1
            message = "a NUL character stands in the code; delete it"
            raise NotebookError(message, self._path, line=line, cell=index)
        try:
            source.encode()
        except UnicodeEncodeError as error:
            line = source.count("\n", 0, error.start) + 1
            message = "half a character (a lone surrogate) stands in the code; delete it"
            raise NotebookError(message, self._path, line=line, cell=index) from None
        for match in _DIRECTIONS.finditer(source):
            line = source.count("\n", 0, match.start()) + 1
            message = f"U+{ord(match[0]):04X} makes the code look different from what it does"
            self._warn("RNB043", index, message, line, hint="delete it, or write it as an escape")
            break

    def _id(self, given: Any, index: int, kind: str, source: str) -> str:
        if isinstance(given, str) and _ID.fullmatch(given) and given not in self._ids:
            self._ids.add(given)
            return given
        if given is not None:
            twice = isinstance(given, str) and given in self._ids
            why = "is used twice" if twice else "is not valid"
            self._warn("RNB041", index, f"the cell's id {why}, and was made anew")
        # From place and content, so that the same notebook always gets the same ids.
        made = hashlib.sha256(f"{index}\0{kind}\0{source}".encode("utf-8", "replace"))
        made_id = made.hexdigest()[:12]
        while made_id in self._ids:
            made_id += "-"
        self._ids.add(made_id)
        return made_id

    def _warn(
        self, code: str, cell: int, message: str, line: int | None = None, *, hint: str = ""
    ) -> None:
        self.diagnostics.append(Diagnostic(code, message, Span(cell, line), "warning", hint))


def _short(value: object) -> str:
    return repr(value)[:40].encode("ascii", "backslashreplace").decode()
