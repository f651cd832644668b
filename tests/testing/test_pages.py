"""Pages in the test client: with their loaders, in their layouts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from reactor_nb import NotFound, layout, page
from reactor_nb.core.work import using
from reactor_nb.html import header, main, p
from reactor_nb.runtime.registry import Registry, current
from reactor_nb.testing import render


@pytest.fixture(autouse=True)
def registry() -> Iterator[Registry]:
    made = Registry("pages_for_tests")
    with using(current, made):
        yield made


def make_page() -> Any:
    async def load(name: str) -> tuple[str, ...]:
        if name == "nobody":
            raise NotFound
        return (name, name.upper())

    @layout("/")
    def Frame(children: Any) -> Any:
        return main(header("Frame"), children)

    @page("/people/{name}", loader=load)
    def Person(data: tuple[str, ...], name: str) -> Any:
        return p(f"{name}: {data!r}")

    return Person


def test_a_page_is_loaded_and_shown_in_its_layout() -> None:
    with render(make_page(), name="ada") as view:
        assert view.get_by_role("main").text == "Frame ada: ('ada', 'ADA')"


def test_data_can_be_given_instead() -> None:
    with render(make_page(), name="ada", data=("x",)) as view:
        assert view.get_by_role("paragraph").text == "ada: ('x',)"


async def test_in_async_code_the_page_is_there_once_it_is_awaited() -> None:
    view = await render(make_page(), name="bob")

    assert view.get_by_role("paragraph").text == "bob: ('bob', 'BOB')"
    view.close()


def test_what_a_loader_raises_is_raised() -> None:
    with pytest.raises(NotFound):
        render(make_page(), name="nobody")
