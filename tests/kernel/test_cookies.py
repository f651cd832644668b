"""Cookies of the app in a preview."""

from __future__ import annotations

import pytest

from reactor_nb.asgi import Response
from reactor_nb.kernel.asking import Question
from reactor_nb.kernel.cookies import Jar


def answer(*cookies: str) -> Response:
    return Response(200, (("x-other", "1"), *(("set-cookie", one) for one in cookies)))


def sent(jar: Jar, url: str = "/") -> str:
    return jar.add_to(Question("GET", url)).headers.get("cookie", "")


def test_what_an_answer_sets_the_next_request_sends_and_no_page_sees() -> None:
    jar = Jar()

    shown = jar.take_from(answer("a=1; Path=/; HttpOnly; SameSite=lax", "b=two; Secure"))

    assert shown.headers == (("x-other", "1"),)
    assert sent(jar) == "a=1; b=two"


def test_a_page_sets_none_by_itself() -> None:
    jar = Jar()
    jar.take_from(answer("a=1"))

    asked = jar.add_to(Question("GET", "/", {"Cookie": "forged=1", "x": "y"}))

    assert asked.headers == {"x": "y", "cookie": "a=1"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [("/", ""), ("/sub", "a=1"), ("/sub/x?y=1", "a=1"), ("/subway", "")],
)
def test_a_cookie_is_for_its_path(url: str, expected: str) -> None:
    jar = Jar()
    jar.take_from(answer("a=1; Path=/sub"))

    assert sent(jar, url) == expected


@pytest.mark.parametrize(
    "end", ["Max-Age=0", "Max-Age=-1", "Expires=Thu, 01 Jan 1970 00:00:00 GMT"]
)
def test_a_cookie_that_is_over_is_gone(end: str) -> None:
    jar = Jar()
    jar.take_from(answer("a=1", "b=2"))

    jar.take_from(answer(f"a=; {end}"))

    assert sent(jar) == "b=2"


@pytest.mark.parametrize("text", ["", "=", ";;;", "a", "\x00=1", "é=1", "a=1; Expires=never"])
def test_what_is_no_cookie_does_no_harm(text: str) -> None:
    jar = Jar()

    jar.take_from(answer(text))

    assert sent(jar) in {"", "a=1"}
