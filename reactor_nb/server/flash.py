"""What a form post leaves for the page it came from: a cookie that is read once."""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from reactor_nb.core.codec import dump_json, parse_json
from reactor_nb.errors import CodecError

COOKIE: Final = "reactor_flash"
_SECONDS: Final = 60
_MOST_BYTES: Final = 3_500
_LONGEST_TEXT: Final = 1_000
# What a person would not want to find in a cookie, however short it lives.
_PRIVATE = re.compile(r"(?i)pass|secret|token|\bpin\b|card|cvc|cvv|iban|ssn")


def set_flash(
    response: Response,
    request: Request,
    base: str,
    page: str,
    action: str,
    error: Mapping[str, Any],
    fields: Mapping[str, Sequence[str | bytes]],
) -> None:
    """Leave an error for the next request of a page.

    Args:
        response: the redirect to the page.
        request: the form post.
        base: the path the app is mounted at.
        page: the path of the page, which alone shows it.
        action: the name of the action.
        error: its ``message``, and a message for each of its ``fields``.
        fields: what was typed; files cannot be given back.
    """
    flash: dict[str, Any] = {
        "page": page,
        "action": action,
        "message": str(error["message"])[:_LONGEST_TEXT],
        "fields": {name: text[:200] for name, text in list(error["fields"].items())[:50]},
        "values": _values(fields),
    }
    text = _written(flash)
    while len(text) > _MOST_BYTES and (flash["values"] or flash["fields"]):
        # Rather the messages than what was typed, and rather a part than nothing.
        shrinking = flash["values"] or flash["fields"]
        shrinking.pop(max(shrinking, key=lambda name: len(str(shrinking[name]))))
        text = _written(flash)
    response.set_cookie(
        COOKIE,
        text,
        max_age=_SECONDS,
        path=base or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def _values(fields: Mapping[str, Sequence[str | bytes]]) -> dict[str, Any]:
    return {
        name: texts[0] if len(texts) == 1 else texts
        for name, texts in fields.items()
        if not _PRIVATE.search(name) and all(isinstance(one, str) for one in texts)
    }


def _written(flash: Mapping[str, Any]) -> str:
    text = binascii.b2a_base64(dump_json(flash).encode(), newline=False).decode("ascii")
    return text.replace("+", "-").replace("/", "_").rstrip("=")


def read_flash(request: Request, page: str) -> dict[str, Any] | None:
    """Return what was left for a page, if it looks like what we leave."""
    text = request.cookies.get(COOKIE)
    if text is None:
        return None
    try:
        flash = _read(text)
    except (ValueError, KeyError, TypeError, CodecError):
        return None
    return flash if flash.pop("page") == page else None


def _read(text: str) -> dict[str, Any]:
    content = text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4)
    data = parse_json(binascii.a2b_base64(content, strict_mode=True), depth=3)
    return {
        "page": _text(data["page"]),
        "action": _text(data["action"]),
        "message": _text(data["message"]),
        "fields": {name: _text(one) for name, one in data["fields"].items()},
        "values": {
            name: [_text(one) for one in value] if isinstance(value, list) else _text(value)
            for name, value in data["values"].items()
        },
    }


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def clear_flash(response: Response, base: str) -> None:
    """Take back what was left."""
    response.delete_cookie(COOKIE, path=base or "/", httponly=True, samesite="lax")
