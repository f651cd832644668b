"""HTML with places in it whose content comes later: what waits below a ``Suspense``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reactor_nb.core.instance import Instance
from reactor_nb.core.writing import Writing


class Mark(str):
    """Where a ``Suspense`` begins or ends in the HTML; as text, the comment that tells its place.

    ``place`` is the path of its instance, ``waits`` whether it shows its fallback.
    """

    __slots__ = ("place", "waits")
    place: str
    waits: bool

    @classmethod
    def make(cls, text: str, place: str, waits: bool) -> Mark:
        """Return a mark with these facts."""
        mark = cls(text)
        mark.place, mark.waits = place, waits
        return mark


def opening(place: str) -> str:
    """Return the comment at which a place begins."""
    return f"<!--rnb {place}-->"


def closing(place: str) -> str:
    """Return the comment at which a place ends."""
    return f"<!--/rnb {place}-->"


class Streaming(Writing):
    """Writes HTML, and marks where each ``Suspense`` begins and ends."""

    def _render_boundary(self, instance: Instance, *, is_new: bool) -> None:
        if instance.component.catches != "loads":
            super()._render_boundary(instance, is_new=is_new)
            return
        start = len(self.parts)
        # Outside of what a boundary takes back when something in it waits.
        self.parts.append("")
        super()._render_boundary(instance, is_new=is_new)
        place, waits = instance.path, instance.error is not None
        self.parts[start] = Mark.make(opening(place), place, waits)
        self.parts.append(Mark.make(closing(place), place, waits))

    def html(self) -> str:
        """Return what was written, without marks."""
        return "".join(part for part in self.parts if part.__class__ is not Mark)


def marked(parts: Iterable[str]) -> str:
    """Return the HTML with the marks of what waits."""
    return "".join(part for part in parts if not isinstance(part, Mark) or part.waits)


def waiting(parts: Iterable[str]) -> list[str]:
    """Return the places of what waits, in document order."""
    marks = (part for part in parts if isinstance(part, Mark) and part.waits)
    return list(dict.fromkeys(mark.place for mark in marks))


def inside(parts: Sequence[str], place: str) -> Sequence[str] | None:
    """Return what is at a place, if it is there and waits no more."""
    at = [i for i, part in enumerate(parts) if isinstance(part, Mark) and part.place == place]
    if not at or getattr(parts[at[0]], "waits", True):
        return None
    return parts[at[0] + 1 : at[-1]]


def ready(parts: Iterable[str]) -> str:
    """Return the HTML up to the first place that waits."""

    def until_it_waits() -> Iterator[Any]:
        for part in parts:
            if isinstance(part, Mark):
                if part.waits:
                    return
            else:
                yield part

    return "".join(until_it_waits())
