"""The body of a request: read within limits, and only in the forms that actions take."""

from __future__ import annotations

from typing import TypeAlias
from urllib.parse import parse_qsl

import anyio
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from reactor_nb.server.settings import Settings

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_MOST_FIELDS = 1_000
_MOST_FILES = 100

Fields: TypeAlias = dict[str, list[str | bytes]]
"""What each field of a form holds: texts, and files as bytes."""


class BodyError(Exception):
    """A body that is not taken.

    Args:
        status: the HTTP status of the answer.
        code: the word that says why.
        message: what is wrong.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def content_kind(request: Request) -> str:
    """Return the media type of a body, one of those that actions take.

    Raises:
        BodyError: it is of another type, compressed, or not in UTF-8.
    """
    types = request.headers.getlist("content-type")
    kind, _, rest = (types[0] if len(types) == 1 else "").partition(";")
    kind = kind.strip().lower()
    if kind not in (JSON, FORM, MULTIPART) or not _is_utf8(rest):
        raise BodyError(415, "unsupported", f"send {JSON} in UTF-8")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise BodyError(415, "unsupported", "send the body without compression")
    return kind


def _is_utf8(parameters: str) -> bool:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower() in ("utf-8", "utf8")
    return True


async def read_body(request: Request, settings: Settings) -> bytes:
    """Return the body of a request; what is more than the limit is never held.

    Raises:
        BodyError: it is too long, or takes too long to arrive.
    """
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()):
        raise BodyError(400, "bad_request", "the header Content-Length is no number")
    if int(length[:20]) > settings.max_body:
        raise _too_large(settings)
    chunks: list[bytes] = []
    size = 0
    try:
        with anyio.fail_after(settings.body_timeout):
            async for chunk in request.stream():
                size += len(chunk)
                if size > settings.max_body:
                    raise _too_large(settings)
                chunks.append(chunk)
    except TimeoutError:
        raise BodyError(408, "timeout", "the body took too long to arrive") from None
    except ClientDisconnect:
        raise BodyError(400, "bad_request", "the body ended too early") from None
    return b"".join(chunks)


def _too_large(settings: Settings) -> BodyError:
    return BodyError(413, "too_large", f"the body has more than {settings.max_body:,} bytes")


async def form_fields(request: Request, kind: str, body: bytes) -> Fields:
    """Return the fields of a form.

    Raises:
        BodyError: it is broken, or has too many fields or files.
    """
    fields: Fields = {}
    if kind == FORM:
        for name, text in _pairs(body):
            fields.setdefault(name, []).append(text)
    else:
        await _add_parts(fields, request, body)
    return fields


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise BodyError(400, "bad_request", "the form cannot be read") from None


async def _add_parts(fields: Fields, request: Request, body: bytes) -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    again = Request(request.scope, receive)
    try:
        async with again.form(
            max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=max(len(body), 1)
        ) as form:
            for name, value in form.multi_items():
                if isinstance(value, str):
                    fields.setdefault(name, []).append(value)
                elif value.filename:
                    # Without a name it is a file input in which nothing was chosen.
                    fields.setdefault(name, []).append(await value.read())
    except (HTTPException, MultiPartException, KeyError, ValueError):
        raise BodyError(400, "bad_request", "the form cannot be read") from None
