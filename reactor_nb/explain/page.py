"""An explanation as one page that loads nothing: graph, cells, and what is wrong, side by side."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from html import escape
from itertools import groupby

from reactor_nb.explain.code import code_html
from reactor_nb.explain.explanation import PLACES, CellText, Explanation, Piece
from reactor_nb.explain.graph import graph_svg
from reactor_nb.explain.words import place_class
from reactor_nb.export.bundle import Build
from reactor_nb.model.cell import Where, words_for
from reactor_nb.model.diagnostics import Diagnostic

_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
_HINTS = {
    "server": "stays on the server",
    "browser": "is in the browser only",
    "shared": "is on the server and in the browser",
    "left out": "is in neither: no page and no action needs it",
}


def explanation_page(explained: Explanation, build: Build) -> str:
    """Return the page; it works from a file, with no network and, to read, without JavaScript."""
    style = build.need("explain.css").read_text(encoding="utf-8").strip()
    script = build.need("explain.js").read_text(encoding="utf-8").strip()
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; "
        f"script-src '{_hash(script)}'"
    )
    data = explained.to_json()
    del data["cells"]
    payload = json.dumps(data, separators=(",", ":")).translate(_IN_SCRIPT)
    title = escape(f"{explained.title}: what goes where", quote=False)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><title>{title}</title><style>{style}</style></head>'
        f"<body>{_header(explained)}<main>{_graph(explained)}{_cells(explained)}</main>"
        f'<script type="application/json" id="explained">{payload}</script>'
        f"<script>{script}</script></body></html>\n"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _header(explained: Explanation) -> str:
    counts = explained.counts()
    chips = "".join(
        f'<button type="button" class="chip {_CLASSES[place]}" data-place="{place}" '
        f'aria-pressed="false" title="{_HINTS[place]}">{_PICTURE}{counts[place]} {place}</button>'
        for place in PLACES
    )
    return (
        f"<header><div><h1>{escape(explained.title, quote=False)}</h1>"
        f"<p>{escape(explained.name, quote=False)}: what goes where, and why</p></div>"
        f'<div class="chips" role="group" aria-label="Show only">{chips}</div>'
        '<div class="tools"><input type="search" id="search" placeholder="Find a name  ( / )" '
        'aria-label="Find a name" autocomplete="off">'
        '<button type="button" id="theme" aria-label="Light or dark">◐</button></div></header>'
    )


_CLASSES = {"server": "s", "browser": "b", "shared": "s b", "left out": "x"}
_PICTURE = '<span class="where"><i class="on-server"></i><i class="in-browser"></i></span>'


def _graph(explained: Explanation) -> str:
    drawing = graph_svg(explained)
    content = drawing or '<p class="empty">No page and no action, so there is nothing to draw.</p>'
    return (
        '<section class="graph" aria-label="Graph"><div class="scroll" id="scroll">'
        f"{content}</div>"
        '<div class="zoom" role="group" aria-label="Size of the graph">'
        '<button type="button" id="smaller" aria-label="Smaller">−</button>'
        '<button type="button" id="fit">fit</button>'
        '<button type="button" id="larger" aria-label="Larger">+</button></div>'
        '<div class="detail" id="detail" aria-live="polite"><p>Point at a name, or press Tab and '
        "the arrow keys, to see by which chain it is needed. Enter keeps it, Escape lets go.</p>"
        "</div></section>"
    )


def _cells(explained: Explanation) -> str:
    by_cell = {index: list(each) for index, each in groupby(explained.pieces, lambda one: one.cell)}
    problems = list(explained.diagnostics)
    cards = "".join(
        _cell(cell, by_cell.get(cell.index, []), [p for p in problems if _place(p) == cell.index])
        for cell in explained.cells
    )
    general = "".join(_problem(each) for each in problems if _place(each) is None)
    return f'<section class="cells" aria-label="Cells">{general}{cards}</section>'


def _cell(cell: CellText, pieces: list[Piece], problems: list[Diagnostic]) -> str:
    mark = f' <span class="mark">{escape(cell.mark)}</span>' if cell.mark else ""
    told = "".join(_problem(each) for each in problems)
    return (
        f'<article id="cell-{escape(str(cell.index))}">'
        f"<h2>{escape(words_for(cell.index), quote=False)}{mark}</h2>"
        f'<div class="names">{"".join(_names(pieces))}</div>'
        f"<pre><code>{code_html(cell, pieces)}</code></pre>{told}</article>"
    )


def _place(problem: Diagnostic) -> Where | None:
    return problem.span.file or problem.span.cell


def _names(pieces: list[Piece]) -> Iterator[str]:
    for piece in pieces:
        if piece.kind != "import":
            stub = " stub" if piece.stub else ""
            yield (
                f'<button type="button" class="chip {place_class([piece])}{stub}" '
                f'data-p="{piece.id}">{_PICTURE}{escape(piece.title, quote=False)}</button>'
            )


def _problem(problem: Diagnostic) -> str:
    line = f"line {problem.span.line}: " if problem.span.line else ""
    text = escape(f"{line}{problem.code} {problem.message}", quote=False)
    hint = f"<br>{escape(problem.hint, quote=False)}" if problem.hint else ""
    return f'<p class="problem {problem.severity}">{text}{hint}</p>'
