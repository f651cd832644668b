"""HTML as the elements that a test looks at."""

from __future__ import annotations

from html.parser import HTMLParser

from reactor_nb.testing.elements import Element, settle_controls

_EMPTY = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
        *("track", "wbr"),
    )
)


class _Reader(HTMLParser):
    """Reads HTML that was written with all its end tags, as ours is."""

    def __init__(self, into: Element) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [into]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        around = self._open[-1]
        made = Element(tag, {name: value or "" for name, value in attrs}, [], around)
        around.children.append(made)
        if tag not in _EMPTY:
            self._open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def parse_into(element: Element, html: str) -> None:
    """Put what HTML describes into an element."""
    reader = _Reader(element)
    reader.feed(html)
    reader.close()


def parse_page(html: str) -> Element:
    """Return a document, inside an element of its own."""
    page = Element("#document", {})
    parse_into(page, html)
    settle_controls(page)
    return page
