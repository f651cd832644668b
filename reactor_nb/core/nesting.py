"""Elements that stand where the HTML parser does not leave them.

HTML that the server sends is read by rules of its own: a ``<div>`` ends a ``<p>``, a ``<table>``
gets a ``<tbody>``. What is rearranged cannot be adopted and is mended at each load, so the author
is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from reactor_nb.core.host import HostNode
from reactor_nb.core.instance import Instance, Owner
from reactor_nb.core.reconcile import FRAGMENT
from reactor_nb.core.scheduler import Scheduler
from reactor_nb.core.tag_names import SVG_TAGS, VOID_TAGS
from reactor_nb.core.vnode import Node, VBlock, VElement, VRows
from reactor_nb.core.writing import Writing

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ANYWHERE: Final = frozenset(("script", "style", "template"))
_CONTENT: Final = {
    "table": frozenset(("caption", "colgroup", "thead", "tbody", "tfoot")) | _ANYWHERE,
    "thead": frozenset(("tr",)) | _ANYWHERE,
    "tbody": frozenset(("tr",)) | _ANYWHERE,
    "tfoot": frozenset(("tr",)) | _ANYWHERE,
    "tr": frozenset(("td", "th")) | _ANYWHERE,
    "colgroup": frozenset(("col", "template")),
    "select": frozenset(("option", "optgroup", "hr", "script", "template")),
    "optgroup": frozenset(("option", "script", "template")),
    "option": frozenset(("script", "template")),
}
_ITEMS: Final = {"li": "li", "dd": "dd", "dt": "dd"}
_TABLE_PARTS: Final = frozenset(
    ("caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr")
)
_WITHOUT_TEXT: Final = frozenset(("table", "thead", "tbody", "tfoot", "tr", "colgroup"))
_BLOCKS = """
address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer
form header hgroup hr li dd dt main menu nav ol p pre search section summary table ul
h1 h2 h3 h4 h5 h6
"""
_ENDS_P: Final = frozenset(_BLOCKS.split())
# An open element above one of these is out of reach for the tags inside.
_WALLS: Final = frozenset(("caption", "table", "td", "th", "object", "marquee", "applet"))
_HTML_ISLANDS: Final = {
    "svg": frozenset(("foreignObject", "desc", "title")),
    "math": frozenset(("mi", "mo", "mn", "ms", "mtext")),
}
_HTML_ENCODINGS: Final = frozenset(("text/html", "application/xhtml+xml"))
_DRAWINGS: Final = {"svg": "drawing", "math": "formula"}
_LEAVES_SVG = """
b big blockquote br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 hr i img li menu meta nobr
ol p pre ruby s small span strong strike sub sup table tt u ul var
"""
_ENDS_SVG: Final = frozenset(_LEAVES_SVG.split()) | VOID_TAGS
_FONT: Final = frozenset(("color", "face", "size"))
# The elements that a new item does not look beyond for one that it ends.
_AROUND_LISTS = """
applet article aside blockquote button caption center details dialog dir dl fieldset figcaption
figure footer form h1 h2 h3 h4 h5 h6 header hgroup main marquee menu nav object ol pre search
section select summary table tbody td template tfoot th thead tr ul
"""
_STOPS_ITEMS: Final = frozenset(_AROUND_LISTS.split())
# What a note above a word ends.
_RUBY: Final = frozenset(("rb", "rp", "rt", "rtc"))
_ENDS_BY_ITSELF: Final = frozenset(("dd", "dt", "li", "optgroup", "option", "p")) | _RUBY


@dataclass(frozen=True, slots=True)
class _Place:
    """What is open around a node, as far as it matters: the tag around it, and what is in reach.

    ``space`` is ``svg`` in a drawing and ``math`` in a formula; ``may_draw`` says that a drawing
    may begin in a formula.
    """

    around: str = ""
    space: str = ""
    may_draw: bool = False
    paragraph: bool = False
    link: bool = False
    button: bool = False
    unbroken: bool = False
    ruby: bool = False
    form: bool = False
    item: str = ""

    def inside(self, node: VElement) -> _Place:
        """Return the place inside an element."""
        tag = node.tag
        if tag in _DRAWINGS and (not self.space or self.may_draw):
            return replace(self, around=tag, space=tag, may_draw=False)
        if self.space:
            return self._inside_drawing(node)
        if tag in _WALLS:
            return _Place(around=tag, form=self.form)
        return replace(
            self,
            around=tag,
            paragraph=tag == "p" or (self.paragraph and tag != "button"),
            link=self.link or tag == "a",
            button=self.button or tag == "button",
            unbroken=self.unbroken or tag == "nobr",
            ruby=self.ruby or tag == "ruby",
            form=self.form or tag == "form",
            item=_ITEMS.get(tag, "" if tag in _STOPS_ITEMS else self.item),
        )

    def _inside_drawing(self, node: VElement) -> _Place:
        tag = node.tag
        is_island = tag in _HTML_ISLANDS[self.space]
        may_draw = self.space == "math" and tag == "annotation-xml"
        if may_draw:
            is_island = node.attributes.get("encoding", "").lower() in _HTML_ENCODINGS
        if is_island:
            # A link and a form around it are still in reach.
            return _Place(around=tag, link=self.link, form=self.form)
        return replace(self, around=tag, may_draw=may_draw)

    def rule_against(self, node: VElement) -> str | None:
        """Return why an element cannot stay here, or ``None``."""
        tag = node.tag
        if self.space != "svg" and (tag.lower() in SVG_TAGS or (tag == "image" and not self.space)):
            return f"<{tag}> stands outside a drawing"
        if self.space:
            is_font = tag == "font" and not _FONT.isdisjoint(node.attributes)
            is_other = tag in _DRAWINGS and tag != self.space
            if tag in _ENDS_SVG or is_font or (is_other and not (self.may_draw and tag == "svg")):
                return f"<{tag}> cannot stand in a {_DRAWINGS[self.space]}"
            return None
        allowed = _CONTENT.get(self.around)
        if allowed is not None and tag not in allowed:
            return f"<{self.around}> cannot hold <{tag}>"
        if allowed is None and tag in _TABLE_PARTS:
            return f"<{tag}> stands outside a table"
        return self._nested(tag)

    def _nested(self, tag: str) -> str | None:
        is_twice = {
            "a": self.link,
            "button": self.button,
            "form": self.form,
            "nobr": self.unbroken,
        }
        if self.paragraph and tag in _ENDS_P:
            return f"<p> cannot hold <{tag}>"
        if tag in _ITEMS and self.item == _ITEMS[tag]:
            return f"<{tag}> cannot stand inside another one"
        if is_twice.get(tag) or (tag in _HEADINGS and self.around in _HEADINGS):
            return f"<{tag}> cannot stand inside another one"
        if self.ruby and tag in _RUBY and self.around in _ENDS_BY_ITSELF - {"rtc"}:
            return f"<{self.around}> cannot hold <{tag}>"
        return None


class Watching(Writing):
    """Writes HTML, and remarks on each node that the HTML parser would put elsewhere.

    What is inside such a node is passed over: it is elsewhere, too.
    """

    def __init__(self, root: Owner, scheduler: Scheduler) -> None:
        super().__init__(root, scheduler)
        self._place: _Place | None = _Place()

    def _mark(self) -> Any:
        return super()._mark(), self._place, len(self.remarks)

    def _back_to(self, mark: Any) -> None:
        output, self._place, remarks = mark
        del self.remarks[remarks:]
        super()._back_to(output)

    def _create_all(self, owner: Instance, nodes: tuple[Node, ...]) -> list[HostNode]:
        for node in nodes:
            if isinstance(node, str):
                self._look_at_text(node)
        return super()._create_all(owner, nodes)

    def _write_block(self, owner: Instance, node: VBlock) -> None:
        self._write_element(owner, node)

    def _write_rows(self, owner: Instance, node: VRows) -> None:
        self._write_inside(owner, node.children, FRAGMENT)

    def _leave_out(self, owner: Instance, element: VElement) -> None:
        around, self._place = self._place, _Place()
        super()._leave_out(owner, element)
        self._place = around

    def _write_element(self, owner: Instance, node: VElement) -> None:
        around = self._place
        if around is not None:
            self._place = self._look_at(owner, node, around)
            if len(node.children) == 1 and isinstance(node.children[0], str):
                self._look_at_text(node.children[0])
        super()._write_element(owner, node)
        self._place = around

    def _look_at(self, owner: Instance, node: VElement, around: _Place) -> _Place | None:
        """Remark on an element that cannot stay; return the place inside one that can."""
        tag = node.tag
        rule = around.rule_against(node)
        is_hidden = tag == "input" and node.attributes.get("type", "").lower() == "hidden"
        if rule is None or (is_hidden and around.around == "table"):
            return around.inside(node)
        cure = "; put a <tbody> between" if (around.around, tag) == ("table", "tr") else ""
        self.remarks.append(f"{rule}, in component {owner.names()}{cure}")
        return None

    def _look_at_text(self, text: str) -> None:
        place = self._place
        if place and place.around in _WITHOUT_TEXT and text.strip("\t\n\f\r "):
            self.remarks.append(f"<{place.around}> cannot hold the text {text[:30]!r}")
