"""The graph of an explanation as SVG: what needs what, from the pages on the left to the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from reactor_nb.explain.drawing import HEIGHT, Drawing, Point, draw
from reactor_nb.explain.explanation import Explanation, Piece
from reactor_nb.explain.words import place_class
from reactor_nb.model.cell import Where, words_for

_LONGEST = 26
_TITLE, _SUBTITLE = 7.85, 6.3
"""How wide a letter is, in the fonts of the style."""
_AROUND = 44
_MARGIN = 24


@dataclass(frozen=True, slots=True)
class Box:
    """One or more pieces that are drawn as one: names that one line imports."""

    pieces: tuple[Piece, ...]
    title: str
    subtitle: str

    @property
    def width(self) -> float:
        """How wide the box must be for its texts."""
        return _AROUND + max(len(self.title) * _TITLE, len(self.subtitle) * _SUBTITLE)


def graph_svg(explained: Explanation) -> str:
    """Return the graph; nothing when there is nothing to draw."""
    boxes = list(_boxes(explained.pieces))
    box_of = {piece.id: index for index, box in enumerate(boxes) for piece in box.pieces}
    sides: dict[tuple[int, int], list[bool]] = {}
    for need in explained.needs:
        edge = (box_of.get(need.source, -1), box_of.get(need.target, -1))
        if -1 not in edge and edge[0] != edge[1]:
            found = sides.setdefault(edge, [False, False, True])
            found[0] |= need.server
            found[1] |= need.browser
            found[2] &= need.changes
    if not boxes:
        return ""
    drawing = draw([box.width for box in boxes], list(sides))
    lines = "".join(_line_svg(edge, drawing.lines[edge], *sides[edge]) for edge in sorted(sides))
    shapes = "".join(_box_svg(index, box, drawing.boxes[index]) for index, box in enumerate(boxes))
    return _svg(drawing, f'<g class="lines">{lines}</g><g class="boxes">{shapes}</g>')


def _boxes(pieces: Iterable[Piece]) -> Iterable[Box]:
    imports: dict[tuple[Where, int, str], list[Piece]] = {}
    for piece in pieces:
        if piece.goes == "left out" or _is_ours(piece):
            continue
        if piece.kind != "import":
            yield Box((piece,), _cut(piece.label), _subtitle(piece))
        else:
            imports.setdefault((piece.cell, piece.line, piece.goes), []).append(piece)
    for group in imports.values():
        title = ", ".join(piece.label for piece in group)
        yield Box(tuple(group), _cut(title), f"import · {words_for(group[0].cell)}")


def _is_ours(piece: Piece) -> bool:
    """Every page needs elements and hooks; to draw that would hide the rest."""
    return piece.kind == "import" and piece.detail.partition(".")[0] == "reactor_nb"


def _subtitle(piece: Piece) -> str:
    detail = f" {piece.detail}" if piece.kind == "page" else ""
    return f"{_cut(piece.kind + detail)} · {words_for(piece.cell)}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _svg(drawing: Drawing, content: str) -> str:
    width, height = drawing.width + 2 * _MARGIN, drawing.height + 2 * _MARGIN
    arrows = "".join(
        f'<marker id="arrow-{name}" class="{name}" viewBox="0 0 8 8" refX="7" refY="4" '
        'markerWidth="7" markerHeight="7" orient="auto" markerUnits="userSpaceOnUse">'
        '<path d="M0 0.8 8 4 0 7.2z"/></marker>'
        for name in ("s", "b", "sb")
    )
    return (
        f'<svg id="graph" role="group" aria-label="What needs what" width="{width:.0f}" '
        f'height="{height:.0f}" viewBox="{-_MARGIN} {-_MARGIN} {width:.0f} {height:.0f}">'
        f"<defs>{arrows}</defs>{content}</svg>"
    )


def _line_svg(
    edge: tuple[int, int], points: Sequence[Point], server: bool, browser: bool, changes: bool
) -> str:
    kind = ("s" if server else "") + ("b" if browser else "")
    style = f"{kind} changes" if changes else kind
    return (
        f'<path class="{style}" data-from="{edge[0]}" data-to="{edge[1]}" '
        f'marker-end="url(#arrow-{kind})" d="{_path(points)}"/>'
    )


def _path(points: Sequence[Point]) -> str:
    (x, y), *rest = points
    path = f"M{x:.1f} {y:.1f}"
    for to_x, to_y in rest:
        if abs(to_y - y) < 0.05:
            path += f"H{to_x:.1f}"
        else:
            middle = (x + to_x) / 2
            path += f"C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
        x, y = to_x, to_y
    return path


def _box_svg(index: int, box: Box, at: Point) -> str:
    first = box.pieces[0]
    ids = " ".join(str(piece.id) for piece in box.pieces)
    classes = f"{place_class(box.pieces)} {first.kind}{' stub' if first.stub else ''}"
    label = f"{first.title}, {first.goes}, {box.subtitle}"
    return (
        f'<g class="{classes}" transform="translate({at[0]:.1f} {at[1]:.1f})" role="button" '
        f'tabindex="-1" data-box="{index}" data-p="{ids}" aria-label="{escape(label)}">'
        f'<rect class="body" width="{box.width:.0f}" height="{HEIGHT}" rx="9"/>'
        '<rect class="on-server" x="9" y="9" width="6" height="26" rx="3"/>'
        '<rect class="in-browser" x="18" y="9" width="6" height="26" rx="3"/>'
        f'<text x="33" y="19">{escape(box.title, quote=False)}</text>'
        f'<text class="sub" x="33" y="34">{escape(box.subtitle, quote=False)}</text></g>'
    )
