"""HTML without what nobody sees: two texts that show the same have the same outline."""

from html.parser import HTMLParser
from typing import Any

from reactor_nb.core.tag_names import VOID_TAGS


class Outline(HTMLParser):
    """The elements, attributes and texts of some HTML, however it is written.

    Comments are left out, the order of attributes does not count, nor does an empty class.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID_TAGS:
            self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self.found and isinstance(self.found[-1], list):
            self.found[-1][0] += data
        else:
            self.found.append([data])


def same_html(pages: dict[str, str]) -> None:
    """Stop unless all these have one outline."""
    (first, html), *others = pages.items()
    wanted = Outline(html).found
    for name, other in others:
        found = Outline(other).found
        if found != wanted:
            pairs = zip([*found, None], [*wanted, None], strict=False)
            at, right = next(pair for pair in pairs if pair[0] != pair[1])
            raise SystemExit(f"{name} has {at} where {first} has {right}")
