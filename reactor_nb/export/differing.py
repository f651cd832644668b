"""Where two texts differ, in a line."""

from __future__ import annotations

_AROUND = 30


def difference(expected: str, found: str) -> str:
    """Return the first place where two texts differ, of each a little."""
    shorter = min(len(expected), len(found))
    at = next((i for i in range(shorter) if expected[i] != found[i]), shorter)
    return f"{_piece(expected, at)} was expected, and it is {_piece(found, at)}"


def _piece(text: str, at: int) -> str:
    start, end = max(at - _AROUND, 0), at + _AROUND
    return repr(f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}")
