"""What the page says of pieces, and the classes that its style knows them by."""

from __future__ import annotations

from collections.abc import Iterable

from reactor_nb.explain.explanation import Piece


def place_class(pieces: Iterable[Piece]) -> str:
    """Return ``s``, ``b``, ``s b`` or ``x`` for pieces on the server, in the browser, nowhere."""
    goes = {piece.goes for piece in pieces}
    classes = [
        *(["s"] if goes & {"server", "shared"} else []),
        *(["b"] if goes & {"browser", "shared"} else []),
    ]
    return " ".join(classes) or ("x" if goes else "")
