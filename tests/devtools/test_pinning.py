"""One component of a page, told by a name that outlives it."""

from __future__ import annotations

from typing import Any

import pytest

from reactor_nb.devtools.pinning import MOST_PLACES, Pinning
from tests.core.page_model import PageNode, PageText
from tests.devtools.looking import Looked
from tests.runtime.refreshing import Shown

APP = """
@component
def Row(name: str):
    return li(name)

@component
def Note():
    return "only a text"

@component
def Nothing():
    return None

@component
def Around():
    return [p("below"), Portal(Note(), to="#target")]

@component
def App():
    names, set_names = use_state(["milk", "bread"])
    return [
        button("turn", on_click=lambda: set_names(names[::-1])),
        button("add", on_click=lambda: set_names(["eggs", *names])),
        button("drop", on_click=lambda: set_names(names[1:])),
        ul([li(Row(name), key=name) for name in names]),
        Note(),
        Note(),
        Nothing(),
        Around(),
        div(id="target"),
    ]
"""


class Pinned:
    """A page of some source, one component of which may be pinned; ``told`` is what is said."""

    def __init__(self, source: str = APP) -> None:
        self.shown = Shown(source)
        self.stage = self.shown.stage
        self.told: list[list[Any]] = []
        self.pinning = Pinning(self.stage.root, vars(self.shown.module), self.told.append)

    def places(self) -> list[Any]:
        self.pinning.receive(["places"])
        return list(self.told.pop()[1])

    def pin(self, name: str, *keys: str, nth: int = 0) -> None:
        self.pinning.receive(["pin", [name, [*keys], nth]])

    def click(self, at: int) -> None:
        self.stage.click(at)
        self.pinning.update()

    def refresh(self, source: str) -> None:
        self.shown.refresh(source)
        self.pinning.update()

    @property
    def html(self) -> list[str] | None:
        """What the nodes that were told last show; nothing where there is no such component."""
        ids = self.told[-1][2]
        if ids is None:
            return None
        return [_written(self.stage.page.nodes[one]) for one in ids]


def _written(node: PageNode) -> str:
    """Return a node of the page as text: its tag, and what is in it."""
    if isinstance(node, PageText):
        return node.text
    return f"<{node.tag}>{''.join(_written(child) for child in node.children)}"


def test_places_are_in_document_order_and_tell_rows_apart_by_their_keys() -> None:
    """Also by the key of an element around a component."""
    assert Pinned().places() == [
        ["App", [], 0],
        ["Row", ["milk"], 0],
        ["Row", ["bread"], 0],
        ["Note", [], 0],
        ["Note", [], 1],
        ["Nothing", [], 0],
        ["Around", [], 0],
        ["Note", [], 2],
    ]


def test_no_more_places_are_told_than_anybody_chooses_from() -> None:
    source = APP.replace('["milk", "bread"]', "[str(one) for one in range(1000)]")

    assert len(Pinned(source).places()) == MOST_PLACES


def test_a_row_is_followed_when_it_moves_and_told_as_gone_when_it_is_removed() -> None:
    page = Pinned()
    page.pin("Row", "milk")
    assert page.html == ["<li>milk"]
    page.click(0)
    page.click(1)
    assert len(page.told) == 1  # it is the same node all the while

    page.click(2)
    page.click(2)
    assert page.html == ["<li>milk"]
    page.click(2)
    assert page.told[-1] == ["pinned", ["Row", ["milk"], 0], None, True]


@pytest.mark.parametrize(("name", "shown"), [("Note", ["only a text"]), ("Nothing", [])])
def test_what_is_no_element_is_told_as_well(name: str, shown: list[str]) -> None:
    page = Pinned()
    page.pin(name)

    assert page.html == shown


def test_what_a_component_shows_in_a_portal_is_a_part_of_it() -> None:
    page = Pinned()
    page.pin("Around")

    assert page.html is not None
    assert page.html[0] == "<p>below"
    assert "only a text" in page.html[1]


def test_a_component_whose_code_is_new_is_followed_also_where_it_is_mounted_anew() -> None:
    page = Pinned()
    page.pin("Row", "bread")
    anew = APP.replace("    return li(name)", "    use_state(0)\n    return p(name)")
    page.refresh(anew)
    assert page.html == ["<p>bread"]

    page.refresh(anew.replace("li(Row(name), key=name)", "div(Row(name, key=name))"))
    assert page.html == ["<p>bread"]


def test_a_component_that_the_code_has_no_more_is_told_from_one_that_is_on_another_page() -> None:
    page = Pinned()
    page.pin("Nothing")
    page.refresh(APP.replace("        Nothing(),\n", ""))
    assert page.told[-1][2:] == [None, True]

    without = APP.replace("        Nothing(),\n", "").replace("Nothing", "Other")
    page.refresh(without)
    assert page.told[-1][2:] == [None, False]


def test_nothing_is_told_once_all_of_the_page_is_shown() -> None:
    page = Pinned()
    page.pin("Row", "milk")
    page.pinning.receive(["pin", None])
    page.told.clear()

    page.click(2)

    assert page.told == []


@pytest.mark.parametrize(
    "message", [["pin", "Row"], ["pin", ["Row", [1], 0]], ["pin"], ["places", 1]]
)
def test_what_is_no_message_is_refused(message: list[Any]) -> None:
    with pytest.raises(ValueError, match="do not know"):
        Pinned().pinning.receive(message)


def test_the_devtools_know_where_a_component_is() -> None:
    with Looked(APP) as looked:
        assert looked.ask("place", looked.number("Row", 1)) == [["Row", ["bread"], 0]]
        assert looked.ask("place", 999) == [None]
