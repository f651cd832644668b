"""The text of a cell as HTML: coloured as in an editor, each name marked with where it goes."""

from __future__ import annotations

import io
import keyword
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from reactor_nb.explain.explanation import CellText, Piece
from reactor_nb.explain.words import place_class

Spot = tuple[int, int]
_Token = tuple[Spot, Spot, str]

_KINDS = {
    tokenize.COMMENT: "com",
    tokenize.STRING: "str",
    tokenize.NUMBER: "num",
    **{
        getattr(tokenize, name): "str"
        for name in ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END")
        if hasattr(tokenize, name)  # from Python 3.12 on
    },
}


def code_html(cell: CellText, pieces: Sequence[Piece]) -> str:
    """Return the lines of a cell; each tells its pieces by ``data-p``."""
    lines = cell.source.split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    marks = _marks(lines, cell.source, pieces)
    return "".join(
        _line_html(number, text, marks.get(number, []), pieces)
        for number, text in enumerate(lines, 1)
    )


def _line_html(
    number: int, text: str, marks: Sequence[tuple[int, int, str]], pieces: Sequence[Piece]
) -> str:
    html, at = "", 0
    for start, end, opening in sorted(marks):
        if start >= at:
            html += f"{escape(text[at:start], quote=False)}{opening}"
            html += f"{escape(text[start:end], quote=False)}</{_tag(opening)}>"
            at = end
    html += escape(text[at:], quote=False)
    here = [piece for piece in pieces if piece.line <= number <= piece.end_line]
    ids = " ".join(str(piece.id) for piece in here)
    data = f' data-p="{ids}"' if ids else ""
    return f'<span class="l {place_class(here)}"{data}><i>{number}</i>{html}\n</span>'


def _tag(opening: str) -> str:
    return opening[1:].split(" ", 1)[0]


def _marks(
    lines: Sequence[str], source: str, pieces: Sequence[Piece]
) -> Mapping[int, list[tuple[int, int, str]]]:
    """Return for each line which parts of it stand in an element, and in which."""
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    named: set[tuple[int, str]] = set()
    for start, end, kind in _tokens(source):
        opening = f'<span class="{kind}">'
        if kind == "name":
            piece = _defined_at(lines, start, end, pieces, named)
            if piece is None:
                continue
            opening = f'<b class="{place_class([piece])}" data-p="{piece.id}">'
        for number in range(start[0], end[0] + 1):
            first = start[1] if number == start[0] else 0
            last = end[1] if number == end[0] else len(lines[number - 1])
            found[number].append((first, last, opening))
    return found


def _defined_at(
    lines: Sequence[str],
    start: Spot,
    end: Spot,
    pieces: Sequence[Piece],
    named: set[tuple[int, str]],
) -> Piece | None:
    """Return the piece whose name stands here, where it stands in the piece for the first time."""
    line = lines[start[0] - 1]
    name = line[start[1] : end[1]]
    for piece in pieces:
        inside = piece.line <= start[0] <= piece.end_line
        # Only the list of an import goes on in lines further in.
        binds = name in piece.names and (piece.kind == "import" or not line[:1].isspace())
        if inside and binds and (piece.id, name) not in named:
            named.add((piece.id, name))
            return piece
    return None


def _tokens(source: str) -> Iterator[_Token]:
    """Yield what is coloured; text that is not Python stays plain from there on."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in _KINDS:
                yield token.start, token.end, _KINDS[token.type]
            elif token.type == tokenize.NAME:
                yield token.start, token.end, "key" if keyword.iskeyword(token.string) else "name"
            elif token.type == tokenize.OP and token.string == "@":
                yield token.start, token.end, "key"
    except (tokenize.TokenError, SyntaxError):  # IndentationError is one, too
        return
