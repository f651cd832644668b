"""JSON as text: read strictly, written without surprises."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any, Final

from reactor_nb.errors import CodecError

MAX_DIGITS: Final = 1_000
_LONG_NUMBER = re.compile(rf"\d{{{MAX_DIGITS}}}", re.ASCII)
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTAINERS: Final[frozenset[type]] = frozenset((list, dict))
_WITH_TEXTS: Final[frozenset[type]] = frozenset((list, dict, str))
_BOM: Final = b"\xef\xbb\xbf"


def parse_json(source: bytes | str, *, depth: int = 100) -> Any:
    """Return the data of a JSON text, whoever wrote it.

    Args:
        source: UTF-8 bytes, or a text.
        depth: how many lists and objects may stand inside each other.

    Raises:
        CodecError: it is not JSON, or JSON that two readers could read differently: a key twice,
            a number that no number of ours equals, half a character, a byte order mark.
    """
    text = _decoded(source)
    reader = _Reader()
    hooks: dict[str, Any] = {}
    if _LONG_NUMBER.search(text):
        hooks["parse_int"] = reader.integer
    try:
        data = json.loads(
            text,
            object_pairs_hook=reader.pairs,
            parse_constant=reader.constant,
            parse_float=reader.number,
            **hooks,
        )
    except CodecError:
        raise
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise CodecError("", f"is not JSON ({error.msg} at {where})") from None
    except RecursionError:
        raise CodecError("", "is nested too deeply") from None
    except ValueError:
        raise CodecError("", "is not JSON") from None
    _check(data, depth, bool(_SURROGATE_ESCAPE.search(text)) or not isinstance(source, bytes))
    return data


def _decoded(source: bytes | str) -> str:
    if isinstance(source, str):
        text = source
    else:
        if source.startswith(_BOM):
            raise CodecError("", "starts with a byte order mark; send UTF-8 without one")
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError as error:
            raise CodecError("", f"is not UTF-8 (byte {error.start})") from None
    if text.startswith("\ufeff"):
        raise CodecError("", "starts with a byte order mark; send UTF-8 without one")
    return text


class _Reader:
    """What the standard reader would let pass, refused."""

    def pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise CodecError("", "has the same key twice in one object")
        return found

    def constant(self, text: str) -> Any:
        raise CodecError("", f"holds {text}, which JSON does not have")

    def number(self, text: str) -> float:
        number = float(text)
        if not isfinite(number):
            raise CodecError("", "holds a number that is too large")
        return number

    def integer(self, text: str) -> int:
        if len(text) > MAX_DIGITS:
            raise CodecError("", f"holds an integer of more than {MAX_DIGITS:,} digits")
        return int(text)


def _check(data: Any, depth: int, texts: bool) -> None:
    """Raise if data is nested too deeply or, where ``texts``, holds half a character."""
    walked = _WITH_TEXTS if texts else _CONTAINERS
    level: list[Any] = [data]
    while level:
        if texts and any(_SURROGATE.search(text) for text in _texts(level)):
            raise CodecError("", "holds a lone surrogate, which is half a character")
        outer = [one for one in level if one.__class__ in _CONTAINERS]
        if outer and depth <= 0:
            raise CodecError("", "is nested too deeply")
        depth -= 1
        level = [one for group in map(_inside, outer) for one in group if one.__class__ in walked]


def _inside(container: Any) -> Iterable[Any]:
    return container.values() if container.__class__ is dict else container


def _texts(level: list[Any]) -> Iterator[str]:
    for one in level:
        if one.__class__ is str:
            yield one
        elif one.__class__ is dict:
            yield from one


def dump_json(data: Any) -> str:
    """Return data as compact JSON text; a lone surrogate is written as an escape.

    Raises:
        ValueError: it holds NaN, an infinity, or an integer of thousands of digits.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if text.isascii() or _SURROGATE.search(text) is None:
        return text
    return json.dumps(data, allow_nan=False, separators=(",", ":"))
