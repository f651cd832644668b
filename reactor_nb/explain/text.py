"""An explanation as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from reactor_nb.explain.explanation import PLACES, Explanation, Piece
from reactor_nb.export.report import one_line
from reactor_nb.model.cell import words_for

_WIDEST = 32


def describe(explained: Explanation) -> Iterator[str]:
    """Yield the lines: for each cell its pieces, where they go, and by which chain."""
    counts = explained.counts()
    told = ", ".join(f"{counts[place]} {place}" for place in PLACES if counts[place])
    yield one_line(f"{explained.name}: {told or 'nothing to export'}")
    rows = {
        cell: list(_rows(explained, pieces))
        for cell, pieces in groupby(explained.pieces, lambda one: one.cell)
    }
    widths = [len(row[0]) for each in rows.values() for row in each]
    width = min(max(widths, default=0), _WIDEST)
    for cell in explained.cells:
        mark = f" (marked as {cell.mark})" if cell.mark else ""
        yield f"{words_for(cell.index)}{mark}"
        for shown, goes, why in rows.get(cell.index, ()):
            yield f"  {shown:{width}}  {goes:8}  {why}".rstrip()


def _rows(explained: Explanation, pieces: Iterable[Piece]) -> Iterator[tuple[str, str, str]]:
    # That a page needs the elements it shows is no news, so these are told together.
    groups: dict[object, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(_our_module(piece) or piece.id, []).append(piece)
    for group in groups.values():
        first = group[0]
        if len(group) == 1:
            yield one_line(first.title), _goes(first), _why(explained, first)
        else:
            names = ", ".join(piece.label for piece in group)
            yield f"{len(group)} names", first.goes, f"from {first.detail}: {names}"


def _our_module(piece: Piece) -> tuple[str, str] | None:
    ours = piece.kind == "import" and piece.detail.partition(".")[0] == "reactor_nb"
    return (piece.detail, piece.goes) if ours else None


def _goes(piece: Piece) -> str:
    return f"{piece.goes}, a stub in the browser" if piece.stub else piece.goes


def _why(explained: Explanation, piece: Piece) -> str:
    # A page is rendered on both sides, so the browser's chain says why the server has it, too.
    chain = piece.browser or piece.server
    if piece.reason:
        return piece.reason
    if len(chain) > 1:
        return one_line(explained.chain(chain))
    return one_line(piece.detail) if piece.kind == "page" else "anyone may call it"
