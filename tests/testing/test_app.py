"""The test client for a whole app: 02-todos, exported, called in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from reactor_nb.export.bundle import Build
from reactor_nb.export.exporter import Exporter
from reactor_nb.export.prepare import prepare
from reactor_nb.server import create_app, read_export
from reactor_nb.testing import AppPage, QueryError, open_app
from tests.architecture.paths import REPOSITORY


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "todos"
    Exporter().export(prepare(REPOSITORY / "examples/02-todos.ipynb", Build.load()), folder)
    return folder


def add(page: AppPage, title: str) -> None:
    page.type(page.get_by_role("textbox"), title)
    page.click(page.get_by_role("button", name="Add"))


def test_a_form_posts_and_the_next_page_shows_what_came_of_it(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACTOR_NB_DATA", str(tmp_path))
    page = open_app(create_app(*read_export(exported)))

    assert (page.status, page.url) == (200, "/")
    page.get_by_role("heading", name="Todos")
    assert page.query_by_text("Buy milk") is None
    add(page, "Buy milk")
    page.get_by_text("Buy milk")
    add(page, "x" * 201)
    page.get_by_text("That is 201 characters long; 200 is the most.")
    with pytest.raises(QueryError, match="there is no element with role 'button' and name 'No'"):
        page.get_by_role("button", name="No")
    page.close()


async def test_in_async_code_a_page_is_awaited(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACTOR_NB_DATA", str(tmp_path))

    page = await open_app(create_app(*read_export(exported)))
    await page.visit("/nowhere")

    assert page.status == 404
    assert "not" in page.text.lower()
