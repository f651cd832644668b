"""JSON text → data, with what JSON leaves open decided: repeated keys, NaN, huge numbers."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reactor_nb.errors import NotebookError

DEEPEST = 200
_LONGEST_NUMBER = 4000


class Repeating(dict[str, Any]):
    """An object in which some keys stood more than once."""

    repeated: frozenset[str] = frozenset()


class _NumberError(Exception):
    """A number that nobody can have meant."""


def parse_json(text: str, path: Path) -> Any:
    """Return the data of a JSON text.

    Raises:
        NotebookError: it is not JSON, or nested or long beyond reason.
    """
    try:
        data = json.loads(text, object_pairs_hook=_object, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise _not_json(error, text, path) from None
    except _NumberError as error:
        place = text.find(str(error))
        message = f"a number of {len(str(error))} digits is more than can be meant"
        raise _located(message, text, place, path) from None
    except RecursionError:
        raise NotebookError(_too_deep(), path) from None
    if _is_deeper(data, DEEPEST):
        raise NotebookError(_too_deep(), path)
    return data


def _too_deep() -> str:
    return f"the file is nested more than {DEEPEST} levels deep; no notebook needs that"


def _not_json(error: json.JSONDecodeError, text: str, path: Path) -> NotebookError:
    at_end = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
    what = "the file is cut off" if at_end else "the file is not JSON"
    message = f"{what}: {error.msg.lower()}; take an older copy of the notebook"
    return _located(message, text, error.pos, path)


def _located(message: str, text: str, position: int, path: Path) -> NotebookError:
    line = text.count("\n", 0, position) + 1
    offset = len(text[:position].encode("utf-8", "surrogatepass"))
    return NotebookError(message, path, line=line, offset=offset)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    counts = Counter(key for key, _ in pairs)
    result = Repeating(plain)
    result.repeated = frozenset(key for key, count in counts.items() if count > 1)
    return result


def _integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise _NumberError(text)
    return int(text)


def _is_deeper(data: Any, limit: int) -> bool:
    level = [data]
    for _ in range(limit):
        level = [each for value in level for each in _inside(value)]
        if not level:
            return False
    return True


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return
    for each in value:
        if isinstance(each, dict | list):
            yield each


def has_odd_number(value: Any) -> bool:
    """Tell whether NaN or an infinity, which JSON does not know, stands anywhere in a value."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, float) and not math.isfinite(current):
            return True
        if isinstance(current, dict):
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)
    return False
