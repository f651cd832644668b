from __future__ import annotations

from pathlib import Path

import pytest

from reactor_nb.asgi import Response
from reactor_nb.kernel.asking import Question
from reactor_nb.kernel.public import with_public

pytestmark = pytest.mark.anyio


async def other(question: Question) -> Response:
    return Response(200, body=b"the app")


async def test_files_of_public_are_given_with_their_type(tmp_path: Path) -> None:
    (tmp_path / "a b.svg").write_bytes(b"<svg/>")
    answer = with_public(other, tmp_path)

    found = await answer(Question("GET", "/public/a%20b.svg?v=1"))

    assert (found.status, found.header("content-type")) == (200, "image/svg+xml")
    assert found.body == b"<svg/>"


async def test_what_is_no_file_of_public_is_not_given(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "public" / ".hidden").write_text("hidden")
    answer = with_public(other, tmp_path / "public")

    for name in ("none.txt", "../secret.txt", "..%2fsecret.txt", ".hidden", ""):
        assert (await answer(Question("GET", f"/public/{name}"))).status == 404, name


async def test_all_else_is_asked_of_the_app(tmp_path: Path) -> None:
    answer = with_public(other, tmp_path)

    assert (await answer(Question("GET", "/page"))).body == b"the app"
    assert (await answer(Question("POST", "/public/x"))).body == b"the app"
    assert with_public(other, None) is other
