"""Answers that say what went wrong; of an error that nobody expected only its id."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

from starlette.responses import HTMLResponse, JSONResponse, Response

_TITLES: Final = {
    400: "This request could not be understood",
    401: "Please log in",
    403: "This is not allowed",
    404: "This page does not exist",
    405: "This is not how to ask for it",
    413: "That was too much",
    422: "Something in the address is not right",
    500: "Something went wrong",
    503: "The app is not ready",
    504: "This took too long",
}


def title_of(status: int) -> str:
    """Return what an HTTP status means, in words for visitors."""
    return _TITLES.get(status, "This did not work")


def problem_json(status: int, code: str, message: str) -> Response:
    """Return the answer to a call that was not done, in the form that actions have."""
    body = {"error": {"code": code, "message": message, "fields": {}}}
    return JSONResponse(body, status, {"cache-control": "no-store"})


def problem_page(
    status: int,
    message: str = "",
    details: tuple[str, ...] = (),
    *,
    base: str = "",
    style: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a readable page about an error.

    Args:
        status: the HTTP status.
        message: what to tell the visitor.
        details: what is wrong in particular.
        base: the path the app is mounted at.
        style: the URL of the stylesheet.
        headers: further headers.
    """
    title = title_of(status)
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>{_link(style)}</head>"
        f"<body><main>{problem_html(status, message, details, base)}</main></body></html>"
    )
    return HTMLResponse(html, status, {"cache-control": "no-store", **(headers or {})})


def problem_html(
    status: int, message: str = "", details: tuple[str, ...] = (), base: str = ""
) -> str:
    """Return the content of a page about an error."""
    items = "".join(f"<li>{escape(one)}</li>" for one in details)
    return (
        f"<h1>{escape(title_of(status))}</h1>"
        f"{f'<p>{escape(message)}</p>' if message else ''}"
        f"{f'<ul>{items}</ul>' if items else ''}"
        f'<p><a href="{escape(base)}/">To the start</a></p>'
    )


def _link(style: str) -> str:
    return f'<link rel="stylesheet" href="{escape(style)}">' if style else ""


def fault_message(number: str) -> str:
    """Return what a visitor is told of an error that is in the log."""
    return f"The error is noted under the number {number}. Please try again later."


def details_of(errors: Any) -> tuple[str, ...]:
    """Return the problems of a request's parameters as FastAPI found them, without the values."""
    return tuple(
        f"{'.'.join(str(step) for step in one.get('loc', ())[1:])}: {one.get('msg', '')}"
        for one in errors
    )
