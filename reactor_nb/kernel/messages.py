"""What the panel and the kernel tell each other: plain JSON, checked before it is used."""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from reactor_nb.errors import ReactorError
from reactor_nb.kernel.asking import Question
from reactor_nb.kernel.showing import Notebook, Shown
from reactor_nb.model.cell import Cell

T = TypeVar("T")

VERSION: Final = 1
"""Changes with the messages; a panel and a kernel of two versions say so."""

_MOST_CELLS: Final = 10_000
_MOST_TEXT: Final = 8 << 20
_METHODS: Final = frozenset(("GET", "POST"))
# What a page may say to its session; the rest of what sessions take is for their host.
_PAGE_KINDS: Final = frozenset(("event", "hydrated", "mended", "mismatch"))


class MessageError(ReactorError):
    """The panel sent what the protocol does not know."""


def read_number(data: Mapping[str, Any]) -> int:
    """Return the number that an answer will carry.

    Raises:
        MessageError: there is none.
    """
    return _take(data, "number", int)


def read_notebook(data: Mapping[str, Any]) -> tuple[Notebook, str, str]:
    """Return the notebook that the panel tells of, the address that it shows, and in which version.

    Raises:
        MessageError: it tells of something else.
    """
    cells = _take(data, "cells", list)
    if len(cells) > _MOST_CELLS:
        raise MessageError(f"a preview takes at most {_MOST_CELLS} cells")
    read = tuple(_read_cell(one) for one in cells)
    if sum(len(one.source) for one in read) > _MOST_TEXT:
        raise MessageError(f"a preview takes at most {_MOST_TEXT >> 20} MiB of cells")
    notebook = Notebook(_take(data, "name", str), _take(data, "title", str), read)
    return notebook, _url(data), _take(data, "known", str)


def _read_cell(data: Any) -> Cell:
    if not isinstance(data, dict):
        raise MessageError("a cell is an object")
    tags = _take(data, "tags", list)
    source = _take(data, "source", str).replace("\r\n", "\n").replace("\r", "\n")
    return Cell(
        _take(data, "index", int),
        source.encode("utf-8", "replace").decode(),
        _take(data, "id", str),
        tuple(tag for tag in tags if isinstance(tag, str)),
    )


def read_question(data: Mapping[str, Any]) -> Question:
    """Return the request that the page makes.

    Raises:
        MessageError: it is none.
    """
    method = _take(data, "method", str)
    if method not in _METHODS:
        raise MessageError("a page asks with GET or POST")
    headers = _take(data, "headers", dict)
    texts = {name: text for name, text in headers.items() if isinstance(text, str)}
    text = _take(data, "body", str)
    if len(text) > _MOST_TEXT:
        raise MessageError(f"a page sends at most {_MOST_TEXT >> 20} MiB at once")
    return Question(method, _url(data), texts, _body(text, data.get("base64") is True))


def _body(text: str, is_base64: bool) -> bytes:
    if not is_base64:
        return text.encode("utf-8", "replace")
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        raise MessageError("a body of bytes is in base64") from None


def read_page_message(data: Mapping[str, Any]) -> tuple[int, list[Any]]:
    """Return the number of a page that is rendered here, and what it says.

    Raises:
        MessageError: it says what pages cannot say.
    """
    message = _take(data, "message", list)
    if not message or message[0] not in _PAGE_KINDS:
        raise MessageError("a page tells of events, and of how it took its HTML")
    return _take(data, "page", int), message


def read_look(data: Mapping[str, Any]) -> tuple[int, list[Any]]:
    """Return the number of a page, and what the devtools ask of it; nothing closes them.

    Raises:
        MessageError: it is no such question.
    """
    return _take(data, "page", int), _take(data, "message", list)


def read_page(data: Mapping[str, Any]) -> int:
    """Return the number of a page.

    Raises:
        MessageError: there is none.
    """
    return _take(data, "page", int)


def _url(data: Mapping[str, Any]) -> str:
    url = _take(data, "url", str)
    if not url.startswith("/") or url.startswith("//"):
        raise MessageError("an address is a path inside the app")
    return url


def _take(data: Mapping[str, Any], name: str, kind: type[T]) -> T:
    value = data.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise MessageError(f"{name!r} must be of the type {kind.__name__}")
    return value


def shown(number: int | None, found: Shown) -> tuple[dict[str, Any], list[bytes]]:
    """Return what to show, with its files beside it; without a number where nobody has asked."""
    message: dict[str, Any] = {
        "kind": "shown",
        "number": number,
        "problems": list(found.problems),
        "version": found.version,
        "refresh": found.refresh,
        "page": found.page,
        "document": None,
        "files": [],
    }
    if found.document is not None:
        message["document"] = {
            "status": found.document.status,
            "headers": dict(found.document.headers),
            "body": found.document.text,
        }
        message["files"] = list(found.files)
    return message, list(found.files.values()) if found.document is not None else []
